"""What is generated from the code is what the code says now."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from ankigen.settings import Settings
from tests.docs.generator import generate

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("name", generate.FILES)
def test_the_file_is_not_stale(name: str) -> None:
    written = (ROOT / name).read_text(encoding="utf-8")
    assert written == generate.FILES[name](), "run: python3 dev.py docs"


def test_every_setting_is_explained() -> None:
    for section in generate.sections():
        for setting in section.settings:
            assert len(setting.about) > 10, setting.name
            assert setting.shown, f"{setting.name} needs an example in docs/generate.py"


def starting() -> str:
    return generate.starting_toml()


def uncommented() -> dict[str, Any]:
    return tomllib.loads(re.sub(r"^#(?=[\[a-z])", "", starting(), flags=re.MULTILINE))


def test_the_starting_configuration_sets_nothing() -> None:
    assert tomllib.loads(starting()) == {}


def test_the_starting_configuration_is_right_without_its_comments() -> None:
    table = uncommented()
    settings = msgspec.convert(table, Settings)
    assert isinstance(settings, Settings)
    names = {setting.name for section in generate.sections() for setting in section.settings}
    flat = {
        f"{key}.{inner}" if inner else key
        for key, value in table.items()
        for inner in (value if isinstance(value, dict) else [""])
    }
    assert flat == names


def test_the_schema_takes_and_refuses_what_the_program_does() -> None:
    schema = json.loads(generate.schema())
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(uncommented(), schema)
    own = tomllib.loads((ROOT / "ankigen.toml").read_text(encoding="utf-8"))
    jsonschema.validate(own, schema)
    for wrong in ({"dek": "x"}, {"deck": 1}, {"tags": {"prefx": ""}}, {"decks": "two"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)
