"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import itertools
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent


def files_below(folder: str) -> list[Path]:
    """The project's own files: nothing hidden, no caches."""
    return [
        path
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file()
        and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)
    ]


WORD = re.compile(r"[^\W\d_][\w-]*\w")
INSIDE_A_SENTENCE = re.compile(rf"(?<=[\w,;(] ){WORD.pattern}|(?<=[‘’'(\"“]){WORD.pattern}")
ORDINARY = {"chinese", "electronics", "march", "reuters"}
"""Capitalised words of the seeds that are not their subject: a month, a nationality, a trade, an agency."""

HEAVY = {"chromadb", "langchain", "langchain_core", "langchain_openai", "numpy", "onnxruntime", "openai"}
HEAVY |= {"jinja2", "lxml", "pydantic", "pydantic_settings", "pypdfium2", "rich", "trafilatura"}


def names_in_seeds() -> set[str]:
    """Names that two seed documents or more have: capitalised inside a sentence, nowhere written small."""
    documents = [path.read_text(encoding="utf-8") for path in (ROOT / "seeds").glob("*.txt")]
    small = {word.casefold() for text in documents for word in WORD.findall(text) if word[0].islower()}
    capitalised = Counter(
        name
        for text in documents
        for name in {word.casefold() for word in INSIDE_A_SENTENCE.findall(text) if word[0].isupper()}
    )
    return {name for name, count in capitalised.items() if count > 1 and len(name) > 3} - small - ORDINARY


def words_in(path: Path) -> set[str]:
    """The words of a file, case folded."""
    return {word.casefold() for word in WORD.findall(path.read_text("utf-8", errors="ignore"))}


def test_only_cases_and_examples_speak_of_the_seeds() -> None:
    """No code, prompt, rule table or test names what the seed documents are about."""
    names = names_in_seeds()
    assert len(names) >= 5
    folders = ("agent", "evals", "prompts", "tests", "training")
    told = {
        str(path.relative_to(ROOT)): found
        for path in itertools.chain.from_iterable(map(files_below, folders))
        if path.parent.name != "cases" and path.suffix != ".onnx" and (found := names & words_in(path))
    }
    assert told == {}


def test_prompts_have_front_matter() -> None:
    """Every prompt begins with YAML front matter that names it, its version and its variables."""
    incomplete = []
    for path in (ROOT / "prompts").glob("*.md"):
        if path.name == "README.md":
            continue
        head = re.match(r"---\n(.*?)\n---\n", path.read_text(encoding="utf-8"), re.DOTALL)
        fields = yaml.safe_load(head[1]) if head else {}
        if not {"name", "version", "variables"} <= set(fields):
            incomplete.append(path.name)
    assert incomplete == []


def test_files_and_functions_are_short() -> None:
    """No module of the product over 320 lines, no function anywhere over 50."""
    long = []
    folders = ("agent", "evals", "docs", "training", "tests")
    for path in itertools.chain.from_iterable(map(files_below, folders)):
        if path.suffix != ".py":
            continue
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT)
        if name.parts[0] != "tests" and text.count("\n") > 320:
            long.append(f"{name}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno
                if length > 50:
                    long.append(f"{name}:{node.lineno} {node.name}: {length} lines")
    assert long == []


@pytest.mark.parametrize("program", ["agent.cli", "evals.cli"])
def test_help_imports_nothing_heavy(program: str) -> None:
    """The help page loads no store, model, page reader or validation library: it is there at once."""
    script = (
        f"import sys; from {program} import main; sys.argv = ['program', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(done.stdout.rpartition("LOADED")[2].split())
    assert loaded & HEAVY == set()
    assert "Usage" in done.stdout or "usage" in done.stdout


@pytest.mark.slow
def test_the_wheel_holds_the_packages_and_their_data(tmp_path: Path) -> None:
    """Two top-level packages with prompts, seeds, templates and tables inside, and nothing else."""
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONWARNINGS": "ignore"})
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert {name.partition("/")[0].partition("-")[0] for name in packed} == {"agent", "evals", "seedcheck"}
    for folder in ("seeds", "prompts"):
        for path in (ROOT / folder).iterdir():
            assert packed[f"agent/data/{folder}/{path.name}"] == path.read_bytes()
    for package in ("agent", "evals"):
        for path in files_below(package):
            assert packed[str(path.relative_to(ROOT))] == path.read_bytes()
