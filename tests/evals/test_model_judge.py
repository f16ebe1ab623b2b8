"""A model as the advisory judge: the real adapter over a scripted server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from agent.errors import ModelError
from evals.cli.options import named_judge
from evals.model_judge import ModelJudge
from tests.model.scripted import Asked, scripted

if TYPE_CHECKING:
    from pathlib import Path

ASKED = ("How much did the harbour handle?", "12,500 tonnes", "The harbour handled 12,500 tonnes. [1]")


@pytest.mark.parametrize("says", [True, False])
def test_the_judge_says_what_the_model_says(tmp_path: Path, says: bool) -> None:
    """Question, fact and answer reach the model as data; its word is taken over."""
    model, script = scripted(lambda _: {"reason": "it gives the figure", "states": says}, tmp_path)
    judge = ModelJudge(model)
    assert judge.states(*ASKED) is says
    assert all(words in script.asked[0].data for words in ASKED)
    assert judge.name == "scripted at http://127.0.0.1:9/v1"


@pytest.mark.parametrize("reply", ["", "certainly!"])
def test_a_reply_that_is_none_is_no_opinion(tmp_path: Path, reply: Any) -> None:
    """Junk is an error, which the harness counts, never a yes."""

    def answer(_: Asked) -> Any:
        return reply

    model, _ = scripted(answer, tmp_path)
    with pytest.raises(ModelError):
        ModelJudge(model).states(*ASKED)


def test_no_judge_is_asked_unless_one_is_named() -> None:
    """Without --judge nothing leaves the machine."""
    assert named_judge(None) is None
