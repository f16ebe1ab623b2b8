"""Bytes to text, without changing anything.

Order of trust: a byte order mark (Unicode 16, section 23.8), strict UTF-8 (RFC 3629), then the guess of
charset-normalizer for the single-byte and East Asian encodings of old files.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.02
_WESTERN = ("cp1252", "mac_roman")
_PLAUSIBLE = re.compile(
    r"[àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœß]"
    r"|(?<![a-zà-öø-ÿœ])[ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ]"
    r"|[’‘–—·\xa0]"
    r"|(?<![^\W\d_])[“”„‚‹›«»…€£¥©®°¿¡§ºª½¼¾²³×™•±µ†‡‰]|[“”„‚‹›«»…€£¥©®°§ºª½¼¾²³×™•±µ†‡‰](?![^\W\d_])"
)
_SINGLE_BYTE = ("cp1250", "cp1251", "cp1253", "cp1254", "koi8_r", "cp1252")
_EAST_ASIAN = ("big5", "gb18030", "shift_jis", "euc_jp", "euc_kr")
_SAMPLE = 200_000


class NotTextError(ValueError):
    """The bytes are no text: binary, damaged, or in no known encoding. The message says which."""


def decode(data: bytes) -> tuple[str, str]:
    r"""The text in ``data`` and the name of the Python codec that reads it.

    ``data.decode(encoding) == text`` always: newlines stay as they stand, only a byte order mark is no part
    of the text. Raises `NotTextError` for binary data (a NUL, or more than 2 % control characters), for bytes
    that a byte order mark belies, for UTF-8 with damaged spots, and where no encoding fits.
    """
    text, encoding = _decode(data)
    _refuse_binary(text)
    return text, encoding


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise NotTextError(
                    f"damaged {encoding.upper()}: {error.reason} at byte {error.start}"
                ) from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise NotTextError("binary data: it holds NUL bytes") from error
        if _holds_surrogates(data):
            raise NotTextError("damaged UTF-8: it holds halves of surrogate pairs") from error
        if _is_damaged_utf8(data):
            raise NotTextError(f"damaged UTF-8: {error.reason} at byte {error.start}") from error
        return _guess(data)


def _holds_surrogates(data: bytes) -> bool:
    """Whether the bytes are UTF-8 but for surrogates, which have no form in it (Unicode 16, section 3.9, D92)."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether well-formed multi-byte characters outnumber stray bytes, as in no other encoding."""
    lenient = data.decode("utf-8", errors="surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", lenient))
    return len(re.findall("[\u0080-\ud7ff\ue000-\U0010ffff]", lenient)) > stray


def _guess(data: bytes) -> tuple[str, str]:
    """The western encodings where they give western words, else what charset-normalizer says.

    The library alone takes most short German, French and Italian texts in cp1252 for cp1250, or for Chinese.
    """
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    western = [encoding for encoding in _WESTERN if _reads_western(sample, encoding)]
    best = None if western else from_bytes(sample, cp_isolation=[*_SINGLE_BYTE, *_EAST_ASIAN]).best()
    for encoding in [*western, *([best.encoding] if best else [])]:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise NotTextError("no known text encoding fits these bytes")


def _reads_western(data: bytes, encoding: str) -> bool:
    """Whether nearly all characters beyond ASCII stand where western European languages have them."""
    text = data.decode(encoding, errors="replace")
    foreign = re.findall(r"[^\x00-\x7f]", text)
    accented = sum(1 for character in foreign if character.isalpha())
    if accented > 0.7 * sum(1 for character in text if character.isalpha()):
        return False
    return len(_PLAUSIBLE.findall(text)) >= 0.95 * len(foreign)


def _refuse_binary(text: str) -> None:
    if "\0" in text:
        raise NotTextError("binary data: it holds NUL characters")
    controls = len(_CONTROL.findall(text))
    if controls > len(text) * _CONTROL_SHARE:
        raise NotTextError(f"binary data: {controls} of {len(text)} characters are control characters")
