"""Claims and doubts in every command: what is confirmed, and what nobody knows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from portfolios import answer

REGISTER = ("--register", "examples/confirmed.yaml")
# On the first, nobody can say whether 1.3 was late.
UNKNOWN, LATER = "2021-09-30", "2021-12-31"

Run = Callable[..., str]


@pytest.fixture
def run() -> Run:
    """What a command answers about a day, with status 0."""

    def run(*args: str, day: str = LATER) -> str:
        found = answer(*args, *REGISTER, "--as-of", day)
        assert found.status == 0, found.err
        return found.out

    return run


@pytest.mark.parametrize(
    "command",
    [
        *(
            f"{name} --format {form}"
            for name in ("list", "actions", "overdue", "upcoming", "evaluations")
            for form in ("table", "plain", "json", "csv", "markdown")
        ),
        *(
            f"{name} --format {form}"
            for name in ("show 1.3", "summary", "summary --since 2021-07-31", "timeline")
            for form in ("table", "plain", "json")
        ),
        *(f"report --format {form} -o -" for form in ("html", "markdown")),
        "report --format html --since 2021-07-31 -o -",
        "report --format markdown --responsible keeper -o -",
        "calendar --closed -o -",
    ],
)
def test_every_command_and_format_knows_what_is_unknown_in_colour_too(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run(*command.split(), day=UNKNOWN)


def test_an_export_knows_what_is_unknown(run: Run, tmp_path: Path) -> None:
    run("export", "-o", str(tmp_path / "lighthouse.sqlite"), day=UNKNOWN)
    assert (tmp_path / "lighthouse.sqlite").stat().st_size


def heads(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith(("completed", "unknown"))]


def test_show_says_beside_the_claim_what_was_found_of_it(run: Run) -> None:
    assert heads(run("show", "1.1", "1.2")) == [
        "completed 12 Jun 2021, 18 days early · due 30 Jun 2021 · confirmed by Internal Audit",
        "completed 20 Jun 2021, 10 days early · due 30 Jun 2021 · disputed by Internal Audit",
    ]


def test_show_says_by_when_an_action_was_closed_if_its_day_is_unknown(run: Run) -> None:
    assert heads(run("show", "1.3", day=UNKNOWN))[0].startswith("unknown · due 30 Jun 2021")
    assert heads(run("show", "1.3"))[0].startswith(
        "completed by 31 Oct 2021; since when is not known · due"
    )


def test_show_says_when_an_action_was_added_and_when_its_event_was_expected(run: Run) -> None:
    page = run("show", "1.4")
    assert "Added         3 May 2021" in page
    assert "The council votes the funds (has not happened yet; expected H2 2021)" in page


def test_a_history_begins_from_the_first_deadline_and_the_first_responsible(run: Run) -> None:
    page = run("show", "1.1")
    assert "first deadline: 30 Jun 2021" in page
    assert "first responsible: Works Department" in page
    assert "first responsible" not in run("show", "1.2")


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_report_tells_the_claim_from_what_is_confirmed(run: Run, form: str) -> None:
    page = run("report", "--format", form, "-o", "-")
    assert "completed 12 Jun 2021, 18 days early; confirmed by Internal Audit" in page
    assert "completed by 31 Oct 2021; since when is not known" in page
    assert "Of the completed: 1 confirmed, 1 disputed, 1 unverified." in page
    assert "A description; the source gives no title." in page
    assert "https://example.org/lighthouse.pdf" in page
    assert "mailto:evaluation@example.org" in page


def test_a_report_has_a_sign_and_a_colour_for_what_is_unknown(run: Run) -> None:
    page = run("report", "--format", "html", "-o", "-", day=UNKNOWN)
    assert ".unknown { --state: var(--unknown); }" in page
    assert "¿" in page


def test_evaluations_say_how_much_is_confirmed_and_whom_to_ask(run: Run) -> None:
    row: dict[str, Any] = json.loads(run("evaluations", "--format", "json"))["evaluations"][0]
    assert [row[name] for name in ("implemented", "confirmed", "disputed", "unverified")] == [
        *(3, 1, 1, 1)
    ]
    assert row["title_note"] == "A description; the source gives no title."
    assert row["report"] == "https://example.org/lighthouse.pdf"
    assert row["contact"] == "mailto:evaluation@example.org"


def test_summary_for_a_program_has_the_verification_of_each_rate(run: Run) -> None:
    rates = json.loads(run("summary", "--format", "json"))["rates"]
    assert {name: rate["verification"] for name, rate in rates.items()} == {
        "implementation": {"confirmed": 1, "disputed": 1, "unverified": 1},
        "implementation_dated": {"confirmed": 1, "disputed": 1, "unverified": 1},
        "on_time": {"confirmed": 1, "disputed": 1, "unverified": 0},
    }


def test_what_is_only_unknown_bears_no_sign_of_what_is_overdue(run: Run) -> None:
    assert "30 Jun 2021 !" not in run("list", day=UNKNOWN)
    assert "30 Jun 2021 !" not in run("evaluations", day=UNKNOWN)
    assert "30 Jun 2021 !" not in run("show", "1", day=UNKNOWN)


def test_actions_tell_what_is_confirmed_from_what_is_disputed(run: Run) -> None:
    states = [line.split("  ")[1] for line in run("actions").splitlines()[1:4]]
    assert states == ["completed, confirmed", "completed, disputed", "completed"]


def test_show_says_when_it_was_added_of_what_was_added_later(run: Run) -> None:
    assert run("show", "1.4", day="2021-05-02").startswith("1.4 was added on 3 May 2021.\n")
