"""The two note types: a basic one with a reverse card, and its cloze sibling.

Fields and templates are frozen. Anki takes a note type whose fields or templates differ for
another one, and every note that a collection already has would conflict. So nothing is added,
renamed or moved here; the spare fields are there for what comes later. Templates and styling are
the files beside this one, and README.md there lists the markup that fields may hold.
"""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256

from ankigen.model import Field, NoteType, Template
from ankigen.notetype.files import APPENDED, FIELDS, FILES, own

__all__ = ["APPENDED", "FIELDS", "FILES", "note_types"]


def note_types(namespace: str, style: Mapping[str, str] | None = None) -> tuple[NoteType, NoteType]:
    """The basic and the cloze note type of the project with this namespace.

    Names and ids follow from the namespace alone, so that no project restyles another's cards.
    `style` maps file names (of `FILES`, or `APPENDED`) to their text; other names are a KeyError.
    """
    style = style or {}
    unknown = sorted(set(style) - {*FILES, APPENDED})
    if unknown:
        raise KeyError(unknown[0])
    texts = {name: style.get(name) or own(name) for name in FILES}
    if addition := style.get(APPENDED, "").strip():
        texts["style.css"] += "\n" + addition + "\n"
    label = _label(namespace)
    basic = NoteType(
        id=_identifier(namespace, "basic"),
        name=f"ankigen {label}",
        fields=_fields(namespace, "basic"),
        templates=(
            _template(namespace, "basic", "Card", "basic", texts),
            _template(namespace, "basic", "Reverse", "reverse", texts),
        ),
        css=texts["style.css"],
    )
    cloze = NoteType(
        id=_identifier(namespace, "cloze"),
        name=f"ankigen {label} cloze",
        fields=_fields(namespace, "cloze"),
        templates=(_template(namespace, "cloze", "Cloze", "cloze", texts),),
        css=texts["style.css"],
        cloze=True,
    )
    return basic, cloze


def _fields(namespace: str, kind: str) -> tuple[Field, ...]:
    return tuple(Field(name, _identifier(namespace, kind, "field", name)) for name in FIELDS)


def _template(
    namespace: str, kind: str, name: str, file: str, texts: Mapping[str, str]
) -> Template:
    return Template(
        name=name,
        id=_identifier(namespace, kind, "template", name),
        front=texts[f"{file}.front.html"].strip(),
        back=texts[f"{file}.back.html"].strip(),
    )


def _identifier(*parts: str) -> int:
    """A stable id in the range that genanki recommends: 2^30 up to 2^31."""
    digest = sha256("\0".join(("ankigen", *parts)).encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:8], "big") % (1 << 30)


def _label(namespace: str) -> str:
    """The namespace as Anki can show and search it: one short line, no quotes or colons."""
    text = unicodedata.normalize("NFC", namespace)
    text = re.sub(r'[\x00-\x1f\x7f"\\:*]+', " ", text)
    return " ".join(text.split())[:60].strip() or "notes"
