"""The topics of all files' cards, here and by workers, whole and broken ones."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import pytest

from ankigen.crew import Crew
from ankigen.model import Source
from ankigen.pipeline import about
from ankigen.pipeline.fields import Draft
from ankigen.pipeline.pages import Page, paged
from ankigen.settings import Settings

T = TypeVar("T")
R = TypeVar("R")
CARD = "> What is {}?\n\n<details>\n\n{}\n\n</details>\n\n"
ASKED = {
    "python.md": ("a decorator", "hoisting", "a generator", "the GIL"),
    "notes.md": ("a closure", "Redis", "a deadlock"),
    "git.md": ("a rebase", "the staging area"),
}


class Broken(Crew):
    """Workers that are gone after the first of the parts."""

    def work(
        self,
        work: Callable[[T], R],
        parts: Iterable[T],
        size: Callable[[T], int] = lambda _: 0,
    ) -> Iterator[R]:
        """What is made of the first."""
        for part in parts:
            yield work(part)
            return


def page(path: str, asked: Iterable[str]) -> Page:
    text = "".join(CARD.format(one, f"{one} is in JavaScript and MySQL.") for one in asked)
    return paged(Source(path, text), Settings())[0]


def found(crew: Crew) -> list[list[tuple[str, str]]]:
    asked = []
    for path, questions in ASKED.items():
        drafts = [Draft((f"What is {q}?", f"<p>{q} is in JavaScript.</p>")) for q in questions]
        asked.append((page(path, questions), drafts, range(len(questions) > 2, len(questions))))
    with crew:
        told = list(about.topics(asked, "notes", crew))
    return [[(one.topic.tag, one.term) for one in topics] for topics in told]


@pytest.mark.parametrize("crew", [Crew(2), Broken(2)])
def test_workers_find_the_same(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = found(Crew(1))
    assert len(wanted) == 7
    assert [tag.split("::")[0] for tag, _ in wanted[5]] == ["git"]
    monkeypatch.setattr(about, "PAYS", 1)
    monkeypatch.setattr(about, "_SOME", 2)
    assert found(crew) == wanted
