"""The tables of docs/bringing-your-response.md, made from what `import` knows."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ecefollow.importing.days import read_due
from ecefollow.importing.headings import HEADINGS, REQUIRED
from ecefollow.importing.status_words import PROGRESS_WORDS, STATUS_WORDS

PAGE: Final = Path(__file__).with_name("bringing-your-response.md")
# What each key of a column is, for those that name no key of the file.
_MEANINGS: Final = {
    "number": "the number of what stands to its right",
    "recommendation": "the number of the recommendation",
    "title": "the recommendation",
    "status": "management's answer",
    "reservation": "what was not accepted, and why",
    "response": "the answer in full",
    "notes": "conditions",
    "tags": "themes",
    "id": "the number of the action",
    "text": "the action",
    "responsible": "who carries it out",
    "accountable": "who sees to it",
    "due": "the deadline",
    "revised_due": "the deadline it was moved to",
    "outcome": "`status` or `progress`, whichever its words are",
    "progress": "how far it is",
    "last_update": "the day for which the row speaks",
    "completed_on": "the day it was completed",
    "note": "the note of the update",
    "evidence": "what proves it",
    "by": "who reports it",
    "due_text": "the source's words for the deadline",
    "reading": "how an unclear source was read",
    "after": "the event that must come first",
    "see": "related ids",
}
_DAYS: Final = (
    *("2018-03-31", "31 March 2018", "March 31, 2018", "31-Mar-18", "31/12/2018", "2018/03"),
    *("03/2018", "Mar-18", "March 2018", "Q1 2018", "first quarter of 2018", "2018"),
    *("end of 2018", "by end of March 2018", "by February 2018", "Ongoing", "Continuous"),
    *("No due date", "TBD", "n/a", "03/04/2018", "Q1 and Q3 2018", "2018-2019", "mid-2018"),
)


def tables() -> dict[str, str]:
    """Every table, by the heading under which it stands."""
    words = [*STATUS_WORDS.items(), *PROGRESS_WORDS.items()]
    return {
        "### The headings\n": _table(
            ("Key", "What it is", "Headings"),
            ((_key(key), _MEANINGS[key], ", ".join(names)) for key, names in HEADINGS.items()),
        ),
        "### The words\n": _table(
            ("Meaning", "Words"),
            (
                ("no progress" if key == "not-reported" else f"`{key}`", ", ".join(names))
                for key, names in words
            ),
        ),
        "### The days\n": _table(
            ("In the table", "In the register"), ((f"“{text}”", _due(text)) for text in _DAYS)
        ),
    }


def updated(page: str) -> str:
    """The page with every table as the program has it now."""
    for heading, rows in tables().items():
        pattern = rf"(?<=^{re.escape(heading)})((?:(?!#|\|).*\n)*)(?:\|.*\n)+"
        if found := re.search(pattern, page, re.MULTILINE):
            page = page[: found.start()] + found[1] + rows + page[found.end() :]
    return page


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    def lines() -> Iterator[str]:
        yield f"| {' | '.join(heads)} |"
        yield f"|{'---|' * len(tuple(heads))}"
        for cells in rows:
            yield f"| {' | '.join(cells)} |"

    return "".join(f"{line}\n" for line in lines())


def _key(key: str) -> str:
    if key in {"number", "outcome"}:
        return "-"
    return f"`{key}`{' (required)' if key in REQUIRED else ''}"


def _due(text: str) -> str:
    found = read_due(text, None, None)
    if found.due:
        return f"`due: {found.due.written}`{'; a finding says so' if found.choice else ''}"
    if found.ongoing:
        return "`ongoing: true`"
    return f"no deadline; a finding: {found.problem}" if found.problem else "no deadline"
