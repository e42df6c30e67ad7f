"""Tables of recommendations in a layout by chance, as offices write them, and what each says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final, NamedTuple

from days_in_words import LANGUAGES, in_words
from table_files import Cell, Rows

from ecefollow.importing import profile
from ecefollow.importing.profile import Profile
from ecefollow.register.model import Register
from ecefollow.register.vocabulary import Status

TITLES: Final = (
    *(
        "Share what is known",
        "Publish the data: all series, each year",
        "Close the northern office",
    ),
    *("1.5 million to be raised", "Train the crews’ trainers (by region)", "Améliorer la parité"),
    *("Agree on “one corridor, one voice”", "No new vessel without a plan", "Write a manual"),
)
TEXTS: Final = (
    *("Meet twice a year", "0.7 per cent for training", "Draft a statement, and circulate it"),
    *("Hold the 12th session", "Élaborer un guide", "Completed forms are to be kept", "Ask HR"),
    *("Review: fees; fines – all of them", "Second an adviser to the ministry (2 years)"),
)
UNITS: Final = ("PMU", "Bureau d’étude", "Office of the Secretary", "Head of HR", "Web Team")
REMARKS: Final = ("Well received", "Two of five", "Adopted at the forum’s 3rd session", "À suivre")
PROOFS: Final = ("https://example.org/minutes.pdf?a=1", "Minutes of the forum")
RESPONSES: Final = ("The forum has taken it up.", "The office serves three countries.")
NUMBERS: Final = (["1", "2", "3"], ["4", "5", "9"], ["12.9", "12.10", "13"], ["A", "B", "C"])
OF_RECOMMENDATION: Final = ("title", "status", "response", "reservation")
OF_ACTION: Final = ("accountable", "due", "progress", "note", "evidence")
STATUSES: Final = ("accepted", "partial", "rejected", "pending")
PROGRESS: Final = ("completed", "in-progress", "not-started", "not-applicable")


class Fact(NamedTuple):
    """What a table says of a record, and the row (from 1) and column (from 0) that say it."""

    value: Any
    row: int
    column: int


@dataclass
class Written:
    """A table, and what it says: by the words of the record, and the key.

    `as_of` is the day of the whole, which the table says itself, or the reader is told.
    """

    language: str
    as_of: date | None
    option: date | None = None
    rows: Rows = field(default_factory=list)
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = [[cell.text if cell else "·" for cell in row] for row in self.rows]
        return "\n".join(" | ".join(row) for row in shown)


class Layout(NamedTuple):
    """How a table is laid out."""

    columns: list[str]
    group: bool  # each recommendation is a heading above its actions
    numbers: str  # of recommendations: "column", "front" of the title, "none"
    action_numbers: str  # likewise
    further: str  # rows of a recommendation: "repeated", "blank", "merged"
    split: bool  # the answer's word is the beginning of the response


def facts_of(*registers: Register) -> dict[tuple[str, str], Any]:
    """What registers say, in the form of a table's facts, those that are empty left out."""
    facts: dict[tuple[str, str], Any] = {}
    for one in (each for register in registers for each in register.recommendations):
        if one.status is not Status.NOT_STATED:
            facts[one.title, "status"] = one.status
        for key in ("id", "response", "reservation", "notes", "tags", "updates"):
            facts[one.title, key] = getattr(one, key)
        for action in one.actions:
            updates = action.updates
            facts |= {
                (action.text, "parent"): one.title,
                (action.text, "id"): action.id,
                (action.text, "responsible"): action.responsible,
                (action.text, "accountable"): action.accountable,
                (action.text, "due"): action.due and action.due.written,
                (action.text, "ongoing"): action.ongoing,
                (action.text, "after"): action.after,
                (action.text, "moved"): tuple(update.due for update in updates if update.due),
                (action.text, "progress"): "".join(update.progress or "" for update in updates),
                (action.text, "note"): "\n".join(update.note for update in updates if update.note),
                (action.text, "evidence"): sum((update.evidence for update in updates), ()),
                (action.text, "days"): {(update.date, update.day_unknown) for update in updates},
            }
    return {where: value for where, value in facts.items() if value}


