"""What the cells and rows of a document say by key, and what holds while they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ecefollow.documents.blocks import PLAIN, Detail, Finding, Place
from ecefollow.importing.account import Account
from ecefollow.importing.columns import Head
from ecefollow.importing.days import DueCell, read_day, read_due
from ecefollow.importing.labels import Label, Labels
from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.numbering import TextPart
from ecefollow.importing.profile import Profile
from ecefollow.register.date_parser import DateOrder

# What is said of a recommendation, in as many cells as there are.
OF_RECOMMENDATIONS: Final = ("status", "response", "reservation", "notes", "tags")
SENTENCE: Final = ", sentence "  # between the name of a paragraph and the number of its sentence
NOWHERE: Final = Place()


class Said(NamedTuple):
    """What a cell or a paragraph says: its text, never empty, and where it stands.

    `also` are the other places whose texts were joined to it.
    """

    text: str
    place: Place
    heading: str = ""
    detail: Detail = PLAIN
    also: tuple[Place, ...] = ()

    def finding(self, message: str, text: str | None = None) -> Finding:
        """A finding about it."""
        return Finding(self.place, self.text if text is None else text, message, self.heading)


class RecommendationName(NamedTuple):
    """The id of a recommendation, empty if the document gives none, and its title."""

    id: str = ""
    title: str = ""


NO_NAME: Final = RecommendationName()


@dataclass(slots=True)
class DocumentRow:
    """What one row says, by key; `dated` is by the days that stand in headings.

    `continued` are the keys whose cell is merged with the one above. A row with a `label` says
    itself what it is, and one that `goes_on` says more of the label above it. `name` and `action`,
    the number and the text of an action, are told from all rows together, where no list above
    told the action; and so is `known`, the id
    of the action that it is about in a register which is there already.
    """

    place: Place
    said: dict[str, Said] = field(default_factory=dict)
    more: list[tuple[str, Said]] = field(default_factory=list)  # of keys that said something above
    dated: dict[date, dict[str, Said]] = field(default_factory=dict)
    continued: set[str] = field(default_factory=set)
    label: Label | None = None
    goes_on: bool = False
    is_alone: bool = False  # one cell in a row of several columns
    is_lost: bool = False  # a recommendation begins here that cannot be read
    is_lead: bool = False  # its text only announces a list
    is_struck: bool = False  # its action is struck out or hidden
    columns: frozenset[str] = frozenset()  # the keys of those that its table has
    evaluation: str = ""  # that it is of, where a column says so
    name: RecommendationName | None = None
    action: TextPart | None = None
    known: str = ""

    def add(self, key: str, said: Said, day: date | None = None) -> None:
        """Add a cell; one of a key that said something before is joined to it, or stands beside."""
        texts = self.dated.setdefault(day, {}) if day else self.said
        before = texts.get(key)
        if before and key in OF_RECOMMENDATIONS:
            self.more.append((key, said))
        elif before:
            text = f"{before.text}\n{said.text}"
            texts[key] = before._replace(text=text, also=(*before.also, said.place))
        else:
            texts[key] = said


@dataclass(slots=True, kw_only=True)
class HowRead:
    """The words, labels and dates of a document, and where everything in it goes."""

    vocabulary: Vocabulary
    labels: Labels
    profiles: Sequence[Profile]
    account: Account = field(default_factory=Account)
    findings: list[Finding] = field(default_factory=list)
    order: DateOrder | None = None
    as_of: date | None = None  # the day of the document
    names_parted_by: tuple[str, ...] = ()
    heads: list[Head] = field(default_factory=list)  # of its tables
    actions: str | None = None  # "from-recommendations" where each is its own action

    @classmethod
    def by(cls, profiles: Sequence[Profile]) -> HowRead:
        """How a document is read by these profiles, of which the first that says it decides."""
        vocabulary = Vocabulary(profiles)
        return cls(
            vocabulary=vocabulary,
            labels=Labels(
                [word for profile in profiles for word in profile.recommendation],
                [word for profile in profiles for word in profile.action],
                vocabulary.key,
            ),
            profiles=profiles,
            order=next((p.dates for p in profiles if p.dates), None),
            as_of=profiles[0].as_of,
            names_parted_by=next((p.names_parted_by for p in profiles if p.names_parted_by), ()),
        )

    def read(self, said: Said, to: str) -> None:
        """Note that something went into the register."""
        for place in (said.place, *said.also):
            self.account.read(place, to)

    def leave(self, said: Said, why: str) -> None:
        """Leave something out, with a finding."""
        for place in (said.place, *said.also):
            self.account.leave(place, why)
        self.find(said, f"{why}; it was left out")

    def find(self, said: Said, message: str, text: str | None = None) -> None:
        """Add a finding."""
        self.findings.append(said.finding(message, text))

    def note(self, message: str, place: Place = NOWHERE, text: str = "", heading: str = "") -> None:
        """Add a finding about the whole, or about a place that may have no text."""
        self.findings.append(Finding(place, text, message, heading))

    def due(self, said: Said) -> DueCell:
        """What is said of a deadline."""
        return read_due(said.text, said.detail.day, self.order, self.vocabulary)

    def day(self, said: Said) -> tuple[date | None, str]:
        """The day that is said, and how an unclear one was read or why none was."""
        return read_day(said.text, said.detail.day, self.order, self.vocabulary)

    def without_stamps(self, said: Said) -> tuple[str, Mapping[str, str]]:
        """The text without "[Added: 2012/10/07]" and the like, and what these say, by key."""
        if "[" not in said.text:
            return said.text, {}
        text, stamps = self.labels.stamps(said.text)
        if typed := stamps.get("added"):
            self.find(said, "this says when it was typed; it was left out", typed)
        return text, stamps
