"""From files to what a package holds: the whole order is in `ankigen.pipeline.order`.

It is loaded by who asks for it, since a worker takes no more than the reading of a segment.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ankigen.pipeline.options import Options
    from ankigen.pipeline.order import Compilation, compile, write, write_packages

__all__ = ["Compilation", "Options", "compile", "write", "write_packages"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from ankigen.pipeline import order

    return getattr(order, name)
