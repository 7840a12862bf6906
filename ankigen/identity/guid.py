"""Guids: ten lower-case letters and digits that follow from namespace, question and occurrence."""

from hashlib import sha256

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LENGTH = 10


def question_guid(namespace: str, question: str, occurrence: int = 1, kind: str = "basic") -> str:
    """The guid of a new card. `question` is the normal form; `occurrence` counts from 1.

    The kind is part of it, since Anki refuses to turn a basic note into a cloze note.
    """
    return _hashed("question", namespace, kind, question, str(occurrence))


def id_guid(namespace: str, id: str, kind: str = "basic") -> str:
    """The guid of an explicit id. Hashed with the namespace, so that a stranger's notes with the
    same id cannot take over another deck's cards.
    """
    return _hashed("id", namespace, kind, id)


def _hashed(*parts: str) -> str:
    data = "".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")
    number = int.from_bytes(sha256(data).digest()[:16], "big")
    out = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        out.append(_DIGITS[digit])
    return "".join(out)
