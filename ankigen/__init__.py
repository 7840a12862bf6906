"""Markdown question-and-answer notes in, an Anki package out.

`ankigen.cli` is the program; `ankigen.pipeline` compiles a project to records for scripts.
"""

__version__ = "0.1.0"
