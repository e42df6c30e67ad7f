"""How documents are read, as data: the columns, words and dates of an office, form or language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from ecefollow.reading import loader, sources
from ecefollow.reading.diagnostics import Code, Diagnostic, RefusedError, has_errors
from ecefollow.reading.quoting import did_you_mean, quoted
from ecefollow.reading.values import PARSERS, InvalidValueError, word_parser
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.schema import DAY, STATUS, TEXT, ByName, Key, Many, Record, Scalar
from ecefollow.register.vocabulary import Progress, Status

# What a column can hold.
KEYS: Final[dict[str, str]] = {
    "number": "The number of what stands to its right: the recommendation, or the action",
    "recommendation": "The number of the recommendation",
    "title": "What is recommended",
    "status": "Management's answer, in a word",
    "reservation": "What was not accepted, and why",
    "response": "Management's answer in full",
    "notes": "Conditions that are no action of their own",
    "tags": "Themes of the recommendation",
    "id": "The number of the action",
    "text": "What will be done",
    "responsible": "Who carries it out",
    "original_responsible": "Who was to carry it out first, if others do now",
    "accountable": "Who sees to it, if named apart",
    "added": "The day it was agreed, if later than the response",
    "due": "The deadline; the first one, if there is a column for the revised one",
    "revised_due": "The deadline to which it was moved",
    "outcome": "A status: the answer or the progress, whichever its words are",
    "progress": "How far it is, in a word",
    "last_update": "The day of which the progress is",
    "completed_on": "The day on which it was completed",
    "completion": "The deadline; beside a deadline, the day on which it was completed",
    "note": "What was done, or why not",
    "evidence": "Proof: links or documents",
    "by": "Who reported the progress",
    "due_text": "The deadline in the words of the source",
    "reading": "How an unclear source was understood",
    "after": "An event that must come first",
    "expected": "When that event is expected",
    "happened": "The day on which that event happened",
    "ongoing": "Whether it is a continuing duty: true or false",
    "discretionary": 'Whether the source says "may": true or false',
    "see": "The ids of related actions or recommendations",
    "verification": "What somebody else found of it, which is left out unless it is said by whom",
    "left-out": "Nothing that belongs into a register",
}

_FOLDER: Final = Path(__file__).with_name("profiles")
LANGUAGES: Final = tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))  # their tags


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """How the documents of an office, a form or a language are read; empty where it says nothing.

    The names are those of the file, which `_KEYS` explains.
    """

    language: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: DateOrder | None = None
    as_of: date | None = None
    actions: str | None = None
    split_by: str | None = None
    names_parted_by: tuple[str, ...] = ()
    recommendation: tuple[str, ...] = ()
    action: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    qualifiers: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    no_record: tuple[str, ...] = ()
    date_words: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load(data: bytes, path: str) -> tuple[Profile | None, list[Diagnostic]]:
    """The profile in *data*, None if there is an error; and every problem, in file order.

    *path* is the file's name in the problems.
    """
    profile, problems = loader.read_record(_PROFILE, data, path, _PARSERS)
    return None if has_errors(problems) else profile, problems


def read(name_or_path: str) -> Profile:
    """The profile of a form or a language that comes with the program, else the one in a file.

    RefusedError if there is none, or if anything is wrong with it.
    """
    built_in = {**languages(), **forms()}
    if name_or_path in built_in:
        return built_in[name_or_path]
    try:
        return _read_file(name_or_path)
    except sources.UnreadableError as error:
        names = [*forms(), *languages()]
        message = f"no profile {quoted(name_or_path)}: {error.reason}"
        message += did_you_mean(name_or_path, names)
        raise RefusedError(message, f"the built-in ones are {', '.join(names)}") from None


@cache
def languages() -> Mapping[str, Profile]:
    """The words of each language, by its tag."""
    return {tag: language(tag) for tag in LANGUAGES}


@cache
def language(tag: str) -> Profile:
    """The words of one of LANGUAGES."""
    return _read_file(str(_FOLDER / f"{tag}.yaml"))


@cache
def forms() -> Mapping[str, Profile]:
    """How each form in wide use is read, by its name."""
    return {path.stem: _read_file(str(path)) for path in sorted(_FOLDER.glob("forms/*.yaml"))}


def words_of_sentences(profiles: Sequence[Profile], *kinds: str) -> list[str]:
    """The words of some kinds by which sentences are understood; an ending begins with "*"."""
    return [word for p in profiles for kind in kinds for word in p.sentences.get(kind, ())]


def _read_file(path: str) -> Profile:
    profile, problems = load(sources.read(path), path)
    if not profile:
        raise RefusedError(f"{path} is no valid profile", *map(str, problems))
    return profile


def _one_of(*words: str) -> Scalar:
    members: Any = StrEnum("_Word", list(words))  # type: ignore[misc]  # what words is data
    *most, last = words
    kind = Scalar(f"one of {', '.join(most)} or {last}" if most else last, words=tuple(members))
    _PARSERS[kind] = word_parser(kind)
    return kind


_PARSERS: Final = dict(PARSERS)
_COLUMN: Final = _one_of(*KEYS)
_LANGUAGE: Final = _one_of(*LANGUAGES)
_ORDER: Final = Scalar("day-first or month-first", words=tuple(DateOrder))
_ACTIONS: Final = _one_of("from-recommendations")
_PROGRESS: Final = _one_of(*Progress)
_DUE: Final = _one_of("ongoing", "none")
_OUTCOME: Final = _one_of(*Status, *Progress)
_MEANING: Final = _one_of(*Status, *Progress, "ongoing", "none")
_ENCODING: Final = Scalar("the name of an encoding, such as utf-8 or windows-1252")
_TEXTS: Final = Many(TEXT)
_OWN_WORDS: Final = {
    "status": ByName(STATUS),
    "progress": ByName(_PROGRESS),
    "outcome": ByName(_OUTCOME),
    "due": ByName(_DUE),
    "revised_due": ByName(_DUE),
}


def _parse_encoding(text: str) -> str:
    try:
        "a".encode(text)  # what `codecs.lookup` knows besides is not of texts
    except (LookupError, UnicodeError):
        message = f"{quoted(text)} is not {_ENCODING.wants}"
        raise InvalidValueError(Code.UNKNOWN_VALUE, message) from None
    return text


_PARSERS.update({_ORDER: word_parser(_ORDER), _ENCODING: _parse_encoding})


def _profile(*, at: object, **values: Any) -> Profile:  # noqa: ARG001 - it has no places
    read = {name.replace("-", "_"): value for name, value in values.items()}
    if endings := read.pop("endings", None):
        words = {name: _inflected(some, endings) for name, some in read.get("words", {}).items()}
        read["words"] = _inflected(words, endings)
        for name in ("columns", "answers"):
            read[name] = _inflected(read.get(name, {}), endings)
    return Profile(**read)


def _inflected(words: Mapping[str, Any], endings: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The words, and their other forms with the same meaning; what is listed goes before these.

    All endings in a word of several parts change together: "no aceptado/no aprobado".
    """
    ending = re.compile(rf"(?:{'|'.join(map(re.escape, endings))})\b")

    def other_form(word: str, other: Mapping[str, str | None]) -> str:
        return ending.sub(lambda match: other[match[0]] or match[0], word)

    others = [dict(zip(endings, row, strict=True)) for row in zip_longest(*endings.values())]
    forms = {
        other_form(word, other): meaning for other in others for word, meaning in words.items()
    }
    return {**forms, **words}


