"""A letter: to whom it is, what it asks, and each action once; as a page besides."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from reports import HARBOUR, HARM, PORTFOLIO, UNECE, hostile_register, read

from ecefollow.analysis import queries
from ecefollow.analysis.filters import Filters
from ecefollow.register.model import Register
from ecefollow.register.portfolio import RegisterFile, as_one
from ecefollow.render import document_html, document_markdown
from ecefollow.views.context import AskedRegister, Context
from ecefollow.views.document import WrittenDocument
from ecefollow.views.letter import letter


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
