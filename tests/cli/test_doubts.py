"""Claims and doubts in every command: what is confirmed, and what nobody knows."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from portfolios import answer

from ecefollow.cli import main

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


def test_a_history_begins_from_the_first_responsible(run: Run) -> None:
    page = run("show", "1.1")
    assert "first responsible: Works Department" in page
    assert "first responsible" not in run("show", "1.2")


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_report_tells_the_claim_from_what_is_confirmed(run: Run, form: str) -> None:
    page = run("report", "--format", form, "-o", "-")
    assert "completed 12 Jun 2021, 18 days early; confirmed by Internal Audit" in page
    assert "completed by 31 Oct 2021; since when is not known" in page
    assert "Of the completed: 1 confirmed, 1 disputed, 1 unverified." in page
    sentence = re.sub(r"<[^>]*>", "", page)
    assert re.search(r"3 of 4 actions are completed; 1 of them is disputed \(\S+\)\.", sentence)
    assert "✓? " in page or '">✓?</span>' in page
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


def test_what_is_confirmed_is_counted_of_all_that_is_closed(tmp_path: Path) -> None:
    claims = Path("examples/confirmed.yaml").read_text(encoding="utf-8")
    path = tmp_path / "claims.yaml"
    path.write_text(
        claims.replace("2021-06-20, progress: completed", "2021-06-20, progress: not-applicable"),
        encoding="utf-8",
    )
    both = ("--register", str(path), "--register", "examples/followed-up.yaml", "--as-of", LATER)

    def said(*args: str) -> str:
        return " ".join(answer(*args, *both).out.split())

    row = json.loads(said("evaluations", "--format", "json", "--sort", "id"))["evaluations"][1]
    names = ("closed", "implemented", "confirmed", "disputed", "unverified")
    assert [row[name] for name in names] == [3, 2, 1, 1, 1]
    assert "lighthouse 0 3 of 4 - 67 % 1 of 3" in said("evaluations")
    assert "lighthouse 4 2 0 67 % 1 of 3" in said("summary")
    page = said("report", "--format", "markdown", "-o", "-")
    assert "3 of 4 actions closed · 1 of 3 confirmed · 1 disputed" in page
    assert "| 3 of 4, 1 of 3 confirmed, 1 disputed | 0 | 67 % |" in page


def test_what_is_only_unknown_bears_no_sign_of_what_is_overdue(run: Run) -> None:
    assert "30 Jun 2021 !" not in run("list", day=UNKNOWN)
    assert "30 Jun 2021 !" not in run("evaluations", day=UNKNOWN)
    assert "30 Jun 2021 !" not in run("show", "1", day=UNKNOWN)


def test_actions_tell_what_is_confirmed_from_what_is_disputed(run: Run) -> None:
    states = [line.split("  ")[1] for line in run("actions").splitlines()[1:4]]
    assert states == ["completed, confirmed", "completed, disputed", "completed"]


def test_show_says_when_it_was_added_of_what_was_added_later(run: Run) -> None:
    told = json.loads(run("show", "1.4", "--format", "json", day="2021-05-02"))
    assert told["notes"] == ["1.4 was added on 3 May 2021"]


# What was added later

BEFORE = "2021-04-01"  # 1.4 was added on 3 May
LEFT_OUT = "Left out: 1 action added later."


@pytest.fixture
def beside(run: Run, capsys: pytest.CaptureFixture[str]) -> Run:
    """What runs a command, and gives what stands beside its answer."""
    del run  # it is asked for its folder

    def beside(*args: str, day: str = LATER) -> str:
        assert main.run([*args, *REGISTER, "--as-of", day]) == 0
        return capsys.readouterr().err

    return beside


@pytest.mark.parametrize("command", ["summary", "timeline", "report -o -"])
def test_every_page_says_what_was_added_later(run: Run, command: str) -> None:
    assert LEFT_OUT in run(*command.split(), day=BEFORE)
    assert "added later" not in run(*command.split())


@pytest.mark.parametrize("command", ["calendar -o -", "export -o {0}/lighthouse.sqlite"])
def test_what_is_published_in_a_format_without_room_says_it_beside(
    beside: Run, tmp_path: Path, command: str
) -> None:
    assert LEFT_OUT in beside(*command.format(tmp_path).split(), day=BEFORE)


def test_the_earlier_day_of_a_summary_has_its_own_number_of_what_was_added_later(run: Run) -> None:
    told = json.loads(run("summary", "--since", BEFORE, "--format", "json"))
    numbers = [told["actions"]["added_later"], told["since"]["actions"]["added_later"]]
    assert numbers == [0, 1]


def test_list_counts_the_actions_that_it_leaves_out_too(beside: Run) -> None:
    assert "0 of 3 actions closed · 1 added later" in beside("list", day=BEFORE)


@pytest.mark.parametrize("command", ["actions 1.4", "overdue 1.4", "show 1.4", "list 1"])
def test_what_is_asked_for_and_was_added_later_is_named(
    run: Run, beside: Run, command: str
) -> None:
    assert "1.4 was added on 3 May 2021" in beside(*command.split(), day=BEFORE)
    told = json.loads(run(*command.split(), "--format", "json", day=BEFORE))
    assert told["notes"] == ["1.4 was added on 3 May 2021"]


# What somebody confirmed or disputed


@pytest.mark.parametrize("command", ["list", "evaluations"])
def test_a_listing_says_beside_the_claims_how_many_are_confirmed_and_disputed(
    run: Run, beside: Run, command: str
) -> None:
    shown = run(command)
    assert "CONFIRMED" in shown
    assert "1 of 3" in shown
    assert "1 disputed" in beside(command)
    assert "CONFIRMED" not in run(command, day=BEFORE)


def test_a_timeline_tells_a_claim_from_what_is_confirmed(run: Run) -> None:
    page = run("timeline")
    assert "1.1  completed 18 d early, confirmed" in page
    assert "1.2  completed 10 d early, disputed" in page
    assert "1.3  completed, day unknown" in page


def test_a_narrow_timeline_says_sooner_that_a_claim_is_disputed_than_when_it_was_made(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert "1.2  disputed " in run("timeline")


def test_a_verification_is_a_change_of_its_period(run: Run) -> None:
    changes = run("summary", "--since", "2021-07-31").partition("Changed since")[2]
    assert "1.1 confirmed by Internal Audit" in changes
    assert "1.2 disputed by Internal Audit: Nobody has been trained yet." in changes
    assert "1.3 completed by 31 Oct 2021; the day is not known" in changes


# Events that are expected


def events(path: Path) -> Path:
    """A register whose actions wait for events: with a deadline, without one, and when closed."""
    action = "responsible: [Keeper], after: {event: A vote, expected: 2021-03}"
    path.write_text(
        "evaluation: {id: votes, title: Votes, organization: Council}\n"
        "recommendations:\n"
        '- id: "1"\n  title: Vote\n  status: accepted\n  actions:\n'
        f'  - {{id: "1.1", text: Act, due: 2021-12-31, {action}}}\n'
        f'  - {{id: "1.2", text: Act, {action}}}\n'
        f'  - {{id: "1.3", text: Act, {action},\n'
        "     updates: [{date: 2021-01-01, progress: completed}]}\n",
        encoding="utf-8",
    )
    return path


def test_an_open_action_waits_for_its_event_with_a_deadline_or_without(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    register = ("--register", str(events(tmp_path / "votes.yaml")), "--format", "json")
    main.run(["upcoming", "--within", "2m", *register, "--as-of", "2021-03-01"])
    told = json.loads(capsys.readouterr().out)
    assert [event["id"] for event in told["events"]] == ["1.1", "1.2"]
    assert told["events_overdue"] == 0
    for command in ("overdue", "list", "actions", "upcoming", "evaluations", "summary"):
        main.run([command, *register, "--as-of", "2021-04-01"])
        assert json.loads(capsys.readouterr().out)["events_overdue"] == 2


@pytest.mark.parametrize("command", ["overdue", "list", "upcoming", "evaluations"])
def test_a_number_of_overdue_actions_stands_beside_those_that_wait_for_an_event(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    register = ("--register", str(events(tmp_path / "votes.yaml")))
    main.run([command, *register, "--as-of", "2021-04-01"])
    assert "2 wait for events that were expected earlier" in capsys.readouterr().err


def test_a_report_and_a_summary_say_how_many_wait_for_an_event_that_was_expected_earlier(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    register = ("--register", str(events(tmp_path / "votes.yaml")), "--as-of", "2021-04-01")
    main.run(["report", *register])
    assert "2 wait for events that were expected earlier." in capsys.readouterr().out
    main.run(["summary", *register])
    assert "event expected earlier              2" in capsys.readouterr().out


def test_a_timeline_says_when_the_event_is_expected_that_an_action_waits_for(run: Run) -> None:
    assert "waits for: The council votes the funds; expected H2 2021" in run("timeline")


# Days that stand under one reading only

SHIPPED = ("--register", "data/recommendations.yaml", "--as-of", "2018-03-31")


def test_a_timeline_marks_a_day_that_stands_under_one_reading(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    del run  # it is asked for its folder
    main.run(["timeline", *SHIPPED])
    page = capsys.readouterr().out
    assert "5.1  overdue 31 d*" in page
    assert "7.2  scheduled*" in page
    assert "* This day stands under one reading of the source; see `ecefollow show 5.1" in page


@pytest.mark.parametrize(("form", "mark"), [("html", "Feb 2018*"), ("markdown", r"Feb 2018\*")])
def test_a_report_marks_a_day_that_stands_under_one_reading(
    run: Run, capsys: pytest.CaptureFixture[str], form: str, mark: str
) -> None:
    del run
    main.run(["report", "--format", form, *SHIPPED])
    page = capsys.readouterr().out
    assert mark in page
    assert "* This day stands under one reading of the source." in page


def test_a_next_deadline_of_an_evaluation_is_marked_if_it_stands_under_one_reading(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "read.yaml"
    path.write_text(
        "evaluation: {id: read, title: Read, organization: Council}\n"
        'recommendations:\n- {id: "1", title: Read, status: accepted, actions: [\n'
        '  {id: "1.1", text: Act, responsible: [Keeper], due: 2021-06, reading: Or before?}]}\n',
        encoding="utf-8",
    )
    main.run(["evaluations", "--register", str(path), "--as-of", "2021-01-01"])
    shown = capsys.readouterr()
    assert "Jun 2021*" in shown.out
    assert "* This day stands under one reading of the source." in shown.err


# The evaluation


FRENCH = """
evaluation:
  id: phare
  title: Évaluation du phare
  organization: Autorité portuaire
  title_note: A description.
  contact: evaluation@example.org
  language: fr
