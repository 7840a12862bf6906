"""`ankigen clean`: throw away what is kept for speed."""

from ankigen.cli.options import output


def command() -> int:
    """Throw away what is kept for speed.

    It lies in your own cache folder, and the next build makes it again. Decks, locks and notes are
    not touched.
    """
    from ankigen import places
    from ankigen.report.summary import size

    freed = places.clear()
    if output.verbose:
        output.err.write(str(places.cache()))
    if not output.quiet:
        output.out.write(f"Threw away {size(freed)} of what a build can make again.")
    return 0
