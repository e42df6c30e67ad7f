"""The account: every text once, with where it went or why it went nowhere."""

from ecefollow.documents.blocks import Block, Detail, Finding, Paragraph, Place, Table
from ecefollow.importing.account import Account

BLOCKS: list[Block] = [
    Paragraph("paragraph 1", "An introduction"),
    Paragraph("paragraph 2", "", Detail(hidden="It will go.")),
    Table(
        "table 1",
        [["1", " "], ["Share", "5"]],
        {(1, 0): Detail(struck="Sell", comment="Sure?"), (0, 1): Detail(fill="92D050")},
    ),
]
ONE, SHARE, COST = (Place("table 1", row, column) for row, column in ((1, 0), (2, 0), (2, 1)))


def test_every_text_stands_once_with_where_it_went_or_why_it_did_not() -> None:
    account = Account(BLOCKS)
    for to in ("1.1.due", "1.2.due", "1.1.due"):
        account.read(ONE, to)
    account.leave(SHARE, "nobody knows")
    account.read(SHARE, "1.title")
    account.leave(COST, "its column is left out")
    doubt = Finding(SHARE, "Share", "doubtful")
    found, *unread = account.close([], [doubt])
    assert found == doubt
    assert [finding.text for finding in unread] == [
        "An introduction",
        "It will go.",
        "Sell",
        "Sure?",
    ]
    entries = [(e.text, e.to, e.why.partition(";")[0]) for e in account.entries()]
    assert entries == [
        ("An introduction", "", "nothing says what this is"),
        ("1", "1.1.due 1.2.due", ""),
        ("Share", "1.title", "doubtful"),
        ("5", "", "its column is left out"),
        ("It will go.", "", "this is hidden text"),
        ("Sell", "", "this is struck out"),
        ("Sure?", "", "this is a comment beside the cell"),
    ]
    assert account.tally() == "7 cells: 1 read, 1 read with a doubt, 5 left out"
    *_, last = account.entries()
    assert list(last.record.values())[:3] == ["table 1", 2, "A"]
