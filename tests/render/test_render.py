"""Each format, read back: what stands in the register comes through as what it is."""

import csv
import io
import json
import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from dated_actions import completed, update
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from ecefollow.analysis import queries
from ecefollow.analysis.queries import Against
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import Answer, Evaluation, Recommendation, Register
from ecefollow.register.standing import Action, Event
from ecefollow.register.vocabulary import Status
from ecefollow.render import dispatch
from ecefollow.render.formats import Format, Look
from ecefollow.render.styles import width
from ecefollow.render.wrapping import wrapped
from ecefollow.views import actions as action_listing
from ecefollow.views import recommendations as recommendation_listing
from ecefollow.views.context import Context
from ecefollow.views.listing import Listing

DAY = date(2018, 3, 31)
WIDE = Look(width=400, colour=False, encoding="utf-8")
IN_COLOUR = WIDE._replace(colour=True)

# Whatever a register may hold: no surrogates, no terminal controls, and not only blanks.
TEXTS = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r"))
    | st.text(st.sampled_from("=+-@'\"|\\<>&[]()*_`~:#!;,\t\r\n ab1.é会\u200d\ufe0f"))
    | st.sampled_from(["=1+1", "'=1", "''@x", "'x", "a\rb", "\r=", "<!-- -->", "a|b", "\uff1dA1"])
).filter(str.strip)
NAMES = st.lists(TEXTS, max_size=3).map(tuple)


def asked(register: Register) -> Context:
    return Context(DAY, "register.yaml", queries.count_states(register.on(DAY)), {})


def register(*recommendations: Recommendation) -> Register:
    return Register(Evaluation("test", "A test", "UNECE"), recommendations)


def recommendation(*actions: Action, title: str = "Share knowledge") -> Recommendation:
    return Recommendation("7", title, Status.PARTIAL, actions=actions)


def action(text: str, *, ident: str = "7.1", **more: Any) -> Action:
    return Action(ident, text, more.pop("responsible", ("PMU",)), **more)


def actions(*stated: Action) -> Listing:
    whole = register(recommendation(*stated))
    return action_listing.actions(queries.actions(whole.on(DAY)), asked(whole))


def recommendations(*stated: Recommendation) -> Listing:
    whole = register(*stated)
    answers: tuple[Answer, ...] = whole.on(DAY)
    return recommendation_listing.recommendations(answers, answers, asked(whole))


def shown(listing: Listing, format: Format, look: Look = WIDE) -> str:
    return dispatch.listing(listing, format, look)


def from_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return re.sub("^'(?='*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])", "", cell)


