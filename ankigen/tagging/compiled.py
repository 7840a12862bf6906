"""The vocabulary as people write it, `ankigen/topics/*.toml`, made ready to be read fast.

A file is a subject (`python`), a table in it a topic (`python::garbage-collection`), a table in a
table a finer one. `topics/README.md` explains the keys to those who write the files. A file in
`topics/translations` is a dictionary: what a term is called in one more language.

The text that is made has four blocks (a digest of the files; the subjects with their marks and the
subjects near to them; the topics; pieces of code with the numbers of their topics) parted by `--`,
a blank line, and then a line for each first word of a term: the rest of the term, folded, `|`, and
for each entry the number of its kind and that of its topic.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Literal, NamedTuple, get_args

from ankigen.tagging.words import words

Kind = Literal["terms", "question", "within", "brief", "not", "names", "title", "skip"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SUBJECT_KEYS = {
    *("subject", "en", "zh", "also", "broad", "language", "problems"),
    *("skip", "names", "title", "code"),
}
TOPIC_KEYS = {"en", "zh", "terms", "question", "within", "brief", "code", "not"}


class Topic(NamedTuple):
    """A topic: its tag in English and in Chinese, and the subject whose file it is in."""

    tag: str
    tag_zh: str
    label: str
    label_zh: str
    subject: str


Term = tuple[int, Kind, str]
"""The number of a topic, and one of its terms as it is written."""


def digest(found: Iterable[bytes]) -> str:
    """What tells two states of the files apart, whatever their line ends."""
    return blake2b(
        b"\0".join((b"form 3", *found)).replace(b"\r\n", b"\n"), digest_size=16
    ).hexdigest()


def text(files: Sequence[bytes], translations: Sequence[bytes] = ()) -> str:
    """The vocabulary of TOML files, to be read. Raises ValueError for a file that is wrong."""
    import tomllib

    subjects: list[str] = []
    topics: list[Topic] = []
    terms: list[Term] = []
    code: list[str] = []
    for content in files:
        data = tomllib.loads(content.decode())
        marks = "".join(key[0] for key in ("broad", "language", "problems") if data.get(key))
        subjects.append("\t".join((data["subject"], marks, " ".join(data.get("also", ())))))
        for topic, table in _topics(data, data["subject"]):
            number = len(topics)
            topics.append(topic)
            terms += ((number, kind, term) for kind in KINDS for term in table.get(kind, ()))
            code += (f"{number}\t{piece}" for piece in table.get("code", ()))
    tags = [topic.tag for topic in topics]
    if twice := {tag for tag in tags if tags.count(tag) > 1}:
        raise ValueError(f"two tables for {', '.join(sorted(twice))}")
    terms += _translated(terms, map(tomllib.loads, map(bytes.decode, translations)))
    head = map(
        "\n".join, ([digest((*files, *translations))], subjects, map("\t".join, topics), code)
    )
    return "\n--\n".join(head) + "\n\n" + "\n".join(_lines(terms)) + "\n"


def _translated(
    terms: Iterable[Term], dictionaries: Iterable[Mapping[str, Sequence[str]]]
) -> list[Term]:
    """What the dictionaries call the terms; each says what its term says."""
    known: dict[tuple[str, ...], list[tuple[int, Kind]]] = {}
    for number, kind, term in terms:
        known.setdefault(tuple(words(term)), []).append((number, kind))
    out: list[Term] = []
    for dictionary in dictionaries:
        for term, others in dictionary.items():
            said = known.get(tuple(words(term)))
            if said is None:
                raise ValueError(f"no topic has the term {term!r}")
            out += ((number, kind, other) for other in others for number, kind in said)
    return out


def _lines(terms: list[Term]) -> Iterator[str]:
    """The terms by their first words."""
    heads: dict[str, dict[str, list[str]]] = {}
    for number, kind, term in terms:
        folded = words(term)
        if not folded:
            raise ValueError(f"a term without a word: {term!r}")
        entry = f"{KINDS.index(kind)}{number}"
        for form in (folded, *_with_article(folded)):
            head, rest = form[0], " ".join(form[1:])
            entries = heads.setdefault(head, {}).setdefault(rest, [])
            if entry not in entries:
                entries.append(entry)
    for head in sorted(heads):
        yield "\t".join([head, *(f"{r}|{','.join(e)}" for r, e in sorted(heads[head].items()))])


def _with_article(term: list[str]) -> Iterator[list[str]]:
    """Two things as a question asks for them: `a stack and a queue`."""
    if "and" not in term[1:-1] or not term[0].isascii():
        return
    after = term.index("and", 1) + 1
    if after < len(term) and term[after] not in ("a", "an", "the"):
        article = "an" if term[after][0] in "aeiou" else "a"
        yield [*term[:after], article, *term[after:]]


def _topics(data: dict[str, Any], subject: str) -> Iterator[tuple[Topic, dict[str, Any]]]:
    """The topics of a file with their tables, the subject itself first."""
    label = data.get("en", _label(subject.rpartition("::")[2]))
    zh = data["zh"]
    tag_zh = "::".join(_part(part) for part in zh.split("::"))
    kept = ("names", "title", "skip", "code")
    own: dict[str, Any] = {key: data[key] for key in kept if key in data}
    yield Topic(subject, tag_zh, label, zh.rpartition("::")[2], subject), own
    stack = [(subject, zh, data, SUBJECT_KEYS)]
    while stack:
        above, above_zh, table, keys = stack.pop()
        for name, inner in table.items():
            if name in keys:
                continue
            if not isinstance(inner, dict):
                raise ValueError(f"{above}: unknown key {name!r}")
            topic = Topic(
                f"{above}::{name}",
                f"{above_zh}::{_part(inner['zh'])}",
                inner.get("en", _label(name)),
                inner["zh"],
                subject,
            )
            yield topic, {key: value for key, value in inner.items() if key in TOPIC_KEYS}
            stack.append((topic.tag, topic.tag_zh, inner, TOPIC_KEYS))


def _label(name: str) -> str:
    return name.replace("-", " ")


def _part(label: str) -> str:
    return label.replace(" ", "-")
