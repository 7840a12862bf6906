"""What part of a question says what it is about, and what part of a title does not."""

import re

from ankigen.tagging.words import words

LONGEST = 400
"""Characters of a question that are looked at."""

_OPTION = re.compile(r"[ \t]*(?:[-*+] (?:\[.\] )?|\(?[A-Ha-h][.)、:：]|\d[.)])[ \t]*\S")
_NOISE_WORDS = """
a an and answer answers the of for in on to top most asked common frequently basic basics advanced
fundamental fundamentals introduction intro interview interviews question questions q qa faq quiz
note notes cheatsheet guide tutorial practice exam exams part chapter prep handbook language
programming developer engineer topic topics core general coding theory essential beginner
intermediate senior junior concept concepts ,
面 试 题 问 答 案 总 结 基 础 高 频 笔 记 知 识 点 常 见 八 股 文 篇 相 关 及 与 进 阶 大 全
"""
_NOISE = frozenset(words(_NOISE_WORDS))


def split(question: str) -> tuple[str, str]:
    """A question's own words, and what follows them: its options, code or a second paragraph."""
    lines = question.strip().split("\n")
    for number, line in enumerate(lines):
        if number and (not line.strip() or _OPTION.match(line)):
            stem, rest = lines[:number], lines[number:]
            return "\n".join(stem)[:LONGEST], "\n".join(rest)
    return "\n".join(lines)[:LONGEST], ""


def without_noise(title: list[str]) -> list[str]:
    """A title's words without those that any title has, and without numbers."""
    return [word for word in title if word not in _NOISE and not word.isdigit()]
