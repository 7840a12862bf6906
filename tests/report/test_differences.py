"""What is shown of a change: the words that went and came, with a few of the others around."""

import io

import pytest

from ankigen.identity.diff import Change, Part, words
from ankigen.report.differences import write
from ankigen.report.terminal import Terminal


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("one two", "one 2", "one [-two-]{+2+}"),
        (
            "a b c d e f g h i j k l m n o p q r s t old",
            "a b c d e f g h i j k l m n o p q r s t new",
            "… o p q r s t [-old-]{+new+}",
        ),
        (
            "old 1 2 3 4 5 6 7 8 9 10 11 12 13 14 old",
            "new 1 2 3 4 5 6 7 8 9 10 11 12 13 14 new",
            "[-old-]{+new+} 1 2 3 4 5 6 … 9 10 11 12 13 14 [-old-]{+new+}",
        ),
        (
            "引用计数机制的优点很简单，一旦没有引用，内存就直接释放了，不用像其他机制等到特定时机",
            "引用计数机制的优点是简单，一旦没有引用，内存就直接释放了，不用像其他机制等到特定时机",
            "引用计数机制的优点[-很-]{+是+}简单，一旦没有引用，内存 …",
        ),
        (
            "가비지 컬렉션은 참조가 없는 객체를 찾아 메모리를 자동으로 회수한다",
            "가비지 컬렉션은 참조가 없는 객체를 찾아 메모리를 다시 회수한다",
            "… 컬렉션은 참조가 없는 객체를 찾아 메모리를 [-자동으로-]{+다시+} 회수한다",
        ),
        ("the same", "the same", "only its markup"),
    ],
)
def test_a_change_is_shown_with_what_is_near(old: str, new: str, shown: str) -> None:
    out = io.StringIO()
    change = Change("g", "Why?", ("changed",), parts=(Part("Answer", words(old, new)),))
    write([change], "", Terminal(out), str)
    assert out.getvalue().splitlines()[1] == f"    Answer: {shown}"
