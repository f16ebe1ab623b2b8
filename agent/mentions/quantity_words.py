"""What a language's table says of the words around quantities, ready to look up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from agent.mentions.phrases import Phrases
from agent.mentions.units import table
from agent.text.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

Bound = Literal["at_least", "over", "at_most", "under", "about", "nearly", "just_over", "exactly"]
_BEFORE: tuple[Bound, ...] = (
    "at_least", "over", "at_most", "under", "about", "nearly", "just_over", "exactly",
)  # fmt: skip
_AFTER: tuple[Bound, ...] = ("at_least", "at_most", "about")
_Table = dict[str, Any]
TABLED = ("en", "de", "it", "fr", "es")


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """The words around quantities in one language; phrases that stand before a number are looked up backwards."""

    language: str
    bounds_before: Phrases[Bound]
    bounds_after: Phrases[Bound]
    dotted: frozenset[str]
    contractions: dict[str, str]
    loose_scales: frozenset[str]
    negative_before: frozenset[str]
    negative_after: Phrases[bool]
    between: frozenset[str]
    range_and: frozenset[str]
    range_to: frozenset[str]
    change_from: frozenset[str]
    change_to: frozenset[str]
    per_any: Phrases[bool]
    per_unit: Phrases[bool]
    per_figure: Phrases[bool]
    per_nouns: frozenset[str]
    noun_first: bool
    noun_capital: bool
    noun_plural: re.Pattern[str]
    noun_adjective: re.Pattern[str]
    not_nouns: tuple[str, ...]
    links: frozenset[str]
    articles: frozenset[str]
    adjectives: frozenset[str]
    plurals: frozenset[str]
    stops: frozenset[str]
    denominators: Phrases[Decimal]
    single: Phrases[Decimal]
    halves: frozenset[str]
    one: frozenset[str]
    of: frozenset[str]
    half_after: Phrases[bool]
    half_unit: Phrases[bool]
    ordinals: dict[str, int]
    ordinal_dot: bool
    ordinal_suffixes: frozenset[str]
    ordinal_cues: frozenset[str]
    ordinal_openers: frozenset[str]
    idioms: Phrases[bool]
    calendar: frozenset[str]
    months: frozenset[str]
    month_link: str
    month_capital: bool
    day_after_month: bool
    clock_before: Phrases[bool]
    clock_after: frozenset[str]
    years_before: frozenset[str]
    decade_before: frozenset[str]
    ago_after: frozenset[str]
    ago_before: Phrases[bool]
    not_ago: frozenset[str]
    labels: frozenset[str]
    phones: frozenset[str]
    weight_cues: frozenset[str]


@lru_cache(maxsize=8)
def quantity_words(language: str) -> QuantityWords:
    """The words around quantities in ``language``, one of `TABLED`."""
    own = table(language)
    return QuantityWords(
        language=language,
        stops=lexicon(language).function_words | _set(own["nouns"]["verbs"]),
        weight_cues=_set(own["weights"]["pound"]),
        **_bounds(own["bounds"], own["signs"], own["labels"]),
        **_links(own["ranges"], own["per"]),
        **_nouns(own["nouns"]),
        **_parts(own["parts"], own["ordinals"]),
        **_dates(own["dates"]),
    )


def _bounds(bounds: _Table, signs: _Table, labels: _Table) -> _Table:
    before = [(phrase, name) for name in _BEFORE for phrase in bounds[name]]
    names = _set(labels["words"])
    return {
        "bounds_before": Phrases(before, backwards=True),
        "bounds_after": Phrases((phrase, name) for name in _AFTER for phrase in bounds[f"after_{name}"]),
        "dotted": frozenset(phrase for phrase, _ in before if " " not in phrase) | names,
        "contractions": dict(bounds["contractions"]),
        "loose_scales": _set(bounds["loose_scales"]),
        "negative_before": frozenset(signs["before"]),
        "negative_after": _flags(signs["after"]),
        "labels": names,
        "phones": _set(labels["phones"]),
    }


def _links(ranges: _Table, per: _Table) -> _Table:
    return {
        "between": frozenset(ranges["between"]),
        "range_and": frozenset(ranges["and"]),
        "range_to": frozenset(ranges["to"]),
        "change_from": frozenset(ranges["from"]),
        "change_to": frozenset(ranges["onto"]),
        "per_any": _flags(per["any"]),
        "per_unit": _flags(per["unit"]),
        "per_figure": _flags(per["figure"]),
        "per_nouns": _set(per["nouns"]),
    }


def _nouns(nouns: _Table) -> _Table:
    return {
        "noun_first": nouns["first"],
        "noun_capital": nouns["capital"],
        "noun_plural": re.compile(nouns["plural"]),
        "noun_adjective": re.compile(nouns["adjective"]),
        "not_nouns": tuple(nouns["not_nouns"].split()),
        **{name: _set(nouns[name]) for name in ("links", "articles", "adjectives", "plurals")},
    }


def _parts(parts: _Table, ordinals: _Table) -> _Table:
    return {
        "denominators": _decimals(parts["denominators"]),
        "single": _decimals(parts["single"]),
        "halves": frozenset(parts["half"]),
        "one": _set(parts["one"]),
        "of": _set(parts["of"]),
        "half_after": _flags(parts["half_after"]),
        "half_unit": _flags(parts["half_unit"]),
        "ordinals": dict(ordinals["words"]),
        "ordinal_dot": ordinals["dot"],
        "ordinal_suffixes": _set(ordinals["suffixes"]),
        "ordinal_cues": _set(ordinals["cues"]),
        "ordinal_openers": _set(ordinals["openers"]),
        "idioms": _flags(ordinals["idioms"]),
        "calendar": _set(ordinals["calendar"]),
    }


def _dates(dates: _Table) -> _Table:
    sets = ("months", "clock_after", "years_before", "decade_before", "ago_after", "not_ago")
    return {
        "month_link": dates["month_after"],
        "month_capital": dates["month_capital"],
        "day_after_month": dates["day_after_month"],
        "clock_before": _flags(dates["clock_before"], backwards=True),
        "ago_before": _flags(dates["ago_before"], backwards=True),
        **{name: _set(dates[name]) for name in sets},
    }


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _flags(phrases: Iterable[str], *, backwards: bool = False) -> Phrases[bool]:
    return Phrases(((phrase, True) for phrase in phrases), backwards=backwards)


def _decimals(values: _Table) -> Phrases[Decimal]:
    return Phrases((phrase, Decimal(value)) for phrase, value in values.items())
