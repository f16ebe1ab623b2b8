"""What an answer is expected to hold: facts, plain or typed, and verbatim evidence."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Side = Literal["supports", "refutes"]
Kind = Literal["phrase", "number", "date", "name"]
IsoDate = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")
]
Share = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,9})?%$")]


class Entry(BaseModel):
    """A mapping of a case file: an unknown key or a value of another type is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Evidence(Entry):
    """A verbatim span of a document.

    Without ``start``, a code point offset, every occurrence of the quote counts.
    """

    source: Text
    quote: Text
    start: int | None = Field(default=None, ge=0)
    side: Side | None = None


class NumberValue(Entry):
    """A number: its value, its unit in every form that counts, and how far off is near enough.

    ``unit`` is one form or several (``[tonnes, Tonnen, t]``), looked for beside the number; ``%`` and ISO 4217 codes
    bring their usual forms along. ``tolerance`` is absolute, or a share of the value such as ``"2%"``.
    """

    value: int | float = Field(allow_inf_nan=False)
    unit: Text | list[Text] | None = None
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] | Share = 0.0

    @property
    def units(self) -> list[str]:
        """The forms of the unit."""
        return [self.unit] if isinstance(self.unit, str) else self.unit or []

    @property
    def reach(self) -> float:
        """The greatest distance from the value that still counts."""
        if isinstance(self.tolerance, str):
            return abs(self.value) * float(self.tolerance.rstrip("%")) / 100
        return self.tolerance


class Fact(Entry):
    """A fact the answer must hold.

    By default its words are looked for: any one of the forms ``any_of``, or else ``fact`` itself. With ``number``,
    ``date`` (its precision is that of its writing: ``2026``, ``2026-03``, ``2026-03-31``) or ``name`` (the name by
    language, each with its aliases) the value is looked for instead, however it is written; forms count beside it.

    A typed value is contradicted by another of its kind: by any number of the same unit, any date of at least the
    same precision, in the answer's own words. ``about`` narrows that to sentences that hold one of these forms;
    ``contradicted_by`` adds forms that contradict. A fact is ``vital`` unless it says otherwise; what is not vital may
    be missing. ``as_of`` is the day on which the fact was checked. Where ``evidence`` is given, a citation must meet
    one of these spans.
    """

    fact: Text
    any_of: list[Text] = Field(default_factory=list)
    number: NumberValue | None = None
    date: IsoDate | None = None
    name: dict[Text, list[Text]] | None = Field(default=None, min_length=1)
    about: list[Text] = Field(default_factory=list)
    contradicted_by: list[Text] = Field(default_factory=list)
    vital: bool = True
    as_of: IsoDate | None = None
    evidence: list[Evidence] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_kind(self) -> Fact:
        if sum(value is not None for value in (self.number, self.date, self.name)) > 1:
            raise ValueError("has several of number, date and name: write a fact for each")
        if self.about and self.number is None and self.date is None:
            raise ValueError("about narrows down a number or a date; this fact has neither")
        return self

    @property
    def kind(self) -> Kind:
        """What is compared."""
        if self.number is not None:
            return "number"
        if self.date is not None:
            return "date"
        return "name" if self.name is not None else "phrase"

    @property
    def forms(self) -> list[str]:
        """The surface forms, each good on its own."""
        if self.name is not None:
            return [*self.any_of, *(alias for aliases in self.name.values() for alias in aliases)]
        if self.any_of or self.kind != "phrase":
            return self.any_of
        return [self.fact]

    @property
    def can_be_contradicted(self) -> bool:
        """Whether anything could contradict it: a number without a unit and ``about`` has no rivals."""
        rivals = self.date is not None or (self.number is not None and bool(self.number.units or self.about))
        return rivals or bool(self.contradicted_by)
