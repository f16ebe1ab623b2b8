"""eml: one message as mail programs save it (RFC 5322, MIME: RFC 2045 to 2047)."""

from __future__ import annotations

import email.header
import email.parser
import email.policy
import email.utils
import re
from typing import TYPE_CHECKING

from agent.corpus.formats.declared import field, stated_language
from agent.corpus.formats.extract import Extract, as_document, printable
from agent.corpus.formats.plain import decode_text
from agent.document import Metadata
from agent.errors import DocumentError

if TYPE_CHECKING:
    from email.message import Message

    from agent.document import Document

MAIL_LOADER = "eml/1"

_LONGEST_HEADER = 5_000
_MOST_BOUNDARIES = 1_000
_HEADERS = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}[ \t]*:|From ")
_CONTENT_TYPE = re.compile(rb"^content-type[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.I | re.M)
_BOUNDARY = re.compile(rb"\bboundary[ \t]*=", re.I)


def read_mail(data: bytes, source: str) -> Document:
    """The document of a message: its text, the plain one if it has both; attachments are left out.

    The subject is the title, the sender the author, ``Date`` the date.

    Raises:
        DocumentError: it is no message, or holds no text.
    """
    if not _HEADERS.match(data):
        raise DocumentError(
            source, "This is no mail message.", next_step="If it is plain text, name it .txt."
        )
    # Time grows with the square of the depth of parts and of the length of their types.
    deep = sum(1 for _ in _BOUNDARY.finditer(data)) > _MOST_BOUNDARIES
    if deep or any(len(found[0]) > _LONGEST_HEADER for found in _CONTENT_TYPE.finditer(data)):
        raise _no_message(source)
    try:
        message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(data)
        parts = [part for part in message.walk() if _is_text(part)]
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise _no_message(source) from error
    text, loader = _text(parts, source)
    declared = Metadata(
        title=_header(message, "subject"),
        author=_sender(message),
        published=_date(message),
        language=stated_language(text, _header(message, "content-language")),
    )
    return as_document(data, source, Extract(text, loader, declared=declared))


def _no_message(source: str) -> DocumentError:
    return DocumentError(
        source, "Broken: no mail program would have written it.", next_step="Save its text as .txt instead."
    )


def _is_text(part: Message) -> bool:
    return (
        part.get_content_type() in {"text/plain", "text/html"}
        and not part.is_multipart()
        and part.get_content_disposition() != "attachment"
    )


def _text(parts: list[Message], source: str) -> tuple[str, str]:
    """The plain parts, one after the other, or else the html ones; and the loader that read them."""
    plain = [_decoded(part, source) for part in parts if part.get_content_type() == "text/plain"]
    text = "\n\n".join(words for words in plain if words.strip())
    if text:
        return text, MAIL_LOADER
    for part in parts:
        from agent.corpus.formats.web_page import HTML_LOADER, page_text

        text, _ = page_text(_decoded(part, source))
        if text.strip():
            return printable(text), f"{MAIL_LOADER}+{HTML_LOADER}"
    raise DocumentError(
        source, "This message holds no text.", next_step="Save its attachments and name those."
    )


def _decoded(part: Message, source: str) -> str:
    """A part's text: in the charset it declares, or by its content where that does not fit."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    try:
        text = payload.decode(part.get_content_charset("utf-8"))
    except (UnicodeError, LookupError, ValueError):
        text, _ = decode_text(payload, source)
    return printable(text.replace("\r\n", "\n"))


def _header(message: Message, name: str) -> str | None:
    """A header's words with encoded words read (RFC 2047)."""
    raw = str(message.get(name) or "")[:_LONGEST_HEADER]
    try:
        return field(str(email.header.make_header(email.header.decode_header(raw))))
    except (UnicodeError, LookupError, ValueError, email.errors.HeaderParseError):
        return field(raw)


def _sender(message: Message) -> str | None:
    """The sender's name, or the address where there is none."""
    name, address = email.utils.parseaddr(_header(message, "from") or "")
    return field(name or address)


def _date(message: Message) -> str | None:
    try:
        return email.utils.parsedate_to_datetime(_header(message, "date") or "").date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
