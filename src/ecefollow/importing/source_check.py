"""Registers checked against the documents that they transcribe, word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from unicodedata import normalize

from ecefollow.analysis.transcription import differences, stream_of
from ecefollow.documents import document_file
from ecefollow.documents.blocks import Document
from ecefollow.documents.cells import TableError
from ecefollow.documents.passages import passages
from ecefollow.documents.text_runs import BULLETS
from ecefollow.importing import profile
from ecefollow.importing.days import read_due
from ecefollow.importing.numbering import front_of
from ecefollow.importing.profile import Profile
from ecefollow.importing.rows import HowRead
from ecefollow.importing.running_text import with_lines
from ecefollow.importing.source_values import unsourced
from ecefollow.reading.diagnostics import Code, Diagnostic, RefusedError
from ecefollow.reading.quoting import escaped, quoted
from ecefollow.reading.register_file import CheckedFile
from ecefollow.reading.sources import UnreadableError
from ecefollow.register.model import Register
from ecefollow.register.positions import Position


def check_all(checked: Sequence[CheckedFile], document: str) -> tuple[list[CheckedFile], list[str]]:
    """Each file with what differs from the document, and notes of what was not read in that.

    Without a name, it is the one beside the register that the evaluation names. A register with
    errors is not compared. UnreadableError or RefusedError if a named document cannot be read.
    """
    files: list[CheckedFile] = []
    notes: list[str] = []
    for file in checked:
        found = _differences(file.register, file.path, document, notes) if file.register else ()
        problems = [
            Diagnostic(file.path, at.line + 1, at.column + 1, code, escaped(message))
            for at, code, message in found
        ]
        problems = sorted([*file.problems, *problems], key=attrgetter("at"))
        files.append(file._replace(problems=problems))
    return files, notes


def compared(
    register: Register, document: Document, profiles: Sequence[Profile], path: str
) -> list[tuple[Position, Code, str]]:
    """What differs between the register and the document at *path*, by the words of *profiles*."""
    how = HowRead.by(profiles)

    @cache  # a title may stand in every row of its actions
    def front(sentence: str) -> int:
        """How many characters in front of it are a bullet, a label or a number."""
        text = sentence.lstrip(f"-–* {BULLETS}")
        if how.vocabulary.key(text):
            return len(sentence)
        numbered = how.labels.heading(text) or front_of(text)
        return len(sentence) - len(numbered.rest if numbered else text)

    @cache
    def is_value(text: str) -> bool:
        """Whether it is a date, or a word for an answer, for progress or for nothing."""
        text, _ = how.labels.stamps(text)
        readings = how.vocabulary.status(text), how.vocabulary.progress(text)
        is_word = any(reading.meaning and not reading.why for reading in readings)
        is_word = is_word or how.vocabulary.is_nothing(text)
        return is_word or not read_due(text, None, None, how.vocabulary).problem

    stream = stream_of(passages(with_lines(document.blocks), front), register, front)
    name = Path(path).name
    found = [*differences(register, stream, is_value=is_value, called=name)]
    return [*found, *unsourced(register, stream, how, name)]


def beside(folder: Path, document: str) -> str | None:
    """What a register in the folder calls the document as its source; None if it lies elsewhere."""
    path = Path(document)
    is_beside = path.parent.resolve() == folder.resolve() and _is_beside(path, path.name)
    # What no register may hold, such as a control character, names nothing either.
    is_text = path.name == normalize("NFC", path.name).strip() and path.name.isprintable()
    return path.name if is_beside and is_text else None


def _differences(
    register: Register, path: str, named: str, notes: list[str]
) -> Iterator[tuple[Position, Code, str]]:
    evaluation = register.evaluation
    source = evaluation.at.get("source", evaluation.at.first)
    try:
        document = named or _beside(Path(path).parent, evaluation.source)
        read = _read(document)
    except (UnreadableError, RefusedError) as error:
        if named:
            raise
        other = "another" if evaluation.source else "one"
        message = f"source: not compared: {error}; --source DOCUMENT names {other}"
        yield source, Code.NOT_COMPARED, message
        return
    notes += (f"{escaped(document)}: {finding}" for finding in read.findings)
    # By the labels of its language; where anything differs, by all that are known.
    own = {evaluation.language.partition("-")[0], "en"}
    few = [profile.language(tag) for tag in profile.LANGUAGES if tag in own]
    if compared(register, read, few, document):
        every = [*profile.languages().values(), *profile.forms().values()]
        yield from compared(register, read, every, document)


def _beside(folder: Path, source: str | None) -> str:
    """The path of the source, if it is a document in the folder of the register.

    A register may come from elsewhere, and what its source leads to would be shown.
    """
    if not source:
        raise RefusedError("the evaluation names no document")
    path = folder / source
    if not _is_beside(path, source):
        raise RefusedError(f"{quoted(source)} is no document beside the register")
    return str(path)


def _is_beside(path: Path, source: str) -> bool:
    try:
        return not source.startswith(".") and path.name == source and not path.is_symlink()
    except (OSError, ValueError):  # no name that a file can have
        return False


def _read(path: str) -> Document:
    try:
        return document_file.read(path)
    except TableError as error:
        raise RefusedError(f"{path}: {error}") from None