recommendations:
- id: "1"
  title: Garder la lumière
  status: accepted
  response: Acceptée.
  actions:
  - id: "1.1"
    text: Le gardien renouvelle la lampe.
    responsible: [Gardien]
    accountable: Capitaine
    due: 2021-06-30
    due_text: avant juillet
    reading: Read as the end of June.
    updates:
    - {date: 2021-05-01, progress: in-progress, note: Commencé.}
"""


@pytest.fixture
def french(tmp_path: Path) -> tuple[str, str]:
    path = tmp_path / "phare.yaml"
    path.write_text(FRENCH, encoding="utf-8")
    return "--register", str(path)


def test_a_page_names_the_language_of_what_the_register_says(french: tuple[str, str]) -> None:
    page = answer("report", "--format", "html", *french, "--as-of", "2021-06-01").out
    for part in (
        '<h1 dir="auto" lang="fr">Évaluation du phare</h1>',
        '<span dir="auto" lang="fr">Garder la lumière</span>',
        '<p class="normal" dir="auto" lang="fr">Acceptée.</p>',
        '<p class="normal" dir="auto" lang="fr">Le gardien renouvelle la lampe.</p>',
        '<dd dir="auto" lang="fr">Capitaine</dd>',
        '<dd dir="auto" lang="fr">“avant juillet”</dd>',
        'in progress: <bdi lang="fr">Commencé.</bdi>',
        '<dd dir="auto">Read as the end of June.</dd>',
        '<dd dir="auto">A description.</dd>',
    ):
        assert part in page


def test_a_portfolio_names_the_language_of_each_evaluation(
    capsys: pytest.CaptureFixture[str], french: tuple[str, str]
) -> None:
    others = ("--register", "examples/confirmed.yaml", "--as-of", "2021-06-01")
    main.run(["report", "--format", "html", *french, *others])
    page = capsys.readouterr().out
    assert '<p class="normal" dir="auto" lang="fr">Le gardien renouvelle la lampe.</p>' in page
    assert '<p class="normal" dir="auto">The Keeper will renew the lamp.</p>' in page


def test_the_language_is_told_to_programs_and_in_markdown(
    capsys: pytest.CaptureFixture[str], french: tuple[str, str]
) -> None:
    main.run(["evaluations", "--format", "json", *french])
    assert json.loads(capsys.readouterr().out)["evaluations"][0]["language"] == "fr"
    main.run(["report", *french])
    assert "- Language: fr" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["evaluation@example.org", "mailto:evaluation@example.org"])
def test_a_page_links_the_address_of_those_whom_a_reader_asks(
    address: str, capsys: pytest.CaptureFixture[str], french: tuple[str, str]
) -> None:
    path = Path(french[1])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("evaluation@example.org", address), encoding="utf-8")
    main.run(["report", "--format", "html", *french])
    link = '<a href="mailto:evaluation@example.org">evaluation@example.org</a>'
    assert link in capsys.readouterr().out


# What a register without doubts is not told of


def test_a_page_has_a_part_of_what_is_unknown_or_accountable_only_where_something_is(
    run: Run,
) -> None:
    page = run("report", "--format", "html", "-o", "-")
    assert "By accountable" in page
    assert "unknown</span></li>" not in page
    assert "unknown</span></li>" in run("report", "--format", "html", "-o", "-", day=UNKNOWN)


def test_an_entry_of_a_calendar_says_who_is_accountable_and_what_is_confirmed(run: Run) -> None:
    entries = run("calendar", "--closed", "-o", "-").replace("\n ", "").replace("\r", "")
    entry = entries.partition("SUMMARY:✓ 1.1 completed")[2].partition("END:VEVENT")[0]
    assert "Accountable: Harbour Master" in entry
    assert "confirmed by Internal Audit" in entry


def test_a_recommendation_says_for_a_program_when_it_was_added(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "later.yaml"
    path.write_text(FRENCH.replace("  status:", "  added: 2021-02-03\n  status:"), "utf-8")
    main.run(["list", "--format", "json", "--register", str(path)])
    (row,) = json.loads(capsys.readouterr().out)["recommendations"]
    assert row["added"] == "2021-02-03"


def test_an_entry_of_a_calendar_names_the_expected_event_that_its_action_waits_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    register = ("--register", str(events(tmp_path / "votes.yaml")))
    main.run(["calendar", *register, "--as-of", "2021-01-01"])
    entry = capsys.readouterr().out.replace("\r", "").replace("\n ", "")
    assert "After: A vote (has not happened yet\\; expected Mar 2021)" in entry
