"""What a file is that is no register, by its first bytes or its name."""

from __future__ import annotations

import re
from typing import Final

_ZIP: Final = b"PK\x03\x04"
_IMPORT: Final = "not YAML; `ecefollow import` reads it"
_SAVE_AS: Final = "not YAML; save it as .xlsx or .docx, which `ecefollow import` reads"
CSV_MESSAGE: Final = f"this is a CSV file, {_IMPORT}"
# Compiled when they are used: few files need them.
_KEY: Final = rb"(?m)^(?:- )?[^\s#:]+:(?:\s|$)"
_OWN_KEY: Final = rb"(?:evaluation|recommendations)[\"']?\s*:"
_SIGNS: Final = {
    b"PK\x05\x06": "an empty zip file, not YAML",
    b"%PDF-": f"a PDF, {_IMPORT}",
    # The container of the old files of Office, and of the new ones with a password.
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": f"an old or encrypted file of Excel or Word, {_SAVE_AS}",
    **dict.fromkeys(
        # PNG, JPEG, GIF, and TIFF, which scanners make.
        (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"),
        "an image, not YAML",
    ),
}


def named(data: bytes) -> str:
    """The message that *data* is a workbook, an image and so on; empty for what may be a text."""
    if data.startswith(_ZIP):
        return f"this is {_package(data)}"
    return next((f"this is {kind}" for sign, kind in _SIGNS.items() if data.startswith(sign)), "")


def is_csv(data: bytes, path: str) -> bool:
    """Whether the file is a table in CSV: its name says so, and it has no key of a register."""
    is_named = path.casefold().endswith((".csv", ".tsv"))
    return is_named and bool(data.strip()) and b"recommendations:" not in data and not named(data)


def is_other_yaml(data: bytes) -> bool:
    """Whether a YAML file is of another kind: it has keys, and neither of those of a register.

    One that is empty or broken off may have been a register, and so may one in which every letter
    takes two bytes, or could be written with a backslash.
    """
    is_sure = b"\0" not in data and b"\\" not in data and bool(re.search(_KEY, data))
    return is_sure and not re.search(_OWN_KEY, data)


def _package(data: bytes) -> str:
    """What the zip file in *data* is, by the names in it."""
    # Late: only what is no register needs it.
    import io
    import zipfile

    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return "a damaged zip file, not YAML"
    if any(name.startswith("xl/") for name in names):
        return f"an Excel workbook, {_IMPORT}"
    if any(name.startswith("word/") for name in names):
        return f"a Word document, {_IMPORT}"
    if "mimetype" in names:
        return f"an OpenDocument file, {_SAVE_AS}"
    return "a zip file, not YAML"
