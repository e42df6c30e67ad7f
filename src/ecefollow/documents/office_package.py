"""The files of Excel and Word are zip files of XML: opened only as far as it is safe."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

from ecefollow.documents.cells import TableError

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEGABYTE: Final = 1_000_000
_MOST: Final = 100 * _MEGABYTE  # of all that the file holds, pictures among it
_MOST_XML: Final = 16 * _MEGABYTE  # as text in a tree it takes ten times as much
_MOST_OTHER_XML: Final = 4 * _MEGABYTE  # of a part in which no text of a cell stands
_with_text: Final = re.compile(
    r"xl/(worksheets/.*|sharedstrings\.xml)|word/document\.xml"
).fullmatch
_MOST_PARTS: Final = 5_000
# Deflate comes to a thousand; the XML of a sheet of like cells to a hundred.
_MOST_RATIO: Final = 250
_LARGE: Final = _MEGABYTE  # a smaller part may well shrink more
_CHUNK: Final = 65_536
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCODINGS: Final = {None, "utf-8", "utf-16", "us-ascii", "ascii"}


def refuse_ole(data: bytes) -> None:
    """Raise TableError for the container of old and of encrypted files, saying which it is."""
    if not data.startswith(OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise TableError("the file is encrypted; save it without a password")
    raise TableError(
        "this is a file of Excel or Word 97-2003, whatever its name; save it as .xlsx or .docx"
    )


def open_package(data: bytes) -> zipfile.ZipFile:
    """The zip file in *data*; TableError if it is damaged, unpacks to too much, or has a DTD."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _require_sizes(archive.infolist(), len(data))
        _require_plain_xml(archive)
    except TableError:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError) as error:
        raise TableError(f"the file is damaged: {error}") from None
    return archive


def _require_sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    if len(parts) > _MOST_PARTS:
        raise TableError(f"it has more than {_MOST_PARTS:,} parts")
    whole = sum(part.file_size for part in parts)
    if whole > _MOST or whole > max(packed * _MOST_RATIO, _LARGE):
        size = f"{whole / _MEGABYTE:,.0f} MB from {packed / _MEGABYTE:.1f} MB"
        raise TableError(f"the file unpacks to {size}; it is not opened")
    for part in parts:
        if part.flag_bits & 0x1:
            raise TableError("the file is encrypted; save it without a password")
        if part.compress_type not in _METHODS:
            raise TableError(f"its part {part.filename!r} is packed in a way that Office never is")
        if part.file_size > max(part.compress_size * _MOST_RATIO, _LARGE):
            raise TableError(f"its part {part.filename!r} unpacks to far too much")


def _require_plain_xml(archive: zipfile.ZipFile) -> None:
    unpacked = 0
    for part in archive.infolist():
        unpacked += _checked(archive, part)
        if unpacked > _MOST_XML:
            raise TableError(f"its XML unpacks to more than {_MOST_XML // _MEGABYTE} MB")


def _checked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """The size of an XML part, which must be well formed and without a DTD; 0 for any other part.

    The standard forbids a DTD (ISO/IEC 29500-2, 8.1.4), and with it go all entities.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _require_unicode
    most = _MOST_XML if _with_text(part.filename.casefold()) else _MOST_OTHER_XML
    size = 0
    try:
        with archive.open(part) as unpacking:
            while chunk := unpacking.read(_CHUNK):
                if not size and not _is_xml(chunk):
                    return 0
                size += len(chunk)
                if size > most:
                    raise TableError(f"its part {part.filename!r} has more than {most:,} bytes")
                parser.Parse(chunk, False)
        if size:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise TableError(f"its part {part.filename!r} is damaged: {error}") from None
    return size


def _is_xml(start: bytes) -> bool:
    """Whether a part may be read as XML by anyone: in UTF-16 every other byte is zero."""
    text = start[:64].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    return text.startswith(b"<")


def _refuse_doctype(*_: object) -> None:
    raise TableError("it has a document type declaration, as no file of Office has")


def _require_unicode(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding.lower() if encoding else None) not in _ENCODINGS:
        raise TableError(f"its XML is in {encoding}, as no file of Office is")
