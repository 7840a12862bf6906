"""The tree of tags."""

import io

from hypothesis import given
from hypothesis import strategies as st

from ankigen.report.tags import Node, nodes, write_tree
from ankigen.report.terminal import Terminal

TAGS = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map("::".join)


def test_a_card_with_two_tags_below_one_counts_once() -> None:
    assert nodes([["a::b", "a::c"], ["a::b"]]) == [
        Node("a", 2, 0),
        Node("a::b", 2, 2),
        Node("a::c", 1, 1),
    ]


@given(st.lists(st.lists(TAGS, min_size=1, max_size=3), min_size=1, max_size=6))
def test_the_tree_joins_each_tag_to_the_one_above(tagged: list[list[str]]) -> None:
    found = nodes(tagged)
    stream = io.StringIO()
    write_tree(found, Terminal(stream))
    lines = stream.getvalue().splitlines()
    assert len(lines) == len(found)
    for number, (node, line) in enumerate(zip(found, lines, strict=True)):
        at = 3 * node.depth
        assert line[at:].startswith(node.tag.rpartition("::")[2])
        if node.depth:
            following = next((n for n in found[number + 1 :] if n.depth <= node.depth), None)
            more = following is not None and following.depth == node.depth
            assert line[at - 3 : at] == ("├─ " if more else "└─ ")
            above = lines[number - 1]
            assert above[at - 3] in "│├" or found[number - 1].depth == node.depth - 1
