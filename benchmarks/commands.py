"""How long commands take as whole processes, and questions in a warm one; over the seed documents.

    python benchmarks/commands.py [--rounds 5]

Medians of the rounds, the commands taking turns; the baseline of the same run is a Python that only imports chromadb.
Peak memory is that of the largest process of its kind.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from agent.opening import open_corpus
from agent.resources import seed_documents

QUESTION = "What is the chip called?"
CLAIM = "The chip is called Aurora."
PROGRAM = str(Path(sys.executable).with_name("seedcheck"))
COMMANDS = {
    "import chromadb (baseline)": [sys.executable, "-c", "import chromadb"],
    "seedcheck --help": [PROGRAM, "--help"],
    "seedcheck ask": [PROGRAM, "ask", QUESTION],
    "seedcheck check": [PROGRAM, "check", CLAIM],
}


def run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes of one process."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def warm(rounds: int) -> dict[str, float]:
    """Milliseconds a question and a claim take in a process that has answered before."""
    with open_corpus(seed_documents()) as checker:
        checker.ask(QUESTION)
        checker.check(CLAIM)
        spent: dict[str, list[float]] = {"warm ask": [], "warm check": [], "of which retrieval": []}
        for _ in range(rounds):
            began = time.perf_counter()
            answer = checker.ask(QUESTION)
            middle = time.perf_counter()
            checker.check(CLAIM)
            spent["warm ask"].append((middle - began) * 1e3)
            spent["warm check"].append((time.perf_counter() - middle) * 1e3)
            spent["of which retrieval"].append(answer.timings_ms["retrieve"])
    return {name: statistics.median(values) for name, values in spent.items()}


def main() -> int:
    """Runs all of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"SEEDCHECK_CACHE": cache, "SEEDCHECK_INDEX": f"{cache}/index"}
        run(COMMANDS["seedcheck ask"], environment)  # makes the index ready
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
        for _ in range(options.rounds):
            for name, command in COMMANDS.items():
                times[name].append(run(command, environment))
    baseline = statistics.median(seconds for seconds, _ in times["import chromadb (baseline)"])
    for name, rows in times.items():
        seconds = statistics.median(seconds for seconds, _ in rows)
        peak = max(memory for _, memory in rows)
        print(f"{name:28s} {seconds:6.2f} s  ×{seconds / baseline:.2f}  {peak:5.0f} MB")
    for name, milliseconds in warm(options.rounds * 2).items():
        print(f"{name:28s} {milliseconds:6.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
