"""From the stances of all sources to one verdict (docs/contract.md, section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.result import VerdictLabel
    from agent.verdict.stance import SourceJudgement


def verdict(sources: Sequence[SourceJudgement]) -> VerdictLabel:
    """Supported where somebody states it and nobody the contrary; refuted the other way round; else as it is."""
    supported = any(source.stance in {"supports", "mixed"} for source in sources)
    refuted = any(source.stance in {"refutes", "mixed"} for source in sources)
    if supported and refuted:
        return "conflicting"
    if supported:
        return "supported"
    return "refuted" if refuted else "not_enough_evidence"


def confidence(label: VerdictLabel, sources: Sequence[SourceJudgement]) -> float:
    """The probability that ``label`` is right, taking each side's strongest sentence as independent of the other's."""
    supports = max((source.supports for source in sources), default=0.0)
    refutes = max((source.refutes for source in sources), default=0.0)
    by_label = {
        "supported": supports * (1 - refutes),
        "refuted": refutes * (1 - supports),
        "conflicting": supports * refutes,
        "not_enough_evidence": (1 - supports) * (1 - refutes),
    }
    total = sum(by_label.values())
    return round(by_label[label] / total, 4) if total else 0.0


def why(label: VerdictLabel, sources: Sequence[SourceJudgement]) -> str:
    """One sentence naming what decided."""
    supporting = [source.source for source in sources if source.stance in {"supports", "mixed"}]
    refuting = [source.source for source in sources if source.stance in {"refutes", "mixed"}]
    if label == "supported":
        return f"Stated by {_list(supporting)}; no source says otherwise."
    if label == "refuted":
        return (
            f"The contrary is stated by {_list(refuting)}{_difference(sources)}; no source states the claim."
        )
    if label == "conflicting":
        return f"Stated by {_list(supporting)}, but {_list(refuting)} says otherwise{_difference(sources)}."
    return "No source states the claim or its contrary."


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _difference(sources: Sequence[SourceJudgement]) -> str:
    for source in sources:
        for judgement in source.evidence:
            for check in judgement.checks:
                if check.result == "different" and check.kind in {"number", "date"}:
                    return f" ({check.source} instead of {check.claim})"
    return ""
