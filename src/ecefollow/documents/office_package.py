"""The files of Excel and Word are zip files of XML: opened only as far as it is safe."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final
from xml.parsers import expat

from ecefollow.documents.cells import TableError

_MEGABYTE: Final = 1_000_000
_MOST: Final = 100 * _MEGABYTE  # of all that the file holds, pictures among it
_MOST_XML: Final = 16 * _MEGABYTE  # as text in a tree it takes ten times as much
_MOST_OTHER_XML: Final = 4 * _MEGABYTE  # of a part in which no text of a cell stands
_with_text: Final = re.compile(
    r"xl/(worksheets/.*|sharedstrings\.xml)|word/document\.xml"
).fullmatch
_MOST_PARTS: Final = 5_000
_CHUNK: Final = 65_536
_BEFORE_XML: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # marks of an encoding, and blanks


def open_package(data: bytes) -> zipfile.ZipFile:
    """The zip file in *data*; TableError if it unpacks to too much, or has a DTD.

    A damaged one raises whatever zipfile does.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS:
        raise TableError(f"it has more than {_MOST_PARTS:,} parts")
    if sum(part.file_size for part in parts) > _MOST:
        raise TableError(f"the file unpacks to more than {_MOST // _MEGABYTE} MB")
    unpacked = 0
    for part in parts:
        unpacked += _xml_size(archive, part)
        if unpacked > _MOST_XML:
            raise TableError(f"its XML unpacks to more than {_MOST_XML // _MEGABYTE} MB")
    return archive


def _xml_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """The size of an XML part, which must be well formed and without a DTD; 0 for any other part.

    The standard forbids a DTD (ISO/IEC 29500-2, 8.1.4), and with it go all entities.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    most = _MOST_XML if _with_text(part.filename.casefold()) else _MOST_OTHER_XML
    size = 0
    try:
        with archive.open(part) as unpacking:
            while chunk := unpacking.read(_CHUNK):
                if not size and not chunk.lstrip(_BEFORE_XML).startswith(b"<"):
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


def _refuse_doctype(*_: object) -> None:
    raise TableError("it has a document type declaration, as no file of Office has")
