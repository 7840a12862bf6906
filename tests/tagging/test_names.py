"""Tag names: what headings, files and people write becomes one legal spelling."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.tagging import names


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("1. Python Basics", "python-basics"),
        ("1.基础", "基础"),
        ("一、基础知识", "基础知识"),
        ("第3章 卷积神经网络", "卷积神经网络"),
        ("Chapter 3: Loss", "loss"),
        ("(2) 损失", "损失"),
        ("1.2.3 Loss", "loss"),
        ("IV) Trees", "trees"),
        ("2D arrays", "2d-arrays"),
        ("3 ways to copy", "3-ways-to-copy"),
        ("🚀 **Getting Started** :rocket:", "getting-started"),
        ("1️⃣ Basics", "basics"),
        ("[Closures](#closures) in `JS`", "closures-in-js"),
        ("![logo](a.png) Git", "git"),
        ('<a name="x"></a>Foo', "foo"),
        ("Attention ##", "attention"),
        ("Attention {#att}", "attention"),
        ("C++", "cpp"),
        ("C# interview", "csharp-interview"),
        (".NET", "dotnet"),
        ("Node.js", "nodejs"),
        ("Socket.IO", "socket.io"),
        ("TCP/IP", "tcp-ip"),
        ("What's new", "whats-new"),
        ("Ｐｙｔｈｏｎ　基础", "python-基础"),
        ("中文（注意力）", "中文-注意力"),
        ("a::b", "a-b"),
        ('say "hi"', "say-hi"),
        ("🎉", ""),
        ("...", ""),
        ("12", "12"),
        ("Über Straße", "über-straße"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
    ],
)
def test_one_part(written: str, tag: str) -> None:
    assert names.tag(written) == tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("NLP::Attention", "nlp::attention"),
        ("#nlp/attention", "nlp::attention"),
        ("::a::::b::", "a::b"),
        ("machine learning", "machine-learning"),
        ("::", ""),
    ],
)
def test_a_whole_tag(written: str, tag: str) -> None:
    assert names.path(written) == tag


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("01_intro", "intro"),
        ("07.lists", "lists"),
        ("2D_plots", "2d-plots"),
        ("30s_of_code", "30s-of-code"),
        ("2nd-round", "2nd-round"),
        ("01js", "js"),
        ("3循环", "循环"),
        ("Domain1_Threats(1)", "domain1-threats-1"),
        ("机器学习", "机器学习"),
    ],
)
def test_a_file(name: str, tag: str) -> None:
    assert names.file_part(name) == tag


@given(st.text())
def test_every_tag_is_legal_and_a_fixed_point(text: str) -> None:
    tag = names.path(text)
    assert names.path(tag) == tag
    assert not set(tag) & set('\t\n\r\v\f "*_()\\\u3000\u00a0')
    assert tag == unicodedata.normalize("NFC", tag)
    assert not any(unicodedata.category(char)[0] in "ZC" for char in tag)
    assert tag == "" or all(part for part in tag.split("::"))
    assert tag.strip(":-") == tag


def test_a_long_heading_is_cut_at_a_word() -> None:
    tag = names.tag("word " * 40)
    assert len(tag) <= names.LONGEST_PART
    assert set(tag.split("-")) == {"word"}
