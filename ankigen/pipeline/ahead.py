"""What the stages after the split take, loaded while the first worker loads what the split takes.

Nothing that follows depends on it but the time.
"""

from ankigen.settings import Settings

_SOME = 1000
"""Characters of notes that show in which languages they are."""


def load(text: str, settings: Settings) -> None:
    """Import and compile what notes with such a text take. Nothing is read, and nothing changed."""
    from ankigen.apkg import write
    from ankigen.pipeline.subjects import prepare
    from ankigen.tagging.sources import Place, tags_of

    prepare(text[:_SOME])
    tags_of(Place("naïve notes/1. Python.md", front=("a b",)), settings.tags)
    write.prepare()
