"""The published schemas describe what is read and written."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from evals.schema import schemas, write_schemas
from tests.evals.invented import STILL, answer, cite, tonnes_case, verdict

SCHEMAS = schemas()
PUBLISHED = Path(__file__).parents[2] / "docs" / "schemas"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_valid_and_published(tmp_path: Path, name: str) -> None:
    """What ``docs/schemas`` holds is what the code says today."""
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    write_schemas(tmp_path)
    file = f"{name}.schema.json"
    assert json.loads((tmp_path / file).read_text()) == SCHEMAS[name]
    assert (PUBLISHED / file).read_text() == (tmp_path / file).read_text()


def test_outputs_fit_their_schemas() -> None:
    """Answers and verdicts as they are printed."""
    jsonschema.validate(answer("So.", cite(STILL)).model_dump(mode="json"), SCHEMAS["answer"])
    jsonschema.validate(verdict("refuted").model_dump(mode="json"), SCHEMAS["verdict"])


def test_cases_fit_their_schema() -> None:
    """A case that loads is valid, one with an unknown key is not."""
    case = tonnes_case(id="a")
    jsonschema.validate({"suite": "s", "cases": [case]}, SCHEMAS["cases"])
    jsonschema.validate(case, SCHEMAS["cases-line"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(case | {"note": 1}, SCHEMAS["cases-line"])
