"""Markdown to blocks with their places in the text: the first phase of the GFM specification.

The one place that knows fences, quotes, lists, tables and HTML blocks (GFM 0.29 appendix A,
"Phase 1: block structure"). Readers and the renderer both stand on it; inline markup is not seen
here.
"""

from ankigen.blocks.block import Block, Kind
from ankigen.blocks.leaves import cells, label
from ankigen.blocks.parser import parse
from ankigen.blocks.state import NESTING

__all__ = ["NESTING", "Block", "Kind", "cells", "label", "parse"]
