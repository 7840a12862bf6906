"""The corpus of attacks as projects of notes: tests/fixtures/attacks, a folder for each case.

`RUN` becomes a call of `top.pwn`, without a sign that would keep a tag from being one; `AWAY` an
address whose every request is heard.
"""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from ankigen import pipeline
from ankigen.pipeline import Compilation
from ankigen.project.root import find
from tests.fixture import FIXTURES, Case, read

_ASKED = "> 1、What is it?\n<details>\n<summary>Answer</summary>"
NOWHERE = "http://127.0.0.1:9"
_FILE = re.compile(r"^=== (.*)\n", re.MULTILINE)


class Attack(Struct, frozen=True):
    """A case with its number, which is what a script that runs would give away."""

    number: int
    case: Case

    @property
    def name(self) -> str:
        return f"{self.case.file.stem}: {self.case.title}"

    def armed(self, text: str, listener: str = NOWHERE) -> str:
        text = text.replace("RUN", f"top.pwn({self.number})")
        return text.replace("AWAY", f"{listener}/{self.number}")

    def files(self, listener: str = NOWHERE) -> dict[str, str]:
        """The text of each file by its path: the attack where answers and questions stand."""
        pieces = _FILE.split(self.case.input + "\n")
        if not pieces[0].strip():
            armed = [self.armed(piece, listener) for piece in pieces]
            # a name may hold an address only without its slashes
            names = [name.replace("http://", "") for name in armed[1::2]]
            return dict(zip(names, armed[2::2], strict=True))
        text = self.armed(self.case.input, listener)
        line = " ".join(text.split("\n")[:40])[:2000]
        return {
            "markdown.md": f"{_ASKED}\n\n{text}\n\nlast words\n\n</details>\n",
            "html.md": f"{_ASKED}\n{text}\nlast words\n</details>\n",
            "line.md": f"## Is {line} a question?\n\n- It is:\n\n  > {line}\n\n## Is it?\n\nno\n",
        }


@cache
def attacks() -> tuple[Attack, ...]:
    """All of them; numbers start at 1."""
    files = sorted((FIXTURES / "attacks").glob("*.txt"))
    cases = [case for file in files for case in read(file)[1]]
    return tuple(Attack(number, case) for number, case in enumerate(cases, 1))


def write(folder: Path, listener: str = NOWHERE) -> Path:
    """A project that holds the whole corpus, each attack in a folder of its number."""
    for attack in attacks():
        for name, text in attack.files(listener).items():
            file = folder / str(attack.number) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
    (folder / "ankigen.toml").write_text('deck = "Attacks"\ndecks = "folder"\n')
    return folder


def compiled(folder: Path, listener: str = NOWHERE) -> Compilation:
    return pipeline.compile(find([write(folder, listener)]), pipeline.Options(cache=False))


def number_of(path: str) -> int:
    """The attack that a source's path belongs to."""
    return int(path.split("/")[0])
