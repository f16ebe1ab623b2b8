"""The command line, ``evals``. Its commands import what they need when they run.

Exit codes: 0 every gate held, 1 a gate was missed, 2 wrong usage or a wrong case file, 3 not gateable (too
many errors, nothing to measure, no baseline, a replay without its record, a needed service failed), 130 interrupted.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

from agent.errors import SeedcheckError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.system import Systems


def main(arguments: Sequence[str] | None = None, *, systems: Systems | None = None) -> NoReturn:
    """Run ``evals`` with these arguments (by default this process's) and exit.

    ``systems`` is what ``evals run`` measures, by default this project's fact checker.
    """
    from evals.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(args=arguments, prog_name="evals", obj=systems)
    except SeedcheckError as error:
        _fail(str(error), error.exit_code)
    except Exception:
        # Left to the interpreter, a fault of this program would exit with 1: a gate missed.
        import traceback

        traceback.print_exc()
        _fail("This should not have happened.", 3)
    sys.exit(0)


def _fail(message: str, code: int) -> NoReturn:
    from agent.report.neutral import printable

    print(f"evals: {printable(message)}", file=sys.stderr)
    sys.exit(code)
