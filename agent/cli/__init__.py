"""The command line, ``seedcheck``. Its commands import what they need when they run."""

from __future__ import annotations

import logging
import sys
from typing import NoReturn

from agent.errors import SeedcheckError

logger = logging.getLogger("agent.cli")


def main() -> None:
    """Run ``seedcheck`` with the arguments of this process and exit.

    Exit codes: 0 done, 1 the content's own no under ``--strict``, 2 wrong usage or bad input, 3 a needed
    service failed, 130 interrupted. An error is one line on standard error; ``-vv`` adds where it was raised.
    """
    from agent.cli.app import app

    try:
        app(prog_name="seedcheck")
    except SeedcheckError as error:
        logger.debug("Raised here:", exc_info=True)
        _fail(str(error), error.exit_code)
    except OSError as error:
        logger.debug("Raised here:", exc_info=True)
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{error.strerror or error}. Check room and permissions there, or use another place.", 2)
    except Exception as error:
        logger.debug("Raised here:", exc_info=True)
        problem = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        _fail(f"This should not have happened: {problem}. Run it again with -vv for details.", 3)


def _fail(message: str, code: int) -> NoReturn:
    from agent.report.neutral import one_line

    print(f"seedcheck: {one_line(message)}", file=sys.stderr)
    sys.exit(code)
