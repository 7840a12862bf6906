"""The assignment against all the others there are."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from ankigen.identity.assign import assign

EDGES = st.lists(
    st.dictionaries(st.integers(0, 4), st.integers(1, 20).map(float), max_size=4), max_size=5
)


@given(EDGES)
def test_no_other_assignment_weighs_more(edges) -> None:
    def weight(rights) -> float:
        return sum(row.get(right, 0.0) for row, right in zip(edges, rights, strict=True))

    chosen = assign(edges)
    assert all(right in edges[left] for left, right in chosen.items())
    assert len(set(chosen.values())) == len(chosen)
    # rights 5 and up stand for nobody
    best = max(weight(rights) for rights in permutations(range(5 + len(edges)), len(edges)))
    assert sum(edges[left][right] for left, right in chosen.items()) == best
