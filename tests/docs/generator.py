"""The script docs/generate.py, as a module."""

import importlib.util
import sys
from pathlib import Path

_FILE = Path(__file__).parent.parent.parent / "docs" / "generate.py"
_SPEC = importlib.util.spec_from_file_location("docs_generate", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
generate = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = generate
_SPEC.loader.exec_module(generate)
