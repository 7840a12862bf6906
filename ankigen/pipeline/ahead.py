"""What the stages after the split take, loaded while the first worker loads what the split takes.

Nothing that follows depends on it but the time.
"""

from ankigen.settings import Settings


def load(settings: Settings) -> None:
    """Import and compile it. Nothing is read of the project, and nothing is changed."""
    from ankigen.apkg import write
    from ankigen.pipeline import about  # noqa: F401
    from ankigen.pipeline.subjects import prepare
    from ankigen.tagging.sources import Place, tags_of

    prepare()
    tags_of(Place("naïve notes/1. Python.md", front=("a b",)), settings.tags)
    write.prepare()
