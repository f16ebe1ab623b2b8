"""The result as JSON, ``seedcheck.evals/1``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agent.report.neutral import in_json

if TYPE_CHECKING:
    from evals.result import EvalResult


def render(result: EvalResult) -> str:
    """The whole result, UTF-8 text that ends with a newline."""
    return in_json(json.dumps(result.model_dump(mode="json"), indent=2, ensure_ascii=False)) + "\n"
