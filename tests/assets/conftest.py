from pathlib import Path

import pytest

from tests.assets import pictures


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "notes" / "img").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(pictures.png(3, 3))
    return root
