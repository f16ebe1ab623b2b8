"""Page furniture: lines that belong to the page, not to the text.

Advertising marks, navigation, cookie notices, share buttons, pointers to other articles, picture credits,
imprints. A line is furniture if it says, as a whole, what the language tables list, or if its shape and
place leave no doubt. A sentence is not, whatever it speaks of: a false mark would lose evidence, a missed
one costs little.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from agent.corpus.languages import FurnitureTable, language_tables, outlet_table
from agent.corpus.lines import ends_sentence, is_prose
from agent.corpus.phrases import after_label, bare, begins_with, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 600
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<!--.*-->", re.S)
_FILE_NAME = re.compile(r"[\w.()-]*(?:_[\w-]*|\.(?:jpe?g|png|gif|webp|svg|avif))", re.I)
_COPYRIGHT = re.compile(r"©|\(c\)\s*\d{4}\b|copyright\s*(?:©|\(c\)|\d{4}\b)", re.I)
_SEPARATORS = re.compile(r"\s*\|\s*|\s+[›»•·]\s+")
_MAKERS_PARTICLES = frozenset(
    (
        "von",
        "van",
        "de",
        "der",
        "den",
        "del",
        "di",
        "da",
        "du",
        "la",
        "le",
        "für",
        "for",
        "per",
        "via",
        "by",
        "and",
        "und",
    )
)
_QUOTES = frozenset('"“”„«»')


def furniture_lines(lines: Sequence[str]) -> list[bool]:
    """Which of ``lines``, all lines of one document in order, are page furniture."""
    marks = [_says_furniture(line) for line in lines]
    for index, line in enumerate(lines):
        if (
            not marks[index]
            and _is_menu(line)
            and not any("|" in other for other in _neighbours(lines, index))
        ):
            marks[index] = True
    head, tail = _around_the_text(lines)
    _mark_repeats(lines, marks, head, tail)
    _mark_clusters(lines, marks, 0, head)
    _mark_clusters(lines, marks, tail, len(lines))
    return marks


def is_picture_credit(line: str) -> bool:
    """Whether ``line`` is nothing but the name of a picture's maker (``Photo: Jane Doe/AFP``)."""
    if len(line) > 100 or ends_sentence(line):
        return False
    rest = after_label(line, _all().credits)
    if rest is None:
        words = line.split()
        for count in (2, 3):
            if folded(" ".join(words[:count])).rstrip(":") in _all().credit_starts:
                rest = " ".join(words[count:])
    return rest is not None and _names_a_maker(rest)


def _says_furniture(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    key = bare(line)
    if not any(character.isalnum() for character in key):
        return True
    if _FILE_NAME.fullmatch(line) or _PICTURE.fullmatch(line) or is_picture_credit(line):
        return True
    table = _all()
    return (
        key in _whole_lines()
        or _is_counted(key, table)
        or _is_notice(line, key, table)
        or _is_invitation(line, key, table)
        or (len(line) <= 250 and bool(after_label(line, table.pointers)))
    )


def _is_counted(key: str, table: FurnitureTable) -> bool:
    """``3 comments``, ``Lesezeit: 5 Minuten``: a listed phrase beside nothing but figures."""
    if len(key) > 40:
        return False
    words = [word.strip("():+.,") for word in key.split()]
    named = [word for word in words if word and not word[0].isdecimal()]
    return len(named) < len(words) and (" ".join(named) in table.counted)


def _is_notice(line: str, key: str, table: FurnitureTable) -> bool:
    """Copyright lines, reservations of rights, cookie notices."""
    if _COPYRIGHT.match(line):
        return len(line) <= 200
    if _QUOTES.intersection(line):
        return False
    if len(line) <= 160 and begins_with(key, table.rights):
        return True
    return begins_with(key, table.consent) and any(phrase in key for phrase in table.consent_asks)


def _is_invitation(line: str, key: str, table: FurnitureTable) -> bool:
    """Share and subscribe buttons."""
    if not begins_with(key, table.buttons) or _QUOTES.intersection(line):
        return False
    if len(line) <= 200 and any(word in key for word in table.newsletter):
        return True
    return len(line.split()) <= 8 and not ends_sentence(line.rstrip("!"))


def _is_menu(line: str) -> bool:
    """``Home | News | Sport``: short items without figures between separators, or one before an open end."""
    items = _SEPARATORS.split(line) if len(line) <= 200 and line[0] != "|" else []
    if len(items) < 2 or ends_sentence(line) or any(character.isdecimal() for character in line):
        return False
    return all(len(item) <= 30 and len(item.split()) <= 3 for item in items)


def _names_a_maker(rest: str) -> bool:
    words = re.split(r"[\s/,&©()]+", rest.strip())
    named = [word for word in words if word and word not in _MAKERS_PARTICLES]
    return 0 < len(named) <= 8 and all(
        word[0].isupper() or "." in word or word in outlet_table().names for word in named
    )


def _neighbours(lines: Sequence[str], index: int) -> Sequence[str]:
    return (*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2])


def _around_the_text(lines: Sequence[str]) -> tuple[int, int]:
    """The number of lines before the first running text, and the index after the last."""
    prose = [index for index, line in enumerate(lines) if is_prose(line)]
    return (prose[0], prose[-1] + 1) if prose else (0, len(lines))


def _mark_repeats(lines: Sequence[str], marks: list[bool], head: int, tail: int) -> None:
    """Marks very short lines that stand three times or more, at least once around the text."""
    keys = [bare(line) if _is_label(line) else "" for line in lines]
    around = set(keys[:head]) | set(keys[tail:])
    repeated = {key for key, count in Counter(keys).items() if key and count >= 3 and key in around}
    for index, key in enumerate(keys):
        marks[index] = marks[index] or key in repeated


def _mark_clusters(lines: Sequence[str], marks: list[bool], start: int, end: int) -> None:
    """Marks runs of at least four labels around the text if half of them are known furniture.

    The last two before the text are spared: they may be its title.
    """
    run: list[int] = []
    for index in range(start, end + 1):
        if index < end and (marks[index] or _is_label(lines[index])):
            run.append(index)
            continue
        if len(run) >= 4 and 2 * sum(marks[known] for known in run) >= len(run):
            spared = 2 if index == end and end < len(lines) else 0
            for known in run[: len(run) - spared]:
                marks[known] = True
        run = []


def _is_label(line: str) -> bool:
    return (
        len(line) <= 30
        and len(line.split()) <= 3
        and not ends_sentence(line)
        and not any(character.isdecimal() for character in line)
    )


@cache
def _whole_lines() -> frozenset[str]:
    return frozenset(_all().lines)


@cache
def _all() -> FurnitureTable:
    """All languages' furniture in one table: pages mix languages around their text."""
    tables = [table.furniture for table in language_tables().values()]
    fields = FurnitureTable.__dataclass_fields__
    return FurnitureTable(
        **{
            name: tuple({phrase: None for table in tables for phrase in getattr(table, name)})
            for name in fields
        }
    )
