"""Values of a register that its document does not say are named, and no others."""

import pytest
from portfolios import ROOT, SHIPPED
from test_source_check import ENGLISH

from ecefollow.documents import document_file
from ecefollow.importing.source_check import compared
from ecefollow.reading.diagnostics import Code
from ecefollow.reading.register_file import parse_anew

DOCUMENT = document_file.read(str(ROOT / "data" / "management-response.txt"))
BUDGET = "The budget is approved by the ministers"
OF_72 = "          event: EXCOM endorses the vision\n"
OF_21 = '        responsible: [Executive Secretary]\n\n  - id: "3"'


def unsourced(*swaps: tuple[str, str]) -> list[str]:
    """What is named in the shipped register, changed so."""
    text = SHIPPED.read_text("utf-8")
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    found = compared(parse_anew(text.encode(), ""), DOCUMENT, ENGLISH, "source.txt")
    assert {code for _, code, _ in found} <= {Code.UNSOURCED}
    return [said for _, _, said in found]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "status: accepted\n    response: >-\n      UNECE accepts the recommendation. The Exec",
            "status: rejected\n    response: >-\n      UNECE accepts the recommendation. The Exec",
            "1: status: 'rejected', but source.txt reads as 'accepted'",
        ),
        (
            *("due: 2018-02-28", "due: 2018-03-31"),
            "3.1: due: the due_text 'by end February 2018' reads otherwise",
        ),
        (
            *("due: 2018-12-31", "due: 2019-12-31"),  # though the action has a reading
            "7.2: due: the due_text 'by 31 December 2018' reads otherwise",
        ),
        (
            *("        due_text: by end February 2018\n", ""),
            "3.1: due: nothing that source.txt says of 3 is this day",
        ),
        (  # who is of another recommendation
            *(OF_21, OF_21.replace("Executive Secretary", "PMU")),
            "2.1: responsible: 'PMU' is not in what source.txt says of 2",
        ),
        (
            *("[Directors]", "[Directors, Harbour Master]"),
            "7.3: responsible: 'Harbour Master' is not in what source.txt says of 7",
        ),
        (
            *("[Directors]", '["{x} {0.y} <b>"]'),
            "7.3: responsible: '{x} {0.y} <b>' is not in what source.txt says of 7",
        ),
        (  # which is beside another action
            *("responsible: [PMU]", "responsible: [PMU, Informal arrangements]"),
            (
                "4.2: responsible: 'Informal arrangements' is in what source.txt says of 4, "
                "but of another action"
            ),
        ),
        (
            *("Chef de Cabinet\n", "Director\n"),
            "3.1: accountable: 'Director' is not in what source.txt says of 3",
        ),
        (
            *(OF_72, OF_72.replace("EXCOM endorses the vision", BUDGET)),
            "7.2: event: this is not in what source.txt says of 7",
        ),
    ],
)
def test_a_value_that_the_document_does_not_say_is_named(old: str, new: str, said: str) -> None:
    assert unsourced((old, new)) == [said]


def test_what_was_read_says_how_and_what_was_added_later_is_of_no_document() -> None:
    assert unsourced() == []
    added = (
        "      - {id: 7.4, added: 2018-05-01, text: The Board will ask for more., "
        "responsible: [Board], due: 2018-12-31}\n"
    )
    last = "        responsible: [Directors]\n        discretionary: true\n"
    assert unsourced((last, f"{last}{added.replace('7.4', repr('7.4'))}")) == []
