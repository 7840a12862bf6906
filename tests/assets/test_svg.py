"""Drawings are cleaned, and those with nothing to clean are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.assets import svg

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def _clean(inside: str, attributes: str = "", before: str = "") -> tuple[str, tuple[str, ...]]:
    data, dropped = svg.clean(f"{before}<svg {NS} {attributes}>{inside}</svg>".encode())
    return data.decode(), dropped


@pytest.mark.parametrize(
    "inside",
    [
        '<g fill="url(#a)" style="stroke:#123"><path d="M0 0"/></g>',
        '<use xlink:href="#a"/><text x="1">a &lt; b &amp; c</text>',
        "<style>.a{fill:url(#b)} @font-face{src:url(data:font/woff2;base64,AA)}</style>",
        '<image href="data:image/png;base64,AAAA"/>',
        '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">label<br/></div></foreignObject>',
        "<!-- a comment --><![CDATA[text]]>",
    ],
)
def test_a_clean_drawing_keeps_its_bytes(inside: str) -> None:
    data, dropped = _clean(inside, before='<?xml version="1.0"?>\n<!DOCTYPE svg>\n')
    assert dropped == ()
    assert inside in data


@pytest.mark.parametrize(
    ("inside", "gone"),
    [
        ("<script>alert(1)</script>", "script"),
        (
            "<g><svg:script xmlns:svg='http://www.w3.org/2000/svg'>alert(1)</svg:script></g>",
            "script",
        ),
        ('<circle onload="alert(1)"/>', "alert"),
        ('<circle ONLOAD="alert(1)"/>', "alert"),
        ('<circle x:onload="alert(1)" xmlns:x="http://www.w3.org/2000/svg"/>', "alert"),
        ('<a xlink:href="javascript:alert(1)"><text>hi</text></a>', "javascript"),
        ('<use href="https://example.com/a.svg#x"/>', "example.com"),
        ('<image href="https://example.com/track.png"/>', "example.com"),
        ('<image href="data:image/svg+xml,&lt;svg>"/>', "svg+xml"),
        ('<rect fill="url(https://example.com/a)"/>', "example.com"),
        ('<rect style="background:url( &quot;//example.com/a&quot;)"/>', "example.com"),
        ("<style>@import '//example.com/a.css';</style>", "example.com"),
        ("<rect style=\"fill:image-set('https://example.com/a' 1x)\"/>", "example.com"),
        ("<style>a{b:src('https://example.com/a')}</style>", "example.com"),
        ("<style><g/>@import '//example.com/a.css';</style>", "example.com"),
        ("<style>a{b:u\\72l(//example.com)}</style>", "example.com"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "javascript"),
        ('<animate attributeName="xlink:href" values="javascript:alert(1)"/>', "javascript"),
        ("<foreignObject><iframe src='https://example.com'/></foreignObject>", "iframe"),
        ("<foreignObject><img src='https://example.com'/></foreignObject>", "example.com"),
        ("<handler>alert(1)</handler>", "alert"),
        ('<feImage href="https://example.com"/>', "example.com"),
        ("<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>", "alert"),
    ],
)
def test_what_runs_or_loads_is_gone(inside: str, gone: str) -> None:
    data, _ = _clean(f"<circle r='1'/>{inside}")
    assert gone not in data
    assert '<circle r="1">' in data


def test_a_style_sheet_from_elsewhere_and_defaulted_attributes_are_gone() -> None:
    data, dropped = _clean("<g/>", before='<?xml-stylesheet href="//example.com/a.css"?>')
    assert "stylesheet" not in data
    assert dropped == ("<?xml-stylesheet?>",)
    before = '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>'
    assert "alert" not in _clean("<g/>", before=before)[0]


def test_what_an_editor_keeps_for_itself_goes_unsaid() -> None:
    data, dropped = _clean(
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.example/"><sodipodi:a/>'
        '</sodipodi:namedview><g xmlns:i="http://i.example/" i:label="x"/>'
    )
    assert dropped == ()
    assert "namedview" not in data


def test_plain_entities_are_unfolded() -> None:
    before = '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg"><!ENTITY name "text">]>'
    data, _ = svg.clean(f'{before}<svg xmlns="&ns;"><text>&name;</text></svg>'.encode())
    assert data == b'<svg xmlns="http://www.w3.org/2000/svg"><text>text</text></svg>'


@pytest.mark.parametrize(
    "data",
    [
        b"<html/>",
        b"<svg>",
        b"",
        b"\xff",
        b"<svg>" + b"<g>" * 300 + b"</g>" * 300 + b"</svg>",
        b'<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
        b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><svg/>',
        b'<!DOCTYPE svg [<!ENTITY a "' + b"a" * 999 + b'">]><svg>' + b"&a;" * 99_999 + b"</svg>",
        b'<?xml version="1.0" encoding="cp037"?><svg/>',
        b"<svg/>" + b" " * svg.MAX_SVG,
    ],
)
def test_what_is_past_a_bound_is_refused(data: bytes) -> None:
    with pytest.raises(svg.Refused):
        svg.clean(data)


@given(st.text("<>/=\"' svgonloadhrefxlink:javascript(#)&;!?-[]", max_size=80))
def test_cleaning_is_done_once(inside: str) -> None:
    try:
        first, _ = svg.clean(f"<svg {NS}>{inside}</svg>".encode())
    except svg.Refused:
        return
    assert svg.clean(first) == (first, ())
