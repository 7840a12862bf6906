"""Notes that were built once, and what tests of their history ask and change."""

import json

from tests.cli.shell import Shell

ONE = """> 1、什么是过拟合？

<details><summary>答案</summary>
训练集上表现很好而测试集上差，模型把噪声也学进去了。
</details>

> 2、What is a **tuple**?

<details><summary>Answer</summary>
An ordered, immutable sequence such as `(1, 2)`.
</details>
"""
TWO = "".join(
    f"> {number}. Question about subject {name}?\n\n<details><summary>A</summary>\n"
    f"The answer for {name} is long enough to be told apart.\n</details>\n\n"
    for number, name in enumerate("alpha beta gamma delta epsilon zeta eta theta iota".split(), 1)
)


def guids(shell: Shell) -> dict[str, str]:
    rows = map(json.loads, shell.run("list", "--json").out.splitlines())
    return {row["question_html"]: row["guid"] for row in rows}


def diff(shell: Shell, *arguments: str) -> dict:
    return json.loads(shell.run("diff", "--json", *arguments).out)


def edit(shell: Shell, file: str, old: str, new: str) -> None:
    text = (shell.folder / file).read_text("utf-8")
    assert old in text
    shell.write(file, text.replace(old, new))
