"""The examples of ``docs/library.md`` run as they stand there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "library.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
TEXT = re.search(r"port\.txt: (.*)\n", PAGE.read_text("utf-8"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:lang")
def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after another, each with the names of those before it."""
    assert TEXT is not None
    monkeypatch.chdir(tmp_path)
    Path("port.txt").write_text(TEXT[1], "utf-8")
    names: dict[str, object] = {}
    assert len(EXAMPLES) == 5
    for example in EXAMPLES:
        exec(compile(example.replace("localhost:8080", "127.0.0.1:9"), str(PAGE), "exec"), names)  # noqa: S102  # our own page


def test_importing_the_package_is_cheap() -> None:
    """``import agent`` alone loads none of what its names need."""
    script = "import sys, agent; assert 'FactChecker' in dir(agent); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"pydantic", "numpy", "langchain_core", "openai", "chromadb"}


def test_unknown_names_are_unknown() -> None:
    """A misspelt name is an AttributeError, as in any module."""
    import agent

    with pytest.raises(AttributeError, match="no attribute 'FactCheker'"):
        agent.FactCheker  # noqa: B018  # the access is what is tested
