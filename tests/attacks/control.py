"""Cards that went around the sanitiser: what must run, so that the tests can fail."""

from pathlib import Path

from ankigen.apkg.write import write
from ankigen.model import Deck, Note, Source, Span
from ankigen.notetype import note_types

NUMBER = 999_000


def fields(listener: str) -> dict[str, str]:
    """A field for each way that the tests watch: at once, at a touch, by a formula, by a load."""
    run = f"top.pwn({NUMBER})"
    return {
        "picture": f'<img src="none" onerror="{run}">',
        "script": f"<script>{run}</script>",
        "touch": f'<b onclick="{run}">x</b>',
        "link": f'<a href="javascript:{run}">x</a>',
        "style": f'<p style="background:url({listener}/{NUMBER}/style)">x</p>',
        "formula": rf"\(\href{{javascript:{run}}}{{x}}\)",
        "token": rf'\(\mmlToken{{mi}}[href="javascript:{run}"]{{x}}\)',
        "font": rf"\(\unicode[x;background:url({listener}/{NUMBER}/font)]{{65}}\)",
        "frame": rf"\(\fcolorbox{{red;background:url({listener}/{NUMBER}/frame)}}{{red}}{{x}}\)",
        "box": rf"\(\bbox[background:url({listener}/{NUMBER}/box)]{{x}}\)",
    }


def notes(listener: str) -> tuple[Note, ...]:
    kind = note_types("control")[0]
    place = Span(Source("control.md", "x"), 0, 1)
    return tuple(
        Note(
            guid=f"control-{name}",
            note_type=kind,
            deck="Control",
            fields=(f"What is {name}?", field, *[""] * (len(kind.fields) - 2)),
            tags=(),
            modified=1_700_000_000,
            due=due,
            span=place,
        )
        for due, (name, field) in enumerate(fields(listener).items(), 1)
    )


def package(folder: Path, listener: str) -> Path:
    file = folder / "control.apkg"
    write(file, (Deck("Control", notes(listener)),), (), 1_700_000_000)
    return file
