"""Own overhead per case of three harnesses over a system that costs nothing, side by side in one run.

``python benchmarks/eval_harnesses.py``; the others are installed into an environment of their own, for they are no part
of this project:

    python -m venv /tmp/harnesses
    /tmp/harnesses/bin/pip install -e . pydantic-evals inspect-ai
    /tmp/harnesses/bin/python benchmarks/eval_harnesses.py

A case is a question with one expected fact and one gold span; the system is a dictionary. Each harness asks, scores
that the fact is in the answer, and sums up; ours also proves the quote, climbs the citation ladder and bootstraps the
intervals of all its metrics. CPU time of everything after the imports, median of five runs: on a busy machine wall time
measures the others.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import statistics
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CASES, RUNS = 200, 5
TEXT = "In May, the harbour handled 12,500 tonnes. The crane stood still for a week."
QUOTE = "In May, the harbour handled 12,500 tonnes."
ANSWER = "The harbour handled 12,500 tonnes in May [1]."


class Constant:
    """A system that answers every question alike."""

    engine = "constant"

    def __init__(self) -> None:
        from agent.result import Answer, Citation, Provenance, Statement

        cited = Citation(
            id=1,
            source="port.txt",
            quote=QUOTE,
            start=0,
            end=len(QUOTE),
            sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
            language="en",
        )
        self._answer = Answer(
            question="?",
            language="en",
            abstained=False,
            answer=ANSWER,
            statements=[Statement(text="The harbour handled 12,500 tonnes in May.", citations=[1])],
            citations=[cited],
            engine=self.engine,
            provenance=Provenance(corpus="-", embedder="-"),
        )

    def corpus(self, path: Path) -> Constant:
        """Itself: there is nothing to open."""
        return self

    def documents(self, documents: Sequence[object]) -> Constant:
        """Itself."""
        return self

    def ask(self, question: str, *, language: str | None = None) -> Any:
        """The one answer."""
        return self._answer

    check = ask

    def search(self, text: str, *, language: str | None = None, limit: int = 10) -> Any:
        """One passage."""
        return SimpleNamespace(passages=(SimpleNamespace(source=SimpleNamespace(source="port.txt")),))

    def close(self) -> None:
        """Nothing was opened."""


def ours(folder: Path) -> Callable[[], None]:
    """This project's harness, from the loaded case file to the written result."""
    import json

    from evals.load import load_suites
    from evals.render import write
    from evals.result import Settings
    from evals.run import Plan, run, select
    from evals.summary import summarise

    (folder / "corpus").mkdir()
    (folder / "corpus" / "port.txt").write_text(TEXT)
    expect = {
        "facts": [{"fact": "12,500 tonnes", "number": {"value": 12500, "unit": "tonnes"}}],
        "evidence": [{"source": "port.txt", "quote": QUOTE}],
    }
    lines: list[dict[str, Any]] = [{"suite": "overhead", "corpus": "corpus"}]
    lines += [
        {"id": f"case-{n}", "question": f"How much, {n}?", "lang": "en", "expect": expect}
        for n in range(CASES)
    ]
    cases = folder / "cases.jsonl"
    cases.write_text("\n".join(json.dumps(line) for line in lines))
    settings = Settings(engine="constant", stage="all", repeat=1, seed=0)

    def once() -> None:
        suites = load_suites([cases])
        result = summarise(run(Plan(select(suites, [])), Constant()), suites, [], settings)
        assert result.metrics["pass_rate"].value == 1
        write(result, folder / "result.json")

    return once


def pydantic_evals(_: Path) -> Callable[[], None]:
    """pydantic-evals with one evaluator."""
    from pydantic_evals import Case, Dataset
    from pydantic_evals.evaluators import Contains

    cases = [Case(name=f"case-{n}", inputs=f"How much, {n}?") for n in range(CASES)]
    dataset = Dataset(name="overhead", cases=cases, evaluators=[Contains(value="12,500 tonnes")])

    async def answer(question: str) -> str:
        return ANSWER

    def once() -> None:
        report = asyncio.run(dataset.evaluate(answer, progress=False))
        assert len(report.cases) == CASES

    return once


def inspect_ai(folder: Path) -> Callable[[], None]:
    """inspect_ai with a solver that answers by itself, so that no model is asked, and one scorer."""
    from inspect_ai import Task
    from inspect_ai import eval as evaluate
    from inspect_ai.dataset import Sample
    from inspect_ai.scorer import includes
    from inspect_ai.solver import solver

    @solver
    def constant() -> Any:
        async def solve(state: Any, generate: Any) -> Any:
            state.output.completion = ANSWER
            return state

        return solve

    samples = [Sample(id=n, input=f"How much, {n}?", target="12,500 tonnes") for n in range(CASES)]
    task = Task(dataset=samples, solver=constant(), scorer=includes())

    def once() -> None:
        (log,) = evaluate(task, model="mockllm/model", display="none", log_dir=str(folder / "logs"))
        assert log.status == "success"

    return once


def main() -> None:
    """Print a row for each harness that is installed."""
    os.environ.setdefault("INSPECT_DISPLAY", "none")
    print(f"| harness | CPU ms per case ({CASES} cases, median of {RUNS} runs) |\n| --- | --- |")
    for name, prepare in (
        ("seedcheck evals", ours),
        ("pydantic-evals", pydantic_evals),
        ("inspect_ai", inspect_ai),
    ):
        with tempfile.TemporaryDirectory() as folder:
            try:
                once = prepare(Path(folder))
            except ImportError as error:
                print(f"| {name} | not installed ({error.name}) |")
                continue
            once()
            times = []
            for _ in range(RUNS):
                began = time.process_time()
                once()
                times.append(time.process_time() - began)
            print(f"| {name} | {1000 * statistics.median(times) / CASES:.2f} |", flush=True)


if __name__ == "__main__":
    main()
