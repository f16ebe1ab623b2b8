"""Document words made harmless for the place they are printed in; what a reader sees stays the same."""

from __future__ import annotations

import re

_CONTROL_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: 0x2421}
_OVERRIDES = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_INVISIBLE = _CONTROL_PICTURES | dict.fromkeys(
    [*range(0x80, 0xA0), *_OVERRIDES, *range(0xD800, 0xE000)], 0xFFFD
)

_BLANKS = re.compile(r"\s+")
_JSON_UNSAFE = re.compile(f"[\x7f-\x9f\u2028\u2029\ud800-\udfff{''.join(map(chr, _OVERRIDES))}]")
_MARKDOWN_INLINE = re.compile(r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)")
_MARKDOWN_START = re.compile(r"(\d{1,9})([.)])|([-+=#])")


def printable(text: str) -> str:
    """``text`` with no character that a terminal or a browser would act on.

    Control characters become their Unicode pictures (U+2400 onwards); those without a picture, lone
    surrogates and the overrides of the bidirectional algorithm (UAX #9) become U+FFFD. Line breaks and tabs
    stay.
    """
    return text.translate(_INVISIBLE)


def one_line(text: str) -> str:
    """``printable`` on one line: every run of white space is one space."""
    return printable(_BLANKS.sub(" ", text).strip())


def in_markdown(text: str) -> str:
    """``one_line`` as CommonMark inline text: nothing in it is markup, at the start of a line neither."""
    escaped = _MARKDOWN_INLINE.sub(lambda found: "\\" + found[0], one_line(text))
    start = _MARKDOWN_START.match(escaped)
    if start is None:
        return escaped
    marker = start.start(2) if start[2] else start.start(3)
    return f"{escaped[:marker]}\\{escaped[marker:]}"


def in_json(text: str) -> str:
    """A JSON document with those characters escaped that JSON allows raw and terminals act on."""
    return _JSON_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
