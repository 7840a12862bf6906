"""The same cards in the syntax of each tool, so that all of them do the same work.

Each card has a question, a paragraph with emphasis and a link, a list with code and a formula, and
a highlighted block; every tenth one a picture. No two answers are alike.
"""

import random
import struct
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path

TOOLS = ("ankigen", "mdankideck", "ankc", "md2anki")
_WORDS = (
    "gradient matrix kernel lock thread page index cache token stack queue graph vector sample"
    " 梯度 矩阵 内核 线程 索引 缓存 令牌 队列 向量 样本 平衡 参数"
).split()


def write(count: int, folder: Path, tool: str) -> Path:
    """A folder with notes for a tool: `notes.md`, and the pictures beside it."""
    made = folder / tool
    made.mkdir(parents=True, exist_ok=True)
    text = _HEADS.get(tool, "") + "".join(_card(tool, *card) for card in cards(count))
    (made / "notes.md").write_text(text, encoding="utf-8")
    for number in range(10):
        (made / f"figure{number}.png").write_bytes(picture(number))
    return made


def cards(count: int) -> Iterator[tuple[int, str, str]]:
    """Number, question and answer of each card."""
    chance = random.Random(count)
    for number in range(count):
        word, other, third = chance.choices(_WORDS, k=3)
        shown = f"\n\n![figure](figure{number // 10 % 10}.png)" if number % 10 == 0 else ""
        yield (
            number,
            f"Why does the {word} of {other} {number} need a {third}?",
            f"{' '.join(chance.choices(_WORDS, k=40))}: **{word}** and *{other}*, as "
            f"[the manual](https://example.com/{number}) says.\n\n"
            f"- first the {third}\n- then `{other}_{number}`\n- at last $x^{{{number}}} + y_1$\n\n"
            f"```python\ndef step_{number}(values):\n    # {third}\n"
            f"    return [value ** {number % 5} for value in values]\n```{shown}",
        )


_HEADS = {
    "mdankideck": "# Bench\n\n",
    "md2anki": "# Bench (3714486828)\n\n",
    "ankc": "---\ndeck: Bench\n---\n\n",
}


def _card(tool: str, number: int, question: str, answer: str) -> str:
    if tool == "ankigen":
        summary = "<summary>Answer</summary>"
        return f"> {number + 1}. {question}\n<details>\n{summary}\n\n{answer}\n\n</details>\n\n"
    if tool == "ankc":
        return f"---\n\n{question}\n\n:::\n\n{answer}\n\n---\n\n[^uid]: {number:010d}\n\n"
    known = f" ({uuid.UUID(int=number + 1)})" if tool == "md2anki" else ""
    return f"## {question}{known}\n\n{answer}\n\n"


def picture(seed: int) -> bytes:
    """A small PNG of noise."""
    chance = random.Random(seed)
    rows = b"".join(b"\0" + chance.randbytes(64 * 3) for _ in range(32))

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 32, 8, 2, 0, 0, 0))
    return b"".join(
        (b"\x89PNG\r\n\x1a\n", head, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    )
