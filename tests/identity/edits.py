"""A project of notes as a list of cards, and the edits that people make to it, by a seed."""

import random
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

SWAPS = (
    ("什么是", "解释一下什么是"),
    ("为什么", "为何"),
    ("如何", "怎样"),
    ("怎么", "如何"),
    ("区别", "不同之处"),
    ("哪些", "哪几种"),
    ("作用", "用途"),
    ("原理", "工作原理"),
    ("What is ", "Explain what is "),
    ("What's ", "What is "),
    ("What are ", "Can you name "),
    ("How do you ", "How would you "),
    ("How ", "In which way "),
    ("Why ", "For what reason "),
    ("difference", "distinction"),
    ("Explain ", "Describe "),
    ("Create ", "Make "),
)
CLAUSES = ("，请结合例子说明", "？请简要回答", ", and why does it matter?", " (with an example)")
SENTENCES = (
    "另外，实际工作中还要看数据的规模。",
    "One more remark: measure before you decide.",
    "补充：面试时可以先说结论再展开。",
    "This holds for most cases, not for all.",
)


class Item(Struct, frozen=True):
    """A card. `key` is who it really is."""

    key: int
    file: str
    question: str
    answer: str


def write(folder: Path, items: list[Item]) -> None:
    """The files of the items, numbered in each, older files deleted."""
    for path in folder.glob("*.md"):
        path.unlink()
    by_file: dict[str, list[Item]] = {}
    for item in items:
        by_file.setdefault(item.file, []).append(item)
    for file, inside in by_file.items():
        lines = []
        for number, item in enumerate(inside, 1):
            question = "\n> ".join(item.question.split("\n"))
            answer = f"<summary>答案</summary>\n\n{item.answer}\n\n"
            lines.append(f"> {number}、{question}\n\n<details>\n{answer}</details>\n")
        (folder / file).write_text("\n".join(lines), encoding="utf-8")


def typo(text: str, rnd: random.Random) -> str:
    """One slip of the fingers in a word of five letters and more, else a doubled character."""
    words = text.split(" ")
    long = [
        i for i, word in enumerate(words) if word.isascii() and word.isalpha() and len(word) > 4
    ]
    if not long:
        at = rnd.randrange(len(text))
        return text[:at] + text[at] + text[at:]
    i = rnd.choice(long)
    at = rnd.randrange(1, len(words[i]) - 2)
    word = words[i]
    words[i] = rnd.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )
    return " ".join(words)


def reword(text: str, rnd: random.Random) -> str:
    """A typo, a clause more, or a synonym."""
    first, _, rest = text.partition("\n")
    fitting = [swap for swap in SWAPS if swap[0] in first]
    way = rnd.choice(("typo", "clause", "synonym" if fitting else "typo"))
    if way == "typo":
        first = typo(first, rnd)
    elif way == "clause":
        han = any("\u4e00" <= letter <= "\u9fff" for letter in first)
        first = first.rstrip("?？ ") + rnd.choice(CLAUSES[:2] if han else CLAUSES[2:])
    else:
        old, new = rnd.choice(fitting)
        first = first.replace(old, new, 1)
    return f"{first}\n{rest}" if rest else first


def rewrite(text: str, rnd: random.Random) -> str:
    """A sentence more at the end or the start, or a word less outside of code."""
    way = rnd.choice(("after", "before", "less"))
    sentence = rnd.choice(SENTENCES)
    if way == "before":
        return f"{sentence}\n\n{text}"
    words = text.split(" ")
    if way == "less" and len(words) > 8 and "```" not in text and "|" not in text:
        del words[rnd.randrange(1, len(words) - 1)]
        return " ".join(words)
    return f"{text}\n\n{sentence}"


class Round(Struct, frozen=True):
    """The items after the edits, and which of them were touched (moved ones change a field)."""

    items: list[Item]
    new: set[int]
    removed: set[int]


def edited(items: list[Item], spare: list[Item], seed: int) -> Round:
    """30 in 100 answers changed, 20 in 100 questions reworded, a third moved to other files, the
    files shuffled, 5 in 100 removed, 5 in 100 new.
    """
    rnd = random.Random(seed)
    now = list(items)
    for i in rnd.sample(range(len(now)), round(len(now) * 0.3)):
        now[i] = replace(now[i], answer=rewrite(now[i].answer, rnd))
    for i in rnd.sample(range(len(now)), round(len(now) * 0.2)):
        now[i] = replace(now[i], question=reword(now[i].question, rnd))
    files = sorted({item.file for item in items}) or ["a.md"]
    targets = [*files, "moved-1.md", "moved-2.md"]
    for i in rnd.sample(range(len(now)), len(now) // 3):
        now[i] = replace(now[i], file=rnd.choice([t for t in targets if t != now[i].file]))
    gone = set(rnd.sample([item.key for item in now], max(1, len(now) // 20)))
    now = [item for item in now if item.key not in gone]
    more = rnd.sample(spare, min(len(spare), max(1, len(items) // 20)))
    for item in more:
        now.insert(rnd.randrange(len(now) + 1), replace(item, file=rnd.choice(targets)))
    order = {file: rnd.random() for file in targets}
    names = {file: f"{place:02}-{file}" for place, file in enumerate(sorted(order, key=order.get))}
    now.sort(key=lambda item: order[item.file])
    now = [replace(item, file=names[item.file]) for item in now]
    return Round(now, {item.key for item in more}, gone)
