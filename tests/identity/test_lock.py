"""The lock's file: what goes in comes out, and what is damaged is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.diagnostics import Stop
from ankigen.identity import lock as lockfile
from ankigen.identity.records import Cloze, Entry, Lock, TypeEntry

WORD = st.text("abc日=,;|-\\\t\n\r \u2028\x0b", max_size=8)
NAME = st.text("abcdef0123456789", min_size=10, max_size=10)
DIGEST = st.text("AZaz09-_", min_size=8, max_size=8)
TOPIC = st.text("ab:日-", min_size=1, max_size=8)
MOD = st.integers(0, 1 << 33)
CLOZES = st.lists(
    st.builds(Cloze, st.integers(1, 99), st.text("ab日=-\\\t\n", max_size=5), st.booleans())
)
ENTRY = st.builds(
    Entry,
    guid=NAME,
    kind=st.sampled_from(["basic", "cloze"]),
    file=WORD,
    question=WORD,
    question_digest=DIGEST,
    answer_digest=DIGEST,
    sketch=st.text("AZ_", max_size=3).map(lambda text: text * 3),
    fields_digest=DIGEST,
    tags_digest=DIGEST,
    deck_digest=DIGEST,
    mod=MOD,
    topics=st.lists(TOPIC, max_size=3).map(tuple),
    id_digest=st.one_of(st.just(""), DIGEST),
    clozes=CLOZES.map(tuple),
    removed=st.booleans(),
)
LOCK = st.builds(
    Lock,
    namespace=WORD,
    entries=st.lists(ENTRY, max_size=5, unique_by=lambda one: one.guid).map(
        lambda entries: tuple(lockfile.in_order(entries))
    ),
    types=st.lists(
        st.builds(TypeEntry, st.integers(1, 1 << 40), WORD, DIGEST, MOD),
        max_size=2,
        unique_by=lambda one: one.id,
    ).map(lambda types: tuple(sorted(types, key=lambda one: one.id))),
    decks=st.sets(WORD).map(lambda decks: tuple(sorted(decks))),
    built=MOD,
)


@given(LOCK)
def test_what_is_written_is_read(lock: Lock) -> None:
    assert lockfile.parse(lockfile.dump(lock)) == lock


@given(LOCK, st.data())
def test_a_cut_lock_is_refused(lock: Lock, data: st.DataObject) -> None:
    text = lockfile.dump(lock)
    cut = data.draw(st.integers(0, len(text) - 2))
    with pytest.raises(Stop) as stop:
        lockfile.parse(text[:cut])
    assert "git checkout" in stop.value.help


def test_a_newer_lock_is_refused() -> None:
    text = lockfile.dump(Lock("notes")).replace("\t1\t", "\t2\t", 1).replace("built", "novelty")
    with pytest.raises(Stop, match="version 2") as stop:
        lockfile.parse(text)
    assert "update ankigen" in stop.value.help


def test_no_lock_and_no_text(tmp_path) -> None:
    assert lockfile.load(tmp_path) is None
    (tmp_path / "ankigen.lock").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Stop, match="cannot be read"):
        lockfile.load(tmp_path)


def test_it_is_written_only_when_something_changed(tmp_path) -> None:
    lock = Lock("notes", decks=("Notes",), built=1)
    assert lockfile.save(tmp_path, lock)
    later = Lock("notes", decks=("Notes",), built=2)
    assert not lockfile.save(tmp_path, later, lockfile.load(tmp_path))
    assert lockfile.load(tmp_path) == lock
    other = Lock("notes", decks=("Other",), built=3)
    assert lockfile.save(tmp_path, other, lockfile.load(tmp_path))
    assert lockfile.load(tmp_path) == other
    assert [path.name for path in tmp_path.iterdir()] == ["ankigen.lock"]


HEAD = "ankigen.lock\t1\tnotes\n"
CARD = "a.md\tWhy?\tguid000001\tbasic\t5\tq.a.f.t.d\tAAA"


@pytest.mark.parametrize(
    "text",
    [
        f"{CARD}\nend\n",
        "ankigen.lock\tone\tnotes\nend\n",
        f"{HEAD}a.md\tWhy?\nend\n",
        f"{HEAD}{CARD.replace('basic', 'odd')}\nend\n",
        f"{HEAD}{CARD.replace('q.a.f.t.d', 'q.a')}\nend\n",
        f"{HEAD}{CARD.replace('AAA', 'AA')}\nend\n",
        f"{HEAD}{CARD}\t\t\tParis\nend\n",
        f"{HEAD}built\tnever\nend\n",
    ],
)
def test_what_is_no_lock_is_refused(text: str) -> None:
    with pytest.raises(Stop) as stop:
        lockfile.parse(text)
    assert "git checkout" in stop.value.help


def test_two_lines_of_one_note_type_are_merged() -> None:
    lines = "type\t7\tone\t5\tankigen\ntype\t7\tone\t6\tankigen\n"
    (kind,) = lockfile.parse(f"{HEAD}{lines}end\n").types
    assert (kind.digest, kind.mod) == ("one", 6)
    (kind,) = lockfile.parse(f"{HEAD}{lines.replace('one', 'two', 1)}end\n").types
    assert (kind.digest, kind.mod) == ("", 6)  # known to neither side: dated anew


def test_a_lock_that_cannot_be_written(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Lock("notes")
    lockfile.save(tmp_path, old)
    before = (tmp_path / "ankigen.lock").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Stop, match="No space left"):
        lockfile.save(tmp_path, Lock("notes", decks=("more",)), old)
    assert [file.name for file in tmp_path.iterdir()] == ["ankigen.lock"]
    assert (tmp_path / "ankigen.lock").read_bytes() == before
