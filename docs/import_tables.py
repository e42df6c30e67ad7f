"""The tables of docs/from-a-document.md, made from what `import` knows."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tables import replaced, table

from ecefollow.importing import profile
from ecefollow.importing.days import read_due
from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.profile import KEYS, Profile
from ecefollow.register.vocabulary import Progress, Status

PAGE: Final = Path(__file__).with_name("from-a-document.md")
_FORMS: Final = Path(profile.__file__).with_name("profiles") / "forms"
_SHOWN: Final = 8  # words in a cell; the files have them all
_ENGLISH: Final = profile.languages()["en"]
_DAYS: Final = (
    *("2018-03-31", "31 March 2018", "March 31, 2018", "31-Mar-18", "31/12/2018", "2018/03"),
    *("03/2018", "Mar-18", "March 2018", "Q1 2018", "first quarter of 2018", "H1 2018"),
    *("first semester of 2018", "2018", "end of 2018", "by end of March 2018"),
    *("by February 2018", "mid-2018", "Start: April 2018 / Completion: June 2018"),
    *("30 June 2018 (revised to 30 Sept. 2018)", "6 months after approval", "Ongoing", "TBD"),
    *("03/04/2018", "Q1 and Q3 2018", "2018-2019", "FY 2018", "Spring 2018"),
)


def tables() -> dict[str, str]:
    """Every table, by the heading under which it stands."""
    return {
        "### Forms that come with ecefollow\n": table(
            ("Name", "Form"), ((f"`{path.stem}`", _purpose(path)) for path in _form_files())
        ),
        "### Headings\n": table(
            ("Key", "What the column holds", "Headings, among others"),
            (
                (f"`{key}`", meaning, _some(_names(_ENGLISH.columns, key)))
                for key, meaning in KEYS.items()
            ),
        ),
        "### Words\n": table(("Meaning", "Words, among others"), _words(_ENGLISH)),
        "### Days\n": table(
            ("In the table", "In the register"), ((f"“{text}”", _due(text)) for text in _DAYS)
        ),
    }


def updated(page: str) -> str:
    """The page with every table as the program has it now."""
    return replaced(page, tables())


def _form_files() -> list[Path]:
    return [_FORMS / f"{name}.yaml" for name in profile.forms()]


def _purpose(path: Path) -> str:
    """The first sentence of the comment with which the file begins."""
    comment = re.match(r"(?:# .*\n)+", path.read_text(encoding="utf-8"))
    words = " ".join(comment[0].replace("# ", "").split()) if comment else ""
    return re.split(r"(?<=[a-z)`])\. ", words)[0].removesuffix(".")


def _names(meanings: Mapping[str, str], meaning: str) -> list[str]:
    return [name for name, meant in meanings.items() if meant == meaning]


def _some(names: list[str]) -> str:
    """The first names, each but once, and how many there are besides."""
    more = f", and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}"


def _words(language: Profile) -> Iterator[tuple[str, str]]:
    for key, kind in (("status", Status), ("progress", Progress)):
        for meaning in kind:
            yield f"`{meaning}`", _some(_names(language.words[key], meaning))
    for word in ("ongoing", "none"):
        yield f"`{word}`, as a deadline", _some(_names(language.words["due"], word))
    yield "nothing is said", _some([f"“{word}”" for word in language.nothing])
    yield "no record", _some(list(language.no_record))


def _due(text: str) -> str:
    cell = read_due(text, None, None, Vocabulary([_ENGLISH]))
    problem, _, remedy = cell.problem.partition("; ")
    if cell.moved and cell.due:
        return f"`due: {cell.due.written}`, moved to {cell.moved.written} by an update"
    if cell.due:
        return f"`due: {cell.due.written}`{f'; a finding: {cell.choice}' if cell.choice else ''}"
    if cell.after:
        return f"`after: {{event: {cell.after}}}`; a finding: {cell.choice}"
    if cell.ongoing:
        return "`ongoing: true`"
    advice = f"; {remedy}" if remedy.startswith("write") else ""
    return f"no deadline; a finding: {problem}{advice}" if problem else "no deadline"
