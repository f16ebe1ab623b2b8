"""What a selfcheck found, in lines for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.report.neutral import one_line
from evals.mutants import MUST_DIE

if TYPE_CHECKING:
    from evals.selfcheck import Selfcheck

SHOWN = 10


def lines(result: Selfcheck, *, brief: bool) -> list[str]:
    """A line for each kind of mutant, those that survived, right outputs rejected, and the outcome."""
    made = {name: tally for name, tally in result.tallies.items() if tally.made}
    table = [
        f"{name + (' *' if name in MUST_DIE else ''):28}{tally.rate or 0:9.2f}{tally.made:9}{tally.failed:9}"
        for name, tally in made.items()
    ]
    head = [f"{'mutant':28}{'kill rate':>9}{'made':>9}{'failed':>9}"]
    survived = [
        f"survived: {one_line(f'{case}, {mutant.operator}: {mutant.what}')}"
        for case, mutant in result.survivors
    ]
    rejected = [f"a right answer was rejected: {case}" for case in result.rejected]
    body = [] if brief else [*head, *table, *_first(survived), *_first(rejected)]
    total = sum(tally.made for tally in made.values())
    killed = sum(tally.killed for tally in made.values())
    outcome = "every changed quote and figure (*) was noticed" if result.holds else "the scorers have a hole"
    return [*body, f"{result.cases} cases, {killed} of {total} mutants killed; {outcome}."]


def _first(found: list[str]) -> list[str]:
    more = [f"… and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return found[:SHOWN] + more
