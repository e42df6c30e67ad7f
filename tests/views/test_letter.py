"""A letter: to whom it is, what it asks, and each action once; as a page besides."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import HARBOUR, HARM, PORTFOLIO, UNECE, hostile_register, read

from ecefollow.analysis import queries
from ecefollow.analysis.filters import Filters
from ecefollow.register.model import Register, Unit
from ecefollow.register.names import fold
from ecefollow.register.portfolio import RegisterFile, as_one
from ecefollow.render import document_html, document_markdown
from ecefollow.views.context import AskedRegister, Context
from ecefollow.views.document import WrittenDocument
from ecefollow.views.letter import Addressee, addressees, letter


def written(
    registers: Sequence[Register], to: Sequence[str], day: str, *, reply_by: date | None = None
) -> WrittenDocument:
    files = [RegisterFile(f"{each.evaluation.id}.yaml", each) for each in registers]
    is_portfolio = len(files) > 1
    register = as_one(files, is_portfolio=is_portfolio)
    filters = Filters(responsible=tuple(to))
    answers = register.on(date.fromisoformat(day))
    asked = tuple(map(AskedRegister.of, files)) if is_portfolio else ()
    context = Context(
        answers[0].day, "r.yaml", queries.count_states(answers), filters.given, registers=asked
    )
    items = queries.actions(answers, (), filters)
    return letter(
        register.evaluation, items, context, filters=filters, files=files, reply_by=reply_by
    )


def text(path: Path, to: Sequence[str], day: str) -> str:
    return document_markdown.render(written([read(path)], to, day))


def test_what_is_late_stands_first_and_of_what_is_closed_only_that_it_is() -> None:
    found = text(HARBOUR, ["Works Department", "Harbour Master"], "2021-12-31")
    heads = [line for line in found.splitlines() if line.startswith("#")]
    assert heads == [
        "# Follow-up: Evaluation of the harbour programme (fictional)",
        "## Overdue",
        "### B.2 ! overdue by 214 days",
        "## Scheduled",
        "### C.1 → scheduled",
        "## Ongoing",
        "### C.2 ∞ ongoing",
        "## Closed",
    ]
    assert "- B.1 The Harbour Master will light the quays. ✓ completed" in found
    assert "- Responsible: Harbour Master\n" in found
    assert "- Last report: 2 Sep 2021: in progress, reopened" in found


def test_to_one_alone_it_does_not_say_who_is_responsible() -> None:
    assert "Responsible: " not in text(HARBOUR, ["Harbour Master"], "2021-12-31")


def test_where_nothing_is_open_nothing_is_asked() -> None:
    found = text(HARBOUR, ["Nobody"], "2021-12-31")
    assert "No action of yours is open. Nothing is asked of you." in found
    assert "Please" not in found


def test_whom_to_answer_is_a_link() -> None:
    register = read(UNECE)
    evaluation = replace(register.evaluation, contact="evaluation@example.org")
    found = written([replace(register, evaluation=evaluation)], ["PMU"], "2018-03-31")
    mail = "[evaluation@<!-- -->example.org](mailto:evaluation@example.org)"
    assert f"**Please report** to {mail} on it: how far" in document_markdown.render(found)


@pytest.mark.parametrize(
    ("to", "day", "said"),
    [
        (["Harbour Master"], "2021-12-31", "1 open action: it is overdue."),
        (["Harbour Master"], "2021-05-01", "1 open action: it is not overdue."),
        (["Works Department", "Harbour Master"], "2021-12-31", "3 open actions: 1 is overdue."),
        (["Works Department", "Harbour Master"], "2021-03-01", "open actions: none is overdue."),
    ],
)
def test_it_says_how_many_are_late(to: list[str], day: str, said: str) -> None:
    assert said in text(HARBOUR, to, day)


def test_the_last_report_says_the_progress_once() -> None:
    found = text(HARBOUR, ["Harbour Master"], "2021-12-31")
    assert "- Last report: 2 Sep 2021: in progress" in found
    assert "- Reported: " not in found


def test_of_the_last_report_the_note_alone_is_in_the_language_of_the_register() -> None:
    register = read(HARBOUR)
    evaluation = replace(register.evaluation, language="fr")
    found = written([replace(register, evaluation=evaluation)], ["Harbour Master"], "2021-12-31")
    begin = '2 Sep 2021: in progress, reopened: <bdi lang="fr">The list was'
    assert begin in document_html.render(found)


def test_of_several_evaluations_each_action_names_its_own() -> None:
    registers = [read(path) for path in sorted(PORTFOLIO.rglob("*.yaml"))]
    found = document_markdown.render(written(registers, ["Press Office"], "2023-12-31"))
    assert "# Follow-up to 2 evaluations" in found
    assert "- Evaluation: Evaluation of port fees (fictional)" in found


def test_in_a_page_a_hostile_text_is_text() -> None:
    page = document_html.render(written([hostile_register()], [HARM], "2018-03-31"))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search('(?i)href="(?!https?:|mailto:|#)', page)


# Letters to each


def to(*among: str, units: tuple[Unit, ...] = ()) -> list[Addressee]:
    """Those to whom letters about every action go."""
    register = read(HARBOUR)
    evaluation = replace(register.evaluation, units=units)
    file = RegisterFile("r.yaml", replace(register, evaluation=evaluation))
    return [*addressees(queries.actions(register.on(date(2021, 12, 31))), among, [file])]


def test_each_who_is_responsible_gets_one_in_the_order_of_the_names() -> None:
    names = ["Data Office", "Director", "Harbour Master", "Laboratory", "Works Department"]
    assert [each.name for each in to()] == names
    assert [each.name for each in to("data office")] == ["Data Office"]


def test_the_title_says_how_many_are_overdue_and_due_soon() -> None:
    [harbour_master] = to("Harbour Master")
    assert harbour_master.title == "Harbour Master: 1 action overdue, 1 action due soon"
    long = Addressee("x" * 300, harbour_master.items[1:], "")
    assert long.title == f"{'x' * 200}…: 1 action overdue"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Harbour  Master", "to-harbour-master"),
        ("Бюро", "to-бюро"),
        ("Con", "to-con"),
        ("A/B", "to-a-b--c14cddc0"),
        ("A-B", "to-a-b--d44362d6"),
        ("../..", "to---0cfd1c96"),
    ],
)
def test_a_file_is_called_after_the_name_as_far_as_a_file_can_be(name: str, file: str) -> None:
    assert Addressee(name, [], "").file == file


TEXTS = st.text(min_size=1) | st.text("𐌰b", min_size=40)


@given(TEXTS, TEXTS)
def test_two_files_are_called_the_same_only_for_one_name(one: str, other: str) -> None:
    files = [Addressee(name, [], "").file for name in (one, other)]
    assert (files[0] == files[1]) is (fold(one) == fold(other))
    assert PurePath(files[0]).name == files[0]
    assert len(files[0].encode()) < 250


def test_whom_the_register_mentions_is_notified_once() -> None:
    other = Unit("Laboratory", mention="@port/laboratory")
    for mention, notified in ((None, ""), ("@port/master", "@port/master")):
        unit = Unit("HARBOUR  Master", mention=mention)
        [harbour_master] = to("Harbour Master", units=(unit, other, unit))
        assert harbour_master.mentions == notified