def in_brief(*registers: Register) -> str:
    """What registers say, each record behind "/": texts, names, days; "?" marks unknown ones."""
    records = []
    for one in (each for register in registers for each in register.recommendations):
        said = [one.response, one.reservation, *one.notes, *one.tags]
        records.append("; ".join([f"{one.id} {one.title}: {one.status}", *filter(None, said)]))
        for action in one.actions:
            due = [action.due.written] if action.due else ["ongoing"] * action.ongoing
            parts = [f"{action.id} {action.text}", *action.responsible, *due]
            for line in action.updates:
                moved = line.due and f"to {line.due.written}"
                told = filter(None, (line.progress, moved, line.note, *line.evidence))
                parts.append(" ".join([f"{line.date}{'?' * line.day_unknown}", *map(str, told)]))
            records.append("; ".join(parts))
    return " / ".join(records)


def written(chance: Random, *, merges: bool) -> Written:
    """A table by chance; one that *merges* has cells that span others."""
    language = chance.choice(LANGUAGES)
    layout = _layout(chance, merges=merges)
    as_of = date(2021, 6, 30) if _is(chance, 0.5) else None
    return _Writer(chance, layout, Written(language, as_of), merges=merges).table()


def _layout(chance: Random, *, merges: bool) -> Layout:
    group = _is(chance, 0.3)
    some = [key for key in OF_RECOMMENDATION[1:] if _is(chance, 0.6)]
    columns = [] if group else ["title", *some]
    # A row of one cell would be a heading, for all that anybody can tell.
    columns += ["text", "responsible", *(key for key in OF_ACTION if _is(chance, 0.6))]
    columns += ["last_update"] * (_is(chance, 0.5))
    columns += ["unknown"] * (_is(chance, 0.3))
    chance.shuffle(columns)
    numbers = chance.choice(["front"] if group else ["front", "column", "none"])
    if numbers == "column":
        columns.insert(chance.randint(0, len(columns)), "recommendation")
    # A number of an action says that of its recommendation too.
    action_numbers = "none" if numbers == "none" else chance.choice(["none", "front", "column"])
    if action_numbers == "column":
        columns.insert(chance.randint(0, len(columns)), "id")
    further = chance.choice(["blank", "repeated", *(["merged"] if merges else [])])
    split = "response" in columns and "status" not in columns
    return Layout(columns, group, numbers, action_numbers, further, split)


def _is(chance: Random, often: float) -> bool:
    """Whether it is so this time; the simplest of failing cases have the least of what may be."""
    return chance.random() >= 1 - often


