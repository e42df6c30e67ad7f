"""A sheet filled in as people do: every answer is recorded or named, and nothing else changes."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st
from random_registers import as_yaml, random_register

from ecefollow.analysis import queries
from ecefollow.analysis.sheet_columns import HEADINGS, NEW, OF_NEW, sent
from ecefollow.importing import profile
from ecefollow.reading import register_file
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.recording import returned_document
from ecefollow.recording.new_update import Addition, NewAction
from ecefollow.recording.returned_document import HowReturned
from ecefollow.register.model import Register, stated

openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")
SENT: Final = date(2021, 12, 31)
TODAY: Final = date(2022, 2, 28)
WORDS: Final = sorted(
    (word, meaning)
    for one in profile.languages().values()
    for word, meaning in one.words["progress"].items()
    if meaning != "not-reported"
)
DAYS: Final = ("2022-01-{:02}", "{} January 2022", "{} janvier 2022", "{} января 2022")
DOUBTFUL: Final = {
    "update_progress": ("half way", "completed, except one", "nearly done?"),
    "update_date": ("03/04/2022", "soon", "January 2022"),
    "update_due": ("spring 2023", "FY 2023", "2 years"),
}
OUTSIDE: Final = ("due", "progress", "responsible", "last_note", "state", "recommendation")


class Answer(NamedTuple):
    """Something that a person wrote: at which row of which action, under which key or none."""

    row: int
    column: int
    id: str
    key: str
    value: Any  # as the register has it; None for what nobody can read


class Filled(NamedTuple):
    """A workbook, and what was written into it."""

    data: bytes
    answers: list[Answer]
    beside: list[str]  # texts in comments, links, other sheets, other columns
    may_refuse: bool


def rows_sent(register: Register, chance: Random) -> list[list[str]]:
    """The sheet as it is sent: titles, headings, keys, a row for each action, rows for new ones."""
    answers = register.on(SENT)
    cells = [sent(item) for item in queries.actions(answers)]
    new: list[dict[str, str]] = [dict.fromkeys(OF_NEW, "") | {"id": NEW}] * 3
    columns = list(HEADINGS)
    if chance.random() < 0.3:
        chance.shuffle(columns)
    if chance.random() < 0.3:
        chance.shuffle(cells)
    if chance.random() < 0.3 and len(cells) > 1:
        del cells[chance.randrange(len(cells))]
    rows = [[row.get(key, "") for key in columns] for row in (*cells, *new)]
    heads = [HEADINGS[key] for key in columns]
    if chance.random() < 0.3:
        heads[chance.randrange(len(heads))] = "Renamed"
    above = [[register.evaluation.title], ["How to fill it in"]] if chance.random() < 0.9 else []
    return [*above, heads, columns, *rows]


def filled(register: Register, chance: Random) -> Filled:  # noqa: C901, PLR0912, PLR0915 - a person may do anything
    """The sheet, filled in by chance."""
    rows = rows_sent(register, chance)
    top = next(n for n, row in enumerate(rows) if "id" in row)
    keys = rows[top]
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    answers: list[Answer] = []
    beside: list[str] = []
    may_refuse = False

    def write(number: int, key: str, shown: object, value: object) -> None:
        column = keys.index(key)
        sheet.cell(number + 1, column + 1).value = shown
        ident = rows[number][keys.index("id")]
        answers.append(Answer(number + 1, column, ident, key, value))

    def token() -> str:
        return f"text {len(answers) + len(beside)} {chance.choice(['é', '<script>', '[/b]', 'ж'])}"

    own = [n for n in range(top + 1, len(rows)) if rows[n][keys.index("id")] != NEW]
    for number in own:
        if chance.random() < 0.5:
            continue
        day = date(2022, 1, chance.randrange(10, 28))
        shown = chance.choice([*(form.format(day.day) for form in DAYS), day])
        if chance.random() < 0.9:
            write(number, "update_date", shown, day)
        else:
            may_refuse = True
        write(number, "update_note", text := token(), text)
        if chance.random() < 0.5:
            word, meaning = chance.choice(WORDS)
            cased = chance.choice([word, word.upper(), word.capitalize(), f" {word} "])
            write(number, "update_progress", cased, meaning)
        for key in ("update_by", "update_evidence"):
            if chance.random() < 0.3:
                write(number, key, text := token(), text)
        if chance.random() < 0.3:
            write(number, "update_due", "30 June 2023", "2023-06-30")
            may_refuse = True  # a continuing duty has no deadline
        if chance.random() < 0.1:
            key = chance.choice(list(DOUBTFUL))
            write(number, key, chance.choice(DOUBTFUL[key]), None)
            may_refuse = True
        if chance.random() < 0.2:
            key = chance.choice(OUTSIDE)
            write(
                number, key, text := token(), text if key in {"responsible", "last_note"} else None
            )
        if chance.random() < 0.1:
            write(number, "text", token(), None)
            may_refuse = True
    news = [n for n in range(top + 1, len(rows)) if rows[n][keys.index("id")] == NEW]
    if chance.random() < 0.2 and news:
        write(news[0], "text", text := token(), None)
    more = len(keys)
    if chance.random() < 0.3:
        sheet.cell(top, more + 1).value = chance.choice(["Comments", "Budget", "Notes", ""])
        beside.append(text := token())
        sheet.cell(chance.choice(own) + 1, more + 1).value = text
        may_refuse = True  # the row may have no day
    if chance.random() < 0.2:
        beside.append(text := token())
        sheet.cell(own[0] + 1, 1).comment = openpyxl.comments.Comment(text, "somebody")
    if chance.random() < 0.2:
        beside.append(text := token())
        book.create_sheet("More").append(["", text])
    if chance.random() < 0.2:
        beside.append("https://example.org/proof")
        sheet.cell(own[0] + 1, keys.index("update_note") + 1).hyperlink = beside[-1]
    if chance.random() < 0.2:
        beside.append(text := token())
        sheet.cell(1, 4).value = text if top > 1 else None
        beside = beside if top > 1 else beside[:-1]
    if chance.random() < 0.2 and len(own) > 1:
        letter = openpyxl.utils.get_column_letter(keys.index("update_note") + 1)
        covered = own[1] + 1
        answers = [a for a in answers if (a.row, a.key) != (covered, "update_note")]
        sheet.merge_cells(f"{letter}{own[0] + 1}:{letter}{covered}")
        may_refuse = True  # the second row may have no day
    file = io.BytesIO()
    book.save(file)
    note(f"{rows}\n{answers}\n{beside}")
    return Filled(file.getvalue(), answers, beside, may_refuse)


def broken(register: Register, sheet: Filled) -> Iterator[str]:
    """What contradicts the law."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "sheet.xlsx")
        path.write_bytes(sheet.data)
        try:
            back = returned_document.read(str(path), register, HowReturned(), on=None, today=TODAY)
        except RefusedError as error:
            note(f"{error}: {error.problems}")
            is_empty = not (sheet.answers or sheet.beside)
            if not (sheet.may_refuse or is_empty or _is_late(register)):
                yield f"refused: {error.problems or error}"
            return
    note("\n".join(map(str, [*back.findings, *back.already])))
    told = "\n".join(map(str, [*back.findings, *back.already]))
    rows_told = {(each.place.row, each.place.column) for each in (*back.findings, *back.already)}
    updates = {each.id: each.update for each in back.additions if isinstance(each, Addition)}
    values = {ident: list(_values(update)) for ident, update in updates.items()}
    for answer in sheet.answers:
        is_told = {(answer.row, answer.column), (answer.row, None)} & rows_told
        if not is_told and str(answer.value) not in values.get(answer.id, ()):
            yield f"lost: {answer}"
    recorded = "\n".join(text for own in values.values() for text in own)
    yield from (f"lost: {text}" for text in sheet.beside if text not in told + recorded)
    for ident, own in values.items():
        said = {str(a.value) for a in sheet.answers if a.id == ident} | set(sheet.beside)
        notes = {str(a.value) for a in sheet.answers if a.key == "update_note"}
        yield from (f"invented: {text}" for text in own if text not in said | notes)
    yield from (f"new: {each}" for each in back.additions if isinstance(each, NewAction))


def _values(update: Any) -> Iterator[str]:
    for value in stated(update).values():
        parts = value if type(value) is tuple else [value]
        yield from (getattr(part, "written", str(part)) for part in parts)


def _is_late(register: Register) -> bool:
    """Whether an answer may be dated before its action was added."""
    added = {a.id: a.added or r.added for r in register.recommendations for a in r.actions}
    return any(day and day > SENT for day in added.values())


def with_actions(chance: Random) -> Register:
    register = register_file.parse_valid(as_yaml(random_register(chance)).encode(), "random.yaml")
    assume(len(queries.actions(register.on(SENT))) > 1)
    return register


@given(st.integers(0, 2**32))
def test_every_answer_in_a_sheet_is_recorded_or_named_and_nothing_else_changes(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    register = with_actions(chance)
    found = list(broken(register, filled(register, chance)))
    assert not found, "\n".join(found)
