"""Bytes to text: the encodings in which notes are really kept, and the dirt that is in them."""

import codecs

from ankigen.patterns import pattern

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = (
    "gb18030", "big5", "big5hkscs", "cp932", "euc_jp", "cp949",
    "cp1251", "koi8_r", "cp1252", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256",
)  # fmt: skip
_SAMPLE = 1 << 16
_UNSEEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BINARY = 0.05
"""A text with more control characters than this is none."""
_BROKEN = 0.02
"""UTF-8 with fewer wrong bytes than this is damaged UTF-8, not another encoding."""
ZERO_WIDTH = "\u200b"


def decode(data: bytes) -> tuple[str, str] | None:
    """The text, and the encoding it was in as Python names it; None when it is not text.

    UTF-8, and UTF-16 or UTF-32 by their mark or their zeros, come first; what is none of them is
    told apart by its letters. Line ends stay as they are.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, "replace"), encoding)
    wide = _wide(data[:_SAMPLE])
    if wide:
        return _checked(data.decode(wide, "replace"), wide)
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= _BROKEN * sum(char > "\x7f" for char in damaged):
        return _checked(damaged, "utf-8")
    return _checked(*_by_letters(data))


def clean(text: str) -> str:
    """The text with what no one can see or type made invisible, one character for one.

    Control characters but tab and line ends, lone surrogates and the two non-characters become
    zero-width spaces, so that every offset stays what it was.
    """
    return _UNSEEN.sub(ZERO_WIDTH, text)


def _checked(text: str, encoding: str) -> tuple[str, str] | None:
    sample = text[:_SAMPLE]
    strange = len(_UNSEEN.findall(sample)) + sample.count("\ufffd")
    if strange > _BINARY * len(sample) and strange > 2:
        return None
    return text, encoding


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: the zeros of its ASCII letters all stand on one side."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 2 or min(even, odd) * 3 > max(even, odd):
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
    return encoding if "\n" in text or " " in text else None


def _by_letters(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_OLD)).best()
    encoding = best.encoding if best is not None else "gb18030"
    if encoding.startswith("big5") and _decodes(data, "gb2312"):
        encoding = "gb18030"  # every other character of Big5 is outside GB 2312, so this is no luck
    return data.decode(encoding, "replace"), encoding


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