def from_markdown(text: str) -> list[list[str]]:
    """The cells of a table, a list a row, as a reader of the rendered page sees them."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        if token.type == "inline":
            assert before.type in {"th_open", "td_open"}
            # A comment parts a sign from what GitHub would take for somebody's name or a number.
            ours = ("html_inline", "<!-- -->")
            parts = [e for e in token.children or () if (e.type, e.content) != ours]
            kinds = {part.type for part in parts}
            assert kinds <= {"text", "text_special"}, "nothing is taken for markup"
            assert not [part for part in parts if re.search(r"@\w|#\d", part.content)]
            rows[-1].append("".join(part.content for part in parts))
    return rows


FULL = action(
    "Finalise the review",
    responsible=("Executive Secretary", "PMU"),
    accountable="Chef de Cabinet",
    due=parse_deadline("2018-02"),
    due_text="by February 2018",
    reading="Read as the end of February.",
    after=Event("EXCOM endorses the vision"),
    discretionary=True,
    see=("7",),
    updates=(update("2018-02-01", due="2018-03-20"), completed("2018-03-25")),
)
FEBRUARY, MARCH = parse_deadline("2018-02"), parse_deadline("2018-03-30")


# JSON


@given(TEXTS, NAMES, TEXTS)
def test_json_reads_back_what_went_in_where_only_ascii_comes_out_too(
    text: str, names: tuple[str, ...], due_text: str
) -> None:
    listing = actions(action(text, responsible=names, due_text=due_text))
    (row,) = json.loads(shown(listing, Format.JSON))["actions"]
    assert (row["text"], row["due_text"], row["responsible"]) == (text, due_text, list(names))
    output = shown(listing, Format.JSON, WIDE._replace(encoding="ascii"))
    assert output.isascii()
    assert "é" not in text or "é" in shown(listing, Format.JSON)
    assert json.loads(output)["actions"] == [row]


def test_json_says_what_was_asked_and_counts_the_whole_register() -> None:
    whole = register(
        recommendation(FULL, action("Report", ident="7.2", due=parse_deadline("2018")))
    )
    items = queries.actions(whole.on(DAY), ["7.2"])
    question = asked(whole)._replace(filter={"status": [Status.PARTIAL], "due_by": DAY})
    found = json.loads(shown(action_listing.actions(items, question), Format.JSON))
    assert [row["id"] for row in found["actions"]] == ["7.2"]
    assert (found["total"], found["shown"]) == (2, 1)
    assert {state: number for state, number in found["states"].items() if number} == {
        "scheduled": 1,
        "completed": 1,
    }
    assert found["filter"] == {"status": ["partial"], "due_by": "2018-03-31"}
    assert (found["notes"], found["added_later"], found["events_overdue"]) == ([], 0, 0)


def test_json_gives_values_and_iso_days() -> None:
    (row,) = json.loads(shown(actions(FULL), Format.JSON))["actions"]
    wanted = {
        "status": "partial",
        "due": "2018-03-20",
        "due_written": "2018-03-20",
        "original_due": "2018-02-28",
        "revisions": 1,
        "slippage_days": 20,
        "days_late": 5,
        "progress": "completed",
        "completed_on": "2018-03-25",
        "last_update": "2018-03-25",
        "state": "completed",
        "verification": "unverified",
        "after": {"event": "EXCOM endorses the vision", "expected": None, "happened": None},
        "discretionary": True,
        "see": ["7"],
    }
    assert {name: row[name] for name in wanted} == wanted


def test_against_the_original_the_days_are_counted_from_it_in_json_too() -> None:
    moved = action("Report", due=MARCH, updates=(update("2018-03-01", due="2018-06-30"),))
    whole = register(recommendation(moved))
    items = queries.overdue(queries.actions(whole.on(DAY)), against=Against.ORIGINAL)
    listing = action_listing.overdue(items, asked(whole), against=Against.ORIGINAL)
    (row,) = json.loads(shown(listing, Format.JSON))["actions"]
    assert (row["state"], row["days_overdue"]) == ("scheduled", 1)


# CSV


@example("a\rb", "\r=")
@given(TEXTS, TEXTS)
def test_csv_reads_back_what_went_in_but_for_the_apostrophe_that_guards_formulas(
    text: str, due_text: str
) -> None:
    stated = action(text, responsible=(text,), due_text=due_text, after=Event(text))
    (row,) = from_csv(shown(actions(stated), Format.CSV))
    assert unguarded(row["text"]) == text
    assert unguarded(row["due_text"]) == due_text
    assert not [cell for cell in row.values() if cell.startswith(tuple("=+-@\t\r\n"))]


def test_a_text_in_a_csv_is_one_cell_where_semicolons_separate_them_too() -> None:
    assert ',"x;=1+1;y",' in shown(actions(action("x;=1+1;y")), Format.CSV)


def test_a_negative_number_in_a_csv_stays_a_number() -> None:
    early = action("Report", due=MARCH, updates=(completed("2018-03-20"),))
    (row,) = from_csv(shown(actions(early), Format.CSV))
    assert row["days_late"] == "-10"


def test_csv_has_every_field_and_a_column_for_each_part_of_an_event() -> None:
    (row,) = from_csv(shown(actions(FULL), Format.CSV))
    parts = ["after.event", "after.expected", "after.happened"]
    fields = [field.name for field in action_listing.FIELDS]
    at = fields.index("after")
    assert list(row) == [*fields[:at], *parts, *fields[at + 1 :]]
    assert [row[part] for part in parts] == ["EXCOM endorses the vision", "", ""]
    assert (row["status"], row["due"], row["discretionary"]) == ("partial", "2018-03-20", "true")
    assert (row["responsible"], row["days_overdue"]) == ("Executive Secretary; PMU", "")


# Markdown


@given(TEXTS, TEXTS)
def test_markdown_is_read_as_the_text_that_went_in(text: str, name: str) -> None:
    output = shown(actions(action(text, responsible=(name,))), Format.MARKDOWN)
    heads, cells = from_markdown(output)
    found = dict(zip(heads, cells, strict=True))
    assert found["Action"] == " ".join(text.split())
    assert found["Responsible"] == " ".join(name.split())


def test_markdown_shows_words_and_the_columns_of_the_command() -> None:
    listing = recommendations(recommendation(FULL))
    assert from_markdown(shown(listing, Format.MARKDOWN)) == [
        ["Id", "Answer", "Closed", "Earliest due", "Recommendation"],
        ["7", "partially accepted", "1 of 1", "-", "Share knowledge"],
    ]


# Plain


@given(st.lists(TEXTS, max_size=3), TEXTS)
def test_plain_is_one_line_a_record_and_neither_wraps_nor_cuts(texts: list[str], name: str) -> None:
    stated = [action(text * 50, responsible=(name,)) for text in texts]
    output = shown(actions(*stated), Format.PLAIN, WIDE._replace(width=20))
    _, *lines = output.splitlines()
    assert output.endswith("\n")
    for line, text in zip(lines, texts, strict=True):
        assert line.endswith(" ".join((text * 50).split()))


def test_plain_is_aligned_with_wide_characters() -> None:
    names = "会議事務局", "PMU", "Forêts et logement", "e\u0301quipe", "한국", "１班"
    stated = [action("Report", responsible=(name,)) for name in names]
    lines = shown(actions(*stated), Format.PLAIN).splitlines()
    ends = {cell_len(line.removesuffix("Report").removesuffix("ACTION")) for line in lines}
    assert len(ends) == 1


def test_plain_shows_words_and_the_columns_of_the_command() -> None:
    late = action("Finalise the review", due=FEBRUARY)
    assert shown(actions(late), Format.PLAIN).splitlines() == [
        "ID   STATE         DUE       RESPONSIBLE  PROGRESS      ACTION",
        "7.1  overdue 31 d  Feb 2018  PMU          not reported  Finalise the review",
    ]


@pytest.mark.parametrize("format", [each for each in Format if each is not Format.TABLE])
def test_only_a_table_is_fitted_to_the_width_and_has_the_context(format: Format) -> None:
    listing = actions(FULL, action("Report" * 40, due=FEBRUARY))
    assert shown(listing, format, WIDE._replace(width=30)) == shown(listing, format)
    assert listing.context[0] not in shown(listing, format)
    assert listing.context[0] in shown(listing, Format.TABLE)


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.CSV, Format.JSON])
def test_what_programs_read_has_no_colour(format: Format) -> None:
    assert shown(actions(FULL), format, IN_COLOUR) == shown(actions(FULL), format)


# Table

ODD = ["a | b", "<b>bold</b>", "[x] [red]done[/red]", ":warning:", "=1+1", "*a* _b_ `c`", "\\[x]"]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("look", [WIDE, WIDE._replace(encoding="ascii")], ids=["utf-8", "ascii"])
def test_a_table_shows_odd_texts_as_they_are(text: str, look: Look) -> None:
    assert text in shown(actions(action(text, responsible=(text,))), Format.TABLE, look)


def test_a_table_is_in_colour_only_where_colour_is_wanted() -> None:
    late = actions(action("Report", due=FEBRUARY))
    assert "\x1b[" in shown(late, Format.TABLE, IN_COLOUR)
    assert "\x1b" not in shown(late, Format.TABLE)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
def test_a_table_keeps_to_the_width(width: int) -> None:
    listing = actions(FULL, action("会議 " * 60, due=FEBRUARY))
    table = shown(listing, Format.TABLE, WIDE._replace(width=width))
    assert max(map(cell_len, table.splitlines())) <= width


def many(count: int) -> Listing:
    return actions(*(action("Report", due=FEBRUARY) for _ in range(count)))


def test_a_table_of_up_to_200_rows_is_ruled() -> None:
    assert "\N{BOX DRAWINGS LIGHT HORIZONTAL}" in shown(many(200), Format.TABLE)


def test_above_200_rows_a_table_is_the_lines_of_plain_with_the_context_beneath() -> None:
    listing = many(201)
    plain = "\n".join([shown(listing, Format.PLAIN), *listing.context, ""])
    assert shown(listing, Format.TABLE) == plain
    table = shown(listing, Format.TABLE, IN_COLOUR)
    head, *rows = table.splitlines()[:202]
    assert head.startswith("\x1b[1mID")
    assert all(row.startswith("\x1b[1;31m7.1  overdue 31 d") for row in rows)
    assert re.sub(r"\x1b\[[0-9;]*m", "", table) == plain


# Wrapping


@given(TEXTS, st.integers(2, 60), st.integers(0, 4))
def test_wrapped_lines_take_no_more_columns_than_there_are(text: str, room: int, hang: int) -> None:
    lines = list(wrapped(text, room, hang=hang))
    assert max(map(width, lines)) <= room
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "hang", "lines"),
    [
        ("one two three", 0, ["one two", "three"]),
        ("one  two", 0, ["one  two"]),
        ("one\ntwo", 0, ["one two"]),
        ("cross-sectoral", 0, ["cross-", "sectoral"]),
        ("2018-02-28", 0, ["2018-02-", "28"]),  # too long for a line, and no compound word
        ("一二三四五", 0, ["一二三四", "五"]),
        ("at 一二三四五", 0, ["at 一二", "三四五"]),
        ("unbreakable", 0, ["unbreaka", "ble"]),
        ("", 0, [""]),
        ("one two three fourteen", 2, ["one two", "  three", "  fourte", "  en"]),
    ],
)
def test_a_text_is_wrapped_between_words_or_else_where_the_line_is_full(
    text: str, hang: int, lines: list[str]
) -> None:
    assert list(wrapped(text, 8, hang=hang)) == lines
