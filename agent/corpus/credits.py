"""Lines that say who made a text and when: bylines, date lines, source lines, imprints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from agent.corpus.dates import find_numeric_date, parse_date
from agent.corpus.languages import language_tables, outlet_table, tables_for
from agent.corpus.phrases import after_label, bare, folded
from agent.mentions.dates.words import LANGUAGES, date_words

_LONGEST = 200
_PARTS = re.compile(r"\s+[|·•]\s+")
_NAME_WORD = re.compile(r"[^\W\d_](?:[\w.'’-]*[\w.])?")
_NAME_PARTICLES = frozenset(
    (
        "von",
        "van",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "du",
        "la",
        "le",
        "dos",
        "das",
        "y",
        "ben",
        "al",
        "zu",
    )
)
_IMPRINT = re.compile(r"(?:©|\(c\)|copyright(?:\s*(?:©|\(c\)))?)\s*", re.I)
_YEARS = re.compile(r"\d{4}(?:\s*[-–]\s*\d{4})?[,\s]*(?:by\s+|von\s+|par\s+|por\s+|di\s+)?")
_OUTLET = r"(?P<name>[^\W\d_a-zß-ÿ][\w'’&.-]{0,40}(?: [^\W\d_a-zß-ÿ][\w'’&.-]{0,40}){0,4})"
_URL = re.compile(r"(?:https?://)?(?:www\.)?([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})(?:[/?#]\S*)?")
_LEGAL_FORMS = frozenset(
    (
        *(
            "AB",
            "AG",
            "AS",
            "ASA",
            "A/S",
            "ApS",
            "BV",
            "B.V.",
            "Co",
            "Co.",
            "Corp",
            "Corp.",
            "Corporation",
            "GmbH",
        ),
        *(
            "Inc",
            "Inc.",
            "KG",
            "Limited",
            "LLC",
            "Ltd",
            "Ltd.",
            "NV",
            "N.V.",
            "Oy",
            "Oyj",
            "PLC",
            "plc",
            "SA",
        ),
        *("S.A.", "SARL", "SAS", "SE", "SL", "S.L.", "S.p.A.", "SpA", "S.r.l.", "Srl"),
    )
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line of its own says of the text: its author, its date, or the outlets it comes from."""

    author: str | None = None
    published: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a copyright line says: whose it is, without the legal form, and a full date in it."""

    outlet: str | None = None
    published: str | None = None


def read_credit(line: str, language: str | None) -> Credit | None:
    """The credit that ``line`` is, all of it, or ``None``.

    Author and date may share a line with ``|`` or ``·`` between them. A line that names an agency as its
    author (``By Reuters``) is a source.
    """
    if len(line) > _LONGEST:
        return None
    sources = _sources(line, language)
    if sources:
        return Credit(sources=sources)
    author: str | None = None
    published: str | None = None
    known = False
    for part in _PARTS.split(line):
        date, dated = _dated(part, language)
        name = None if dated else _author(part, language)
        if not dated and name is None:
            return None
        known = True
        published, author = published or date, author or name
    if author is not None and author.removesuffix(" Staff") in outlet_table().names:
        return Credit(published=published, sources=(outlet_table().names[author.removesuffix(" Staff")],))
    return Credit(author=author, published=published) if known else None


def read_imprint(line: str, language: str | None) -> Imprint | None:
    """What a copyright line with a year says; ``None`` for any other line."""
    start = _IMPRINT.match(line) if len(line) <= _LONGEST else None
    years = _YEARS.match(line, start.end()) if start else None
    if start is None or years is None:
        return None
    rest = line[years.end() :]
    return Imprint(outlet=_owner(rest), published=find_numeric_date(line[start.end() :], language))


def read_publisher(line: str, language: str | None) -> str | None:
    """The outlet in an editorial note (``… was reviewed and published by Harbour News editors``)."""
    if len(line) > 3 * _LONGEST:
        return None
    for template in _publisher_templates(language):
        found = template.search(line)
        if found:
            return found["name"]
    return None


def _sources(line: str, language: str | None) -> tuple[str, ...]:
    rest = after_label(line, _source_labels(language)) if len(line) <= 120 else None
    if not rest:
        return ()
    names = [_source(name) for part in re.split(r"\s*[,;]\s*", rest.rstrip(".")) for name in _slashed(part)]
    return tuple(name for name in names if name) if all(names) else ()


def _slashed(part: str) -> list[str]:
    """``dpa/AFP`` are two names, an address is one."""
    return [part] if _URL.fullmatch(part) and "." in part else re.split(r"\s*/\s*", part)


def _source(name: str) -> str | None:
    """One name of a source line; a description (``own research``) is none."""
    url = _URL.fullmatch(name)
    if url:
        return url[1]
    words = name.split()
    if not 1 <= len(words) <= 5 or not words[0][0].isalnum() or (len(words) > 1 and words[0].islower()):
        return None
    return outlet_table().names.get(name, name)


def _dated(part: str, language: str | None) -> tuple[str | None, bool]:
    """The date of ``part``, and whether it is one at all; the date of a change does not count."""
    date = parse_date(part, language=language)
    if date is not None:
        return date, True
    key = folded(part)
    for label, counts in _date_labels(language):
        if key.startswith(label):
            date = parse_date(key[len(label) :].lstrip(": "), language=language)
            if date is not None:
                return (date if counts else None), True
    return None, False


def _author(part: str, language: str | None) -> str | None:
    for table in tables_for(language):
        named = after_label(part, table.credits.author)
        if named is not None:
            return _people(named, table.origins.conjunctions)
        for word in table.credits.byline:
            key = folded(part)
            if key.startswith(word + " ") and part[0].isupper():
                return _people(part[len(word) :].strip(), table.origins.conjunctions)
    return None


def _people(text: str, conjunctions: tuple[str, ...]) -> str | None:
    """``text`` if it is one to four capitalised names, else ``None``."""
    parts = re.split(r"\s*[,&]\s*|\s+(?:" + "|".join(map(re.escape, conjunctions)) + r")\s+", text)
    return " ".join(text.split()) if 1 <= len(parts) <= 4 and all(_is_name(part) for part in parts) else None


def _is_name(part: str) -> bool:
    words = part.split()
    if not 1 <= len(words) <= 5 or not words[0][0].isupper() or bare(words[0]) in _calendar_words():
        return False
    return all(
        _NAME_WORD.fullmatch(word) and (word[0].isupper() or word in _NAME_PARTICLES) for word in words
    )


def _owner(rest: str) -> str | None:
    """The name that ``rest`` begins with."""
    lowered = rest.casefold()
    cut = min((lowered.find(phrase) for phrase in _rights() if phrase in lowered), default=len(rest))
    words: list[str] = []
    for word in rest[:cut].split():
        if word[0].isdecimal() or word in "|-–—·•":
            break
        words.append(word.rstrip(",;"))
        if word[-1] in ",;" or (word[-1] == "." and word not in _LEGAL_FORMS):
            break
    while words and (words[-1] in _LEGAL_FORMS or words[-1] in {"&", "+"}):
        words.pop()
    name = " ".join(words).rstrip(".")
    return name if 1 <= len(words) <= 6 and "/" not in name and name[0].isalpha() else None


@cache
def _source_labels(language: str | None) -> frozenset[str]:
    return frozenset(label for table in tables_for(language) for label in table.credits.source)


@cache
def _date_labels(language: str | None) -> tuple[tuple[str, bool], ...]:
    """Labels of dates, longest first, and whether each is the date of publication."""
    tables = [table.credits for table in tables_for(language)]
    labels = {label: True for table in tables for label in table.published}
    labels |= {label: False for table in tables for label in table.updated}
    return tuple(sorted(labels.items(), key=lambda item: -len(item[0])))


@cache
def _rights() -> frozenset[str]:
    return frozenset(phrase for table in language_tables().values() for phrase in table.furniture.rights)


@cache
def _calendar_words() -> frozenset[str]:
    tables = [date_words(language) for language in LANGUAGES]
    return frozenset(word for table in tables for word in (*table.weekdays, *table.months) if len(word) > 3)


@cache
def _publisher_templates(language: str | None) -> tuple[re.Pattern[str], ...]:
    templates = [template for table in tables_for(language) for template in table.credits.publisher]
    return tuple(
        re.compile(rf"(?i:{re.escape(before)}){_OUTLET}(?i:{re.escape(after)})")
        for before, _, after in (template.partition("{name}") for template in templates)
    )
