"""What a weak model does to answers: the eval cases with a scripted one in place of a server, and the time around it.

``python benchmarks/weak_model.py [--delay SECONDS] [--] ARGUMENTS OF evals run`` runs the cases with a model that cites
the right sentence half the time and writes wrong prose about it: another figure, a word too many, half a sentence,
another order. Every reply takes ``--delay`` seconds, as a real one would. Compare with ``evals run`` alone. At the end
it prints the median of all that isn't the model's own time, from ``timings_ms``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import statistics
import sys
import zlib
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import httpx2

from agent.model.chat import ChatModel
from agent.opening import open_corpus, open_documents
from agent.settings import Settings
from evals.cli import main as evals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.checker import FactChecker
    from agent.document import Document

WORD = re.compile(r"\w{4,}")


def wrong(sentence: str, dice: random.Random) -> str:
    """Prose about a sentence that goes wrong in one of a weak model's ways."""
    words = sentence.split()
    ways = [
        re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), sentence),
        " ".join(words[: max(3, len(words) // 2)]),
        f"Based on the provided context, {sentence[:1].lower()}{sentence[1:]} This is important.",
        "The answer is given in the document above and it is very clear.",
        " ".join(reversed(words)),
        sentence,
    ]
    return dice.choice(ways)


class Weak:
    """The scripted server; ``delay`` is how long each reply takes, in seconds."""

    def __init__(self, delay: float) -> None:
        self._delay = delay

    async def __call__(self, request: httpx2.Request) -> httpx2.Response:
        """One exchange, the same for the same request."""
        await asyncio.sleep(self._delay)
        data = json.loads(request.content)["messages"][1]["content"]
        dice = random.Random(zlib.crc32(data.encode()))
        lines = [json.loads(line) for line in data.splitlines() if line.startswith('{"number"')]
        asked = set(WORD.findall(data.rpartition("Question: ")[2].rpartition("Claim: ")[2].lower()))
        shown = [one for one in lines if "sentence" in one]
        shown.sort(key=lambda one: -len(asked & set(WORD.findall(one["sentence"].lower()))))
        statements = []
        for _ in range(min(2, len(shown))):
            cited = shown[0] if dice.random() < 0.5 else dice.choice(shown)
            text = wrong(cited["sentence"], dice)
            statements.append({"number": 1, "sentences": [cited["number"]], "text": text})
        stances = [
            {
                "sentence": one["number"],
                "reason": "",
                "stance": dice.choice(["supports", "refutes", "silent"]),
            }
            for one in shown
        ]
        reply = {
            "answerable": True,
            "nearest": [1],
            "statements": statements,
            "stances": stances,
            "parts": [],
        }
        message = {"role": "assistant", "content": json.dumps(reply, ensure_ascii=False)}
        usage = {
            "prompt_tokens": len(data) // 4,
            "completion_tokens": 100,
            "total_tokens": 100 + len(data) // 4,
        }
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        body = {"id": "1", "object": "chat.completion", "created": 1, "model": "weak", "usage": usage}
        return httpx2.Response(200, json={**body, "choices": [choice]})


class WeakSystems:
    """The product with the weak model."""

    engine = "llm, scripted weak model"

    def __init__(self, delay: float) -> None:
        settings = Settings(model="weak", openai_base_url="http://127.0.0.1:9/v1", cache=Path(mkdtemp()))
        self._model = ChatModel(settings, transport=httpx2.MockTransport(Weak(delay)))

    def corpus(self, path: Path) -> FactChecker:
        """Over a corpus."""
        return open_corpus(path, engine="llm", model=self._model)

    def documents(self, documents: Sequence[Document]) -> FactChecker:
        """Over documents in memory."""
        return open_documents(documents, engine="llm", model=self._model)


def main() -> None:
    """Run the cases and print the overhead."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--delay", type=float, default=1.0)
    options, rest = parser.parse_known_args()
    result = Path(mkdtemp()) / "result.json"
    try:
        evals(["run", *rest, "-o", str(result)], systems=WeakSystems(options.delay))
    except SystemExit as ended:
        if not result.exists():
            sys.exit(ended.code)
    report: dict[str, Any] = json.loads(result.read_text("utf-8"))
    timings = [row["output"]["timings_ms"] for row in report["cases"] if row.get("output")]
    around = [one["total"] - one["model"] for one in timings]
    print(f"around the model: median {statistics.median(around):.0f} ms, n = {len(around)}")


if __name__ == "__main__":
    main()
