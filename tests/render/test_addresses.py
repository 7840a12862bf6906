"""Bare addresses end where GitHub ends them, and where Chinese punctuation does."""

import pytest

from ankigen.render import to_html

from .github import github, shape

TEXTS = [
    "see http://a.b/c(d) and (http://a.b/c)",
    "(see http://a.b/c_(d))",
    "http://a.b/c&copy; and http://a.b/c&amp;d;",
    "http://a.b/c; and http://a.b/?;",
    "http://?a.b http://.a http:// https://",
    "www.a www.a_b.c www.a.b_c www._.x www.-a.b",
    "http://a_b.c http://a.b_c http://a_b.c.d.e",
    "http://a.b_c.d.e.f.g.h.i.j.k.l.m.n",
    "awww.a.b a.www.a.b *www.a.b* ~www.a.b~",
    "xhttp://a.b 1http://a.b",
    "mail a@b.cc, a@b, a.b+c@d-e.ff. a@b.c1 and a@b.cc@dd.ee",
    "mailto:a@b.cc xmpp:a@b.cc",
    "[a](http://b.c/d_(e) \"t\") [a](<b c>) [a](<b) [a](b\\)c) [a](b\\ c)",
    "[a](" + "(" * 20 + ")" * 20 + ") [a](" + "(" * 40 + ")" * 40 + ")",
    "[a](b 't\\'u') [a](b (t)) [a](b \"t) [a](b \"t\" u) [a]( b )",
    "http://a.b/c~~ http://a.b/c?! http://a.b/'\"",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_as_on_github(text: str) -> None:
    assert shape(to_html(text)) == shape(github(text))
