"""Writes what is generated in the documentation: the help texts, the README's example, the JSON Schemas.

``python docs/generate.py`` writes; ``--check`` compares instead, prints what differs and exits with 1 if
anything does. Run by ``make docs`` and ``make docs-check``, which keep the developer's own index out of it.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PROGRAMS = ("seedcheck", "evals")

COMMANDS = re.compile(r"^Commands:\n((?:  .*\n?)+)", re.MULTILINE)
EXAMPLE = re.compile(
    r"(?<=<!-- example:begin -->\n)```console\n(.*?)```\n(?=<!-- example:end -->)", re.DOTALL
)


def run(*command: str, stdin: str | None = None) -> str:
    """Standard output of a program of this environment, at a fixed width."""
    environment = os.environ | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        command, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} exited with {done.returncode}:\n{done.stderr}")
    return done.stdout


def command_line() -> str:
    """``docs/cli.md``: every help text."""
    parts = ["# Command line\n\nWritten by `make docs` from the programs' own help texts.\n"]
    for program in PROGRAMS:
        overview = run(program, "--help")
        listed = COMMANDS.search(overview)
        names = [line.split()[0] for line in listed[1].splitlines() if line[2:3].strip()] if listed else []
        parts.append(f"## {program}\n\n```text\n{overview.strip()}\n```\n")
        for name in names:
            page = run(program, name, "--help")
            parts.append(f"### {program} {name}\n\n```text\n{page.strip()}\n```\n")
    return "\n".join(parts)


def readme() -> str:
    """``README.md`` with the commands of its example run again."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = EXAMPLE.search(text)
    if found is None:
        sys.exit("README.md has no example between its markers.")
    lines = [line.removeprefix("$ ") for line in found[1].splitlines() if line.startswith("$ ")]
    shown = "\n".join(f"$ {line}\n{run('sh', stdin=line)}" for line in lines)
    return f"{text[: found.start()]}```console\n{shown}```\n{text[found.end() :]}"


def schemas() -> dict[str, str]:
    """``docs/schemas``: the JSON Schemas of the records."""
    with tempfile.TemporaryDirectory() as folder:
        run(sys.executable, "-m", "evals.schema", folder)
        return {
            f"docs/schemas/{file.name}": file.read_text(encoding="utf-8") for file in Path(folder).iterdir()
        }


def main() -> None:
    """Write or compare all of it."""
    pages = {"docs/cli.md": command_line(), "README.md": readme(), **schemas()}
    stale = {str(file.relative_to(ROOT)) for file in (ROOT / "docs/schemas").glob("*")} - set(pages)
    if "--check" not in sys.argv[1:]:
        (ROOT / "docs/schemas").mkdir(exist_ok=True)
        for name, page in pages.items():
            (ROOT / name).write_text(page, encoding="utf-8")
        for name in stale:
            (ROOT / name).unlink()
        return
    differences = [f"{name} is no longer written by anything" for name in sorted(stale)]
    for name, page in pages.items():
        there = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).exists() else ""
        lines = difflib.unified_diff(there.splitlines(), page.splitlines(), name, "make docs", lineterm="")
        differences += lines
    if differences:
        sys.exit("\n".join([*differences, "Run `make docs` and commit the result."]))


if __name__ == "__main__":
    main()