class _Writer:
    def __init__(self, chance: Random, layout: Layout, table: Written, *, merges: bool) -> None:
        self.chance = chance
        self.layout = layout
        self.written = table
        self.merges = merges
        self.profile: Profile = profile.languages()[table.language]
        self.status = ""  # of the recommendation that is written
        self.mark = chance.choice([". ", ") "])
        # "R A" is too little to be one.
        self.labels = [label for label in self.profile.recommendation if len(label) > len("Rec")]

    def table(self) -> Written:
        """The table, with what stands around it."""
        chance = self.chance
        self.sometimes(0.3, "Management response to the evaluation of the fleet")
        self.sometimes(0.2, "Blank 2 – not for circulation")
        if self.written.as_of:
            day = f"{self.written.as_of.day} {self.written.as_of:%B %Y}"
            self.written.option = chance.choice([self.written.as_of, None])
            if not self.written.option:
                self.sometimes(1, f"{chance.choice(['Status as of', 'Last updated:'])} {day}")
        head = self.head()
        if not self.layout.group or _is(chance, 0.5):
            self.written.rows += head
            head = []
        ids = chance.choice(NUMBERS)
        titles = iter(chance.sample(TITLES, len(ids)))
        texts = iter(chance.sample(TEXTS, len(TEXTS)))
        for place, number in enumerate(ids[: chance.randint(1, len(ids))]):
            title = next(titles)
            # The first has an action, or there would be no table.
            actions = [next(texts) for _ in range(chance.choice([1, 2, 3, 0 if place else 1]))]
            if self.layout.group:
                self.heading(number, title)
                self.written.rows += head if actions else []
                for count, text in enumerate(actions, 1):
                    self.row(self.action(f"{number}.{count}", text, title))
            else:
                self.recommendation(number, title, actions)
            if _is(chance, 0.1):
                self.row({})
        for word in self.profile.no_record[:2]:
            self.sometimes(0.2, f"{word.capitalize()}: UNAE 3")
        self.sometimes(0.2, "* As told by the office")
        return self.written

    def sometimes(self, often: float, text: str) -> None:
        """A row of one cell that is no record, or none."""
        if _is(self.chance, often):
            self.alone(text, spans=self.merges and _is(self.chance, 0.5))

    def alone(self, text: str, *, spans: bool) -> None:
        """A row of one cell, as wide as the table if it spans the others."""
        others = len(self.layout.columns) - 1
        rest = [None if spans else Cell("") for _ in range(others)]
        self.written.rows.append([Cell(text, columns=others + 1 if spans else 1), *rest])

    def head(self) -> Rows:
        """The headings, in one row or in two."""
        names = [self.heading_of(key) for key in self.layout.columns]
        start = self.chance.randint(1, len(names))
        if len(names) - start < 2 or not _is(self.chance, 0.3):
            return [[Cell(name) for name in names]]
        tall = 2 if self.merges else 1
        above: list[Cell | None] = [Cell(name, rows=tall) for name in names[:start]]
        wide = len(names) - start
        above += [Cell("Details", columns=wide if self.merges else 1)]
        above += [None if self.merges else Cell("")] * (wide - 1)
        below = [None if self.merges else Cell("") for _ in range(start)]
        return [above, [*below, *(Cell(name) for name in names[start:])]]

    def heading_of(self, key: str) -> str:
        if key == "unknown":
            return "Xyzzy"
        names = [name for name, meant in self.profile.columns.items() if meant == key]
        name = self.chance.choice(names)
        name = self.chance.choice([name, name.capitalize(), name.upper()])
        return name + self.chance.choice(["", "", ":", " *"])

    def word_for(self, key: str, meaning: str) -> str:
        words = self.profile.words[key].items()
        # What says nothing as often as "not applicable" is for nobody to tell.
        names = [w for w, meant in words if meant == meaning and w not in self.profile.nothing]
        word = self.chance.choice(names)
        return self.chance.choice([word, word.capitalize()])

    def row(self, texts: Mapping[str, tuple[str, Any]]) -> None:
        """A row with these cells, by key of the column, each a text and what it says."""
        number = len(self.written.rows) + 1
        cells: list[Cell | None] = []
        for column, key in enumerate(self.layout.columns):
            text, facts = texts.get(key, ("", {}))
            cells.append(Cell(text))
            for where, value in facts.items():
                self.written.facts.setdefault(where, Fact(value, number, column))
        self.written.rows.append(cells)

    # --- recommendations

    def heading(self, number: str, title: str) -> None:
        """A recommendation as headings above its actions."""
        label = self.chance.choice(self.labels)
        mark = self.chance.choice([": ", " - ", ". "])
        row = len(self.written.rows) + 1
        self.alone(f"{label.capitalize()} {number}{mark}{title}", spans=self.merges)
        self.written.facts[title, "id"] = Fact(number, row, 0)
        status = self.status = self.chance.choice(STATUSES)
        key = self.heading_of("response").rstrip(" *:")
        self.alone(f"{key}: {self.word_for('status', status)}", spans=self.merges)
        self.written.facts[title, "status"] = Fact(status, row + 1, 0)

    def recommendation(self, number: str, title: str, actions: Sequence[str]) -> None:
        """The rows of a recommendation, one for each action."""
        own = self.own(number, title)
        first = len(self.written.rows)
        for place, text in enumerate(actions or [""]):
            action = self.action(f"{number}.{place + 1}", text, title) if text else {}
            shown = own if not place or self.layout.further == "repeated" else {}
            self.row({**shown, **action})
        rows = self.written.rows[first:]
        if len(rows) > 1 and self.layout.further == "merged":
            for column, key in enumerate(self.layout.columns):
                texts = {cell.text for row in rows if (cell := row[column])}
                is_alike = len(texts) == 1 and "" not in texts
                if is_alike or key in {*OF_RECOMMENDATION, "recommendation"}:
                    self.merge(rows, column)

    def merge(self, rows: Rows, column: int) -> None:
        first = rows[0][column]
        assert first
        rows[0][column] = first._replace(rows=len(rows))
        for row in rows[1:]:
            row[column] = None

    def own(self, number: str, title: str) -> dict[str, tuple[str, Any]]:
        """The cells of the recommendation itself."""
        numbered = {(title, "id"): number}
        cells: dict[str, tuple[str, Any]] = {"title": (title, {})}
        if self.layout.numbers == "front":
            mark = self.mark if number.isdigit() else " "
            if number.isalpha():
                label = self.chance.choice(self.labels)
                number, mark = f"{label.capitalize()} {number}", ": "
            cells["title"] = (f"{number}{mark}{title}", numbered)
        elif self.layout.numbers == "column":
            cells["recommendation"] = (number, numbered)
        status = self.status = self.chance.choice(STATUSES)
        says = {(title, "status"): status}
        response = self.chance.choice(RESPONSES)
        if self.layout.split:
            response = f"{self.word_for('status', status)}. {response}"
            cells["response"] = (response, {**says, (title, "response"): response})
        else:
            cells["response"] = (response, {(title, "response"): response})
            cells["status"] = (self.word_for("status", status), says)
        if "reservation" in self.layout.columns and status in {"partial", "rejected"}:
            reason = self.chance.choice(REMARKS)
            cells["reservation"] = (reason, {(title, "reservation"): reason})
        return cells

    # --- actions

    def in_words(self, due: str) -> str:
        return in_words(self.chance, self.written.language, due)

    def action(self, number: str, text: str, title: str) -> dict[str, tuple[str, Any]]:
        """The cells of an action."""
        chance = self.chance
        numbered = {(text, "id"): number}
        cells: dict[str, tuple[str, Any]] = {"text": (text, {(text, "parent"): title})}
        if self.layout.action_numbers == "front":
            cells["text"] = (f"{number} {text}", {**numbered, (text, "parent"): title})
        elif self.layout.action_numbers == "column":
            cells["id"] = (number, numbered)
        # What stands alone beside a rejection may be its reason.
        least = 1 if self.status == "rejected" else 0
        names = tuple(chance.sample(UNITS, chance.choice([1, 2, least])))
        parted = chance.choice(["; ", "\n"]).join(names)
        cells["responsible"] = (parted, {(text, "responsible"): names} if names else {})
        name = chance.choice(UNITS)
        cells["accountable"] = (name, {(text, "accountable"): name})
        cells["due"] = self.due(text)
        cells["unknown"] = (chance.choice(["12 000", "EUR", ""]), {})
        return {**cells, **self.update(text)}

    def due(self, text: str) -> tuple[str, Any]:
        """A deadline of any precision, a continuing duty, or none."""
        day = date(2018, 1, 1) + timedelta(days=self.chance.randint(0, 700))
        quarter, half = (day.month + 2) // 3, (day.month + 5) // 6
        due = self.chance.choice(
            [
                *(f"{day}", f"{day}", f"{day:%Y-%m}", f"{day.year}", "", "ongoing"),
                *(f"{day.year}-Q{quarter}", f"{day.year}-H{half}"),
            ]
        )
        if not due:
            return "", {}
        if due == "ongoing":
            return self.word_for("due", "ongoing"), {(text, "ongoing"): True}
        return self.in_words(due), {(text, "due"): due}

    def update(self, text: str) -> dict[str, tuple[str, Any]]:
        """How far an action is, with its day if there is a column for it, or that of the whole."""
        chance = self.chance
        kinds = {key: _is(chance, 0.7) for key in ("progress", "note", "evidence")}
        cells: dict[str, tuple[str, Any]] = {}
        if kinds["progress"]:
            progress = chance.choice(PROGRESS)
            cells["progress"] = (
                self.word_for("progress", progress),
                {(text, "progress"): progress},
            )
        for key, choices in {"note": REMARKS, "evidence": PROOFS}.items():
            if kinds[key]:
                words = chance.choice(choices)
                value = (words,) if key == "evidence" else words
                cells[key] = (words, {(text, key): value})
        if not any(key in self.layout.columns for key in cells):
            return cells
        if "last_update" in self.layout.columns:
            day = date(2018, 1, 1) + timedelta(days=chance.randint(0, 700))
            closed = {"completed", "not-applicable"} & {
                *cells.get("progress", ("", {}))[1].values()
            }
            is_told = "progress" in self.layout.columns
            known = {(text, "days"): {(day, is_told and bool(closed))}}
            cells["last_update"] = (self.in_words(f"{day}"), known)
        elif self.written.as_of and kinds["progress"] and "progress" in self.layout.columns:
            word, says = cells["progress"]
            cells["progress"] = (word, {**says, (text, "days"): {(self.written.as_of, True)}})
        return cells
