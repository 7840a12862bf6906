"""What is taken of how a card looks, kept by its fields: for those that are filled anew each time.

A card that names a picture is not kept as a whole, since the picture may change. But the normal
form of its question, its length and its subjects follow from its HTML alone.
"""

from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from ankigen.identity.date import fields_digest
from ankigen.lint.cards import too_long
from ankigen.pipeline.fields import Draft, Subjects
from ankigen.render import cache
from ankigen.text import normal


class Look(msgspec.Struct, array_like=True, frozen=True):
    """Of one card; see `Draft`."""

    asked: str
    long: int
    subjects: Subjects


Looks = dict[str, Look]
"""By the digest of a card's fields."""


def key(root: str, shape: bytes) -> bytes:
    """The name in the cache of a project's looks; `shape` tells what shapes them."""
    return blake2b(b"looks" + root.encode("utf-8", "replace"), digest_size=16, key=shape).digest()


def read(name: bytes) -> Looks:
    """Those of the last build."""
    data = cache.read_bytes([name]).get(name)
    with suppress(msgspec.MsgspecError):
        return msgspec.msgpack.decode(data or b"", type=Looks)
    return {}


def write(name: bytes, fresh: Mapping[str, Look]) -> None:
    """Keep those of this build."""
    cache.write_bytes({name: msgspec.msgpack.encode(fresh)})


def seen(made: Draft, known: Mapping[str, Look]) -> tuple[Draft, Look]:
    """The draft with what is taken of it, and that alone."""
    digest = fields_digest(made.fields)
    look = known.get(digest) or _look(made)
    return replace(
        made, digest=digest, asked=look.asked, long=look.long, subjects=look.subjects
    ), look


def _look(made: Draft) -> Look:
    from ankigen.pipeline.subjects import spoken

    front, back, *_ = made.fields
    return Look(normal(made.shown_question), too_long(back), spoken(front, back))
