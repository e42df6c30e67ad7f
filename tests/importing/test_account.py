"""The account: every text once, with where it went or why it went nowhere."""

from ecefollow.documents.blocks import Block, Detail, Finding, Paragraph, Place, Table
from ecefollow.importing.account import Account

BLOCKS: list[Block] = [
    Paragraph("paragraph 1", "An introduction"),
    Table(
        "table 1",
        [["1", " "], ["Share", "5"]],
        {(1, 0): Detail(struck="Sell", comment="Sure?"), (0, 1): Detail(fill="92D050")},
    ),
]
ONE, SHARE, COST = (Place("table 1", row, column) for row, column in ((1, 0), (2, 0), (2, 1)))


def test_every_text_stands_once_with_where_it_went_or_why_it_did_not() -> None:
    account = Account(BLOCKS)
    account.read(ONE, "1.id")
    account.read(SHARE, "1.title")
    account.leave(COST, "its column is left out")
    entries = [(e.text, e.to, e.why.partition(";")[0]) for e in account.entries()]
    assert entries == [
        ("An introduction", "", "nothing says what this is"),
        ("1", "1.id", ""),
        ("Share", "1.title", ""),
        ("5", "", "its column is left out"),
        ("Sell", "", "this is struck out"),
        ("Sure?", "", "this is a comment beside the cell"),
    ]


def test_what_speaks_for_several_records_went_to_each_of_them_once() -> None:
    account = Account(BLOCKS)
    for to in ("1.1.due", "1.2.due", "1.1.due"):
        account.read(SHARE, to)
    assert [entry.to for entry in account.entries() if entry.to] == ["1.1.due 1.2.due"]


def test_what_was_read_is_not_left_out() -> None:
    account = Account(BLOCKS)
    account.leave(SHARE, "nobody knows")
    account.read(SHARE, "1.title")
    (entry,) = [entry for entry in account.entries() if entry.text == "Share"]
    assert (entry.to, entry.why) == ("1.title", "")


def test_whatever_nobody_read_or_left_out_is_a_finding() -> None:
    account = Account(BLOCKS)
    account.read(ONE, "1.id")
    account.leave(COST, "its column is left out")
    assert [finding.text for finding in account.close([], [])] == [
        *("An introduction", "Share", "Sell", "Sure?"),
    ]


def test_an_entry_names_its_place_as_a_reader_looks_for_it() -> None:
    account = Account(BLOCKS)
    records = [entry.record for entry in account.entries()]
    assert records[0] | {"why": ""} == {
        "block": "paragraph 1",
        "row": None,
        "column": None,
        "text": "An introduction",
        "to": "",
        "why": "",
    }
    assert (records[3]["block"], records[3]["row"], records[3]["column"]) == ("table 1", 2, "B")


def test_the_tally_tells_apart_what_was_read_with_a_doubt() -> None:
    account = Account(BLOCKS)
    account.read(ONE, "1.id")
    account.read(SHARE, "1.title")
    doubt = Finding(SHARE, "Share", "doubtful")
    account.close([], [doubt])
    assert account.tally() == "6 cells: 1 read, 1 read with a doubt, 4 left out"