def _by_name(*, at: object, **values: Any) -> dict[str, Any]:  # noqa: ARG001 - likewise
    return values


SENTENCES: Final = Record(
    "the words of sentences",
    _by_name,
    (
        Key("duty", _TEXTS, "What says that something is to be done: will, shall"),
        Key("may", _TEXTS, "What leaves it open whether it is done"),
        Key("passive", _TEXTS, "What says, with a duty, that it is done to the subject"),
        Key("verb", _TEXTS, "What is in no name: that, was"),
        Key("continuing", _TEXTS, "What says, beside a duty, that it goes on"),
        Key("event", _TEXTS, "What stands before something that must come first"),
        Key("no-event", _TEXTS, "What has such a word in it and says nothing of the kind"),
        Key("office", _TEXTS, "What a unit or an office is called"),
        Key("article", _TEXTS, "What may stand before its name"),
        Key("conjunction", _TEXTS, "What stands between two names"),
        Key("oversight", _TEXTS, "What is done by those who only see to it"),
        Key("this", _TEXTS, "What points back to the sentence before"),
        Key("related", _TEXTS, "What stands beside “actions” where all of them are meant"),
    ),
)

_PROFILE: Final = Record(
    "a profile",
    _profile,
    (
        Key("language", _LANGUAGE, "The language whose words come after the profile's own"),
        Key("sheet", TEXT, "The sheet to read"),
        Key("encoding", _ENCODING, "The encoding of a text file"),
        Key("columns", ByName(_COLUMN), "What each column holds, by its heading or its letter"),
        Key(
            "words",
            ByName(ByName(_MEANING), _OWN_WORDS),
            "What words mean, by the key or the heading of their column",
        ),
        Key("dates", _ORDER, "Whether the day or the month is first in 03/04/2018"),
        Key("as_of", DAY, "The day of the document"),
        Key("actions", _ACTIONS, "That each recommendation is its own action"),
        Key("split-by", TEXT, "The column whose every value is an evaluation of its own"),
        Key("names-parted-by", _TEXTS, "What stands between two names in a cell"),
        Key("recommendation", _TEXTS, "What a number follows at the head of a recommendation"),
        Key("action", _TEXTS, "What a number follows at the head of an action"),
        Key("endings", ByName(_TEXTS), "By its ending, how the other forms of a word end"),
        Key("answers", ByName(STATUS), "Verbs of a sentence about the recommendation"),
        Key("qualifiers", _TEXTS, "Beside one of these no word is read"),
        Key("nothing", _TEXTS, "What a cell has that says nothing"),
        Key("no-record", _TEXTS, "What begins a row that is no record"),
        Key("date-words", ByName(TEXT), "The English word for each in a date"),
        Key("sentences", SENTENCES, "The words by which a sentence about follow-up is understood"),
    ),
)
