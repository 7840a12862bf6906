"""The deck as a person will study it, as one page in a browser.

`data` makes the cards from a compilation (`template`, `cloze` and `maths` as Anki would show
them), `page` fills the page, `save` writes it, `server` serves it while notes are written.
"""
