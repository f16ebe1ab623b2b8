"""The reusable action, as far as a machine without GitHub can run it: its own shell steps, with what GitHub sets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from evals.first_cases import first_cases
from tests.evals.invented import write_corpus

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}


def run_step(folder: Path, inputs: Mapping[str, str], evals: str) -> tuple[int, str, str, str]:
    """Exit code, standard output, the outputs of the step and its summary; ``evals`` is the program's script."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "evals"
    program.write_text(evals)
    program.chmod(0o755)
    given = {name: setting.get("default", "") for name, setting in ACTION["inputs"].items()} | dict(inputs)
    environment = {
        name: str(given[value.removeprefix("${{ inputs.").removesuffix(" }}")])
        for name, value in STEPS["run"]["env"].items()
    }
    for name in ("output", "summary"):
        (folder / name).write_text("")
    environment |= {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "PYTHONPATH": str(ROOT),
        "SEEDCHECK_CACHE": str(folder / "cache"),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS["run"]["run"]]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return (
        done.returncode,
        done.stdout + done.stderr,
        *((folder / name).read_text() for name in ("output", "summary")),
    )


SAY_ARGUMENTS = '#!/bin/sh\nprintf "%s\\n" "$@"\nexit 3\n'


def test_every_input_is_handed_over_by_the_environment() -> None:
    """Never pasted into the script, where a name with a quote in it would be code."""
    for step in STEPS.values():
        assert "${{" not in step["run"]
    used = "".join(str(step) for step in ACTION["runs"]["steps"])
    for name in ACTION["inputs"]:
        assert f"inputs.{name}" in used


def test_the_step_hands_on_words_and_exit_code(tmp_path: Path) -> None:
    """Lines become arguments, spaces and quotes in them stay; a red run is red, and its code an output."""
    inputs = {
        "cases": "a b.yaml\n'c'.yaml\n",
        "baseline": "base line.json",
        "arguments": "--min=fact_recall=0.9\n--workers=2",
        "repeat": "3",
    }
    code, out, outputs, _ = run_step(tmp_path, inputs, SAY_ARGUMENTS)
    assert (code, outputs) == (3, "exit-code=3\n")
    assert out.splitlines() == [
        "run", "a b.yaml", "'c'.yaml", "--min=fact_recall=0.9", "--workers=2", "--engine", "extractive",
        "--repeat", "3", "--baseline", "base line.json",
        "-o", "evals-report/result.json", "-o", "evals-report/result.xml", "-o", "evals-report/report.html",
        "-o", "evals-report/report.md",
    ]  # fmt: skip


@pytest.mark.slow
def test_the_step_runs_real_cases(tmp_path: Path) -> None:
    """Two claims over two documents through the real program: reports, annotations and the step's page."""
    corpus = write_corpus(tmp_path)
    (tmp_path / "cases.yaml").write_text(first_cases(corpus, tmp_path / "cases.yaml", most=1))
    program = f'#!/bin/sh\nexec {sys.executable} -m evals.cli "$@"\n'
    inputs: dict[str, Any] = {"cases": "cases.yaml", "arguments": "--min=pass_rate=1.01"}
    code, out, outputs, summary = run_step(tmp_path, inputs, program)
    assert (code, outputs) == (1, "exit-code=1\n"), out
    assert "::error " in out
    assert summary.startswith("# Evals\n")
    assert sorted(path.name for path in (tmp_path / "evals-report").iterdir()) == [
        "report.html", "report.md", "result.json", "result.xml",
    ]  # fmt: skip
