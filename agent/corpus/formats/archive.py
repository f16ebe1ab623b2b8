"""Formats that are zip archives of XML: opened without trusting what the archive says of itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from agent.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_MEMBERS = 20_000
MOST_BYTES = 500_000_000
"""Most bytes that all members of an archive may have together when they are unpacked."""
MOST_XML_BYTES = 50_000_000
"""Most bytes of one unpacked member that is parsed."""
_DENSEST = 1032  # how far deflate can shrink bytes (RFC 1951: 258 bytes from two bits); more is an overlap
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Archive:
    """An opened archive; members are unpacked when they are read.

    Sizes are checked before anything is unpacked: ``zipfile`` never reads more of a member than the
    directory says it has, so that a lie there only makes the archive a broken one.
    """

    def __init__(self, data: bytes, source: str) -> None:
        """Reads the archive's directory.

        Raises:
            DocumentError: it is broken, encrypted, or unpacks to too much.
        """
        self._source = source
        if data.startswith(_OLE):
            raise DocumentError(
                source,
                "Encrypted, or in the old binary form of office programs.",
                next_step="Open it, save it without a password in today's form, and name that file.",
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {member.filename: member for member in self._zip.infolist()}
        except _DAMAGE as error:
            raise self.broken("it is no zip archive") from error
        total = sum(member.file_size for member in self._zip.infolist())
        if len(self._zip.infolist()) > MOST_MEMBERS or total > min(MOST_BYTES, _DENSEST * max(len(data), 1)):
            raise self._too_large()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a member.

        Raises:
            DocumentError: it is missing, damaged, encrypted or too large.
        """
        member = self._members.get(name)
        if member is None:
            raise self.broken(f"it holds no {name}")
        if member.flag_bits & 1:
            raise encrypted(self._source)
        if member.file_size > MOST_XML_BYTES:
            raise self._too_large()
        try:
            return self._zip.read(member)
        except _DAMAGE as error:
            raise self.broken(f"{name} is damaged") from error

    def xml(self, name: str) -> _Element:
        """The root element of a member; entities stay unexpanded, nothing outside is fetched.

        Raises:
            DocumentError: as `read`, or the member is not well-formed or nested too deeply.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.broken(f"{name} is no well-formed XML") from error

    def broken(self, why: str) -> DocumentError:
        """The error of an archive that cannot be read."""
        return DocumentError(
            self._source, f"Broken: {why}.", next_step="Open it in the program that made it and save it anew."
        )

    def _too_large(self) -> DocumentError:
        return DocumentError(
            self._source,
            "Unpacks to far more than a document needs.",
            next_step="Save its text as .txt if you trust where it came from.",
        )


def encrypted(source: str) -> DocumentError:
    """The error of a document that cannot be read without a password or a key."""
    return DocumentError(source, "Encrypted.", next_step="Save a copy without a password and name that file.")
