"""Bytes to text in the encodings that notes are kept in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.project.decode import ZERO_WIDTH, clean, decode

TEXTS = {
    "simplified": "> 1、什么是元组？\n<details><summary>答案</summary>不可变的列表</details>\n",
    "traditional": "> 什麼是資料結構？\n<details>電腦中儲存、組織資料的方式。</details>\n",
    "japanese": "## クロージャとは何ですか？\n関数とそのレキシカル環境の組み合わせです。\n",
    "korean": "## 클로저란 무엇인가요?\n함수와 그 함수가 선언된 렉시컬 환경의 조합입니다.\n",
    "russian": "## Что такое замыкание?\nФункция вместе с её лексическим окружением.\n",
    "french": "## Qu'est-ce qu'une fermeture ?\nUne fonction liée à son environnement, l'été.\n",
    "short": "什么是CNN？\n",
}
WIDE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(text, encoding) for text in TEXTS for encoding in WIDE if text != "short"]
    + [
        ("simplified", "gb18030"),
        ("short", "gb18030"),
        ("traditional", "big5"),
        ("japanese", "shift_jis"),
        ("japanese", "euc_jp"),
        ("korean", "cp949"),
        ("russian", "cp1251"),
        ("russian", "koi8-r"),
        ("french", "cp1252"),
    ],
)
def test_a_text_is_read_in_the_encoding_it_was_saved_in(text: str, encoding: str) -> None:
    decoded = decode(TEXTS[text].encode(encoding))
    assert decoded is not None
    assert decoded[0] == TEXTS[text]


def test_a_damaged_byte_costs_one_character_and_not_the_encoding() -> None:
    data = TEXTS["simplified"].encode() * 5
    decoded = decode(data[:100] + b"\xff" + data[100:])
    assert decoded is not None
    assert decoded[1] == "utf-8"
    assert "不可变的列表" in decoded[0]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    assert decode(data) is None


def test_an_empty_file_is_text() -> None:
    assert decode(b"") == ("", "utf-8")


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_cleaning_keeps_every_offset_and_every_letter(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert all(new in (old, ZERO_WIDTH) for old, new in zip(text, cleaned, strict=True))


def test_control_characters_are_gone_and_line_ends_are_not() -> None:
    assert (
        clean("a\0b\x08\tc\r\nd\x02\x03") == f"a{ZERO_WIDTH}b{ZERO_WIDTH}\tc\r\nd{ZERO_WIDTH * 2}"
    )


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    decoded = decode(data)
    assert decoded is None or isinstance(decoded[0], str)
