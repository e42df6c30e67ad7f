"""Claims and doubts in every command: what is confirmed, and what nobody knows."""

import re
from pathlib import Path
from typing import Any

import pytest
from portfolios import ROOT, SHIPPED, Answer, answer

CONFIRMED = ROOT / "examples" / "confirmed.yaml"
# On the first, nobody can say whether 1.3 was late; 1.4 was added on 3 May.
UNKNOWN, LATER, BEFORE = "2021-09-30", "2021-12-31", "2021-04-01"
LEFT_OUT = "Left out: 1 action added later."
ONE_READING = "* This day stands under one reading of the source"
EXPECTED_EARLIER = "2 wait for events that were expected earlier"
HTML, MARKDOWN = "report --format html", "report --format markdown"
REGISTERS = {
    # Of actions that wait for an event, one has a deadline, and one is closed.
    "votes": """\
evaluation: {id: votes, title: Votes, organization: Council}
recommendations:
- id: "1"
  title: Vote
  status: accepted
  actions:
  - id: "1.1"
    text: Act
    responsible: [Keeper]
    due: 2021-12-31
    after: {event: A vote, expected: 2021-03}
  - {id: "1.2", text: Act, responsible: [Keeper], after: {event: A vote, expected: 2021-03}}
  - id: "1.3"
    text: Act
    responsible: [Keeper]
    after: {event: A vote, expected: 2021-03}
    updates:
    - {date: 2021-01-01, progress: completed}
""",
    "read": """\
evaluation: {id: read, title: Read, organization: Council}
recommendations:
- id: "1"
  title: Read
  status: accepted
  actions:
  - {id: "1.1", text: Act, responsible: [Keeper], due: 2021-06, reading: Or before?}
""",
    "french": """\
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
  added: 2021-02-03
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
""",
}


def asked(command: str, day: str = LATER, *registers: Path) -> Answer:
    named = [word for path in registers or [CONFIRMED] for word in ("--register", path)]
    return answer(*command.split(), *named, "--as-of", day)


def in_json(command: str, day: str = LATER, *registers: Path) -> Any:
    return asked(f"{command} --format json", day, *registers).json


def told(found: Answer) -> str:
    """What stands in an answer and beside it: as it is, and unfolded, without tags, on one line."""
    assert found.status == 0, found.err
    text = found.out.replace("\r\n ", "") + found.err
    return text + " ".join(re.sub(r"<[^>]*>", "", text).split())


@pytest.fixture
def registers(tmp_path: Path) -> dict[str, Path]:
    """The registers above, and the shipped one."""
    paths = {name: tmp_path / f"{name}.yaml" for name in REGISTERS}
    for name, path in paths.items():
        path.write_text(REGISTERS[name], encoding="utf-8")
    return {**paths, "confirmed": CONFIRMED, "shipped": SHIPPED}


@pytest.mark.parametrize(
    "command",
    [
        *(
            f"{name} --format {form}"
            for name in ("list", "actions", "overdue", "upcoming", "evaluations")
            for form in ("table", "json", "csv")
        ),
        *(
            f"{name} --format {form}"
            for name in ("show 1.3", "summary", "summary --since 2021-07-31", "timeline")
            for form in ("table", "json")
        ),
        *(HTML, MARKDOWN, f"{HTML} --since 2021-07-31", f"{MARKDOWN} --responsible keeper"),
        *("calendar --closed", "export -o {}/lighthouse.sqlite"),
    ],
)
def test_every_command_and_format_knows_what_is_unknown_in_colour_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert told(asked(command.format(tmp_path), UNKNOWN))


IN_A_REPORT = (
    *("completed 12 Jun 2021, 18 days early; confirmed by Internal Audit",),
    *("completed by 31 Oct 2021; since when is not known", "https://example.org/lighthouse.pdf"),
    *("A description; the source gives no title.", "mailto:evaluation@example.org"),
    "Of the completed: 1 confirmed, 1 disputed, 1 unverified.",
)
SAID: list[tuple[str, str, str, tuple[str, ...]]] = [
    # What somebody confirmed or disputed
    (
        *("confirmed", "show 1.1 1.2", LATER),
        (
            "completed 12 Jun 2021, 18 days early · due 30 Jun 2021 · confirmed by Internal Audit",
            "completed 20 Jun 2021, 10 days early · due 30 Jun 2021 · disputed by Internal Audit",
            "first responsible: Works Department",
        ),
    ),
    ("confirmed", HTML, LATER, (*IN_A_REPORT, '">✓?</span>', "By accountable")),
    ("confirmed", MARKDOWN, LATER, (*IN_A_REPORT, "✓? ")),
    ("confirmed", HTML, LATER, ("3 of 4 actions are completed; 1 of them is disputed (1.2).",)),
    ("confirmed", "list", LATER, ("CONFIRMED", "1 of 3", "1 disputed")),
    ("confirmed", "evaluations", LATER, ("CONFIRMED", "1 of 3", "1 disputed")),
    (
        *("confirmed", "actions", LATER),
        ("1.1 completed, confirmed", "1.2 completed, disputed", "1.3 completed 30 Jun"),
    ),
    (
        *("confirmed", "timeline", LATER),
        (
            "1.1  completed 18 d early, confirmed",
            "1.2  completed 10 d early, disputed",
            "1.3  completed, day unknown",
            "waits for: The council votes the funds; expected H2 2021",
        ),
    ),
    (
        *("confirmed", "summary --since 2021-07-31", LATER),
        (
            "1.1 confirmed by Internal Audit",
            "1.2 disputed by Internal Audit: Nobody has been trained yet.",
            "1.3 completed by 31 Oct 2021; the day is not known",
        ),
    ),
    (
        *("confirmed", "calendar --closed", LATER),
        ("Accountable: Harbour Master", "confirmed by Internal Audit"),
    ),
    # What nobody knows
    ("confirmed", "show 1.3", UNKNOWN, ("unknown · due 30 Jun 2021",)),
    ("confirmed", "show 1.3", LATER, ("completed by 31 Oct 2021; since when is not known · due",)),
    (
        *("confirmed", HTML, UNKNOWN),
        (".unknown { --state: var(--unknown); }", "¿", "unknown</span></li>"),
    ),
    # What was added later
    *(
        ("confirmed", command, BEFORE, (LEFT_OUT,))
        for command in ("summary", "timeline", "report", "calendar", "export -o {}/x.sqlite")
    ),
    *(
        ("confirmed", command, BEFORE, ("1.4 was added on 3 May 2021",))
        for command in ("actions 1.4", "overdue 1.4", "show 1.4", "list 1")
    ),
    ("confirmed", "list", BEFORE, ("0 of 3 actions closed · 1 added later",)),
    (
        *("confirmed", "show 1.4", LATER),
        (
            "Added         3 May 2021",
            "The council votes the funds (has not happened yet; expected H2 2021)",
        ),
    ),
    # Events that were expected
    *(
        ("votes", command, BEFORE, (EXPECTED_EARLIER,))
        for command in ("overdue", "list", "upcoming", "evaluations", "report")
    ),
    ("votes", "summary", BEFORE, ("event expected earlier              2",)),
    ("votes", "calendar", "2021-01-01", ("A vote (has not happened yet\\; expected Mar 2021)",)),
    # Days that stand under one reading
    (
        *("shipped", "timeline", "2018-03-31"),
        (
            *("5.1  overdue 31 d*", "7.2  scheduled*"),
            f"{ONE_READING}; see `ecefollow show 5.1",
        ),
    ),
    ("shipped", HTML, "2018-03-31", ("Feb 2018*", f"{ONE_READING}.")),
    ("shipped", MARKDOWN, "2018-03-31", (r"Feb 2018\*", f"{ONE_READING}.")),
    ("read", "evaluations", "2021-01-01", ("Jun 2021*", f"{ONE_READING}.")),
    # The language of what the register says
    (
        *("french", HTML, "2021-06-01"),
        (
            '<h1 class="title" dir="auto" lang="fr">Évaluation du phare</h1>',
            '<span dir="auto" lang="fr">Garder la lumière</span>',
            '<p class="normal" dir="auto" lang="fr">Acceptée.</p>',
            '<p class="normal" dir="auto" lang="fr">Le gardien renouvelle la lampe.</p>',
            '<dd dir="auto" lang="fr">Capitaine</dd>',
            '<dd dir="auto" lang="fr">“avant juillet”</dd>',
            'in progress: <bdi lang="fr">Commencé.</bdi>',
            '<dd dir="auto">Read as the end of June.</dd>',
            '<dd dir="auto">A description.</dd>',
            '<a href="mailto:evaluation@example.org">evaluation@example.org</a>',
        ),
    ),
    ("french", MARKDOWN, "2021-06-01", ("- Language: fr",)),
]
NOT_SAID = [
    ("show 1.2", LATER, "first responsible"),
    *((command, UNKNOWN, "30 Jun 2021 !") for command in ("list", "evaluations", "show 1")),
    *((command, LATER, "added later") for command in ("summary", "timeline", "report")),
    *((command, BEFORE, "CONFIRMED") for command in ("list", "evaluations")),
    (HTML, LATER, "unknown</span></li>"),
]


@pytest.mark.parametrize(("register", "command", "day", "said"), SAID)
def test_a_claim_or_a_doubt_is_told(  # noqa: PLR0913 - a row of the table
    registers: dict[str, Path],
    tmp_path: Path,
    *,
    register: str,
    command: str,
    day: str,
    said: tuple[str, ...],
) -> None:
    found = told(asked(command.format(tmp_path), day, registers[register]))
    assert [text for text in said if text not in found] == []


@pytest.mark.parametrize(("command", "day", "text"), NOT_SAID)
def test_where_there_is_none_nothing_is_told(command: str, day: str, text: str) -> None:
    assert text not in told(asked(command, day))


def test_a_narrow_timeline_says_sooner_that_a_claim_is_disputed_than_when_it_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert "1.2  disputed " in asked("timeline").out


def test_a_portfolio_names_the_language_of_each_evaluation(registers: dict[str, Path]) -> None:
    page = asked(HTML, "2021-06-01", registers["french"], CONFIRMED).out
    assert '<p class="normal" dir="auto" lang="fr">Le gardien renouvelle la lampe.</p>' in page
    assert '<p class="normal" dir="auto">The Keeper will renew the lamp.</p>' in page


def test_what_is_confirmed_is_counted_of_all_that_is_closed(tmp_path: Path) -> None:
    claims = CONFIRMED.read_text(encoding="utf-8")
    path = tmp_path / "claims.yaml"
    path.write_text(
        claims.replace("2021-06-20, progress: completed", "2021-06-20, progress: not-applicable"),
        encoding="utf-8",
    )
    both = (path, ROOT / "examples" / "followed-up.yaml")
    row = in_json("evaluations --sort id", LATER, *both)["evaluations"][1]
    names = ("closed", "implemented", "confirmed", "disputed", "unverified")
    assert [row[name] for name in names] == [3, 2, 1, 1, 1]
    assert "lighthouse 0 3 of 4 - 67 % 1 of 3" in told(asked("evaluations", LATER, *both))
    assert "lighthouse 4 2 0 67 % 1 of 3" in told(asked("summary", LATER, *both))
    page = told(asked(MARKDOWN, LATER, *both))
    assert "3 of 4 actions closed · 1 of 3 confirmed · 1 disputed" in page
    assert "| 3 of 4, 1 of 3 confirmed, 1 disputed | 0 | 67 % |" in page


# For programs


def test_evaluations_say_how_much_is_confirmed_and_whom_to_ask() -> None:
    (row,) = in_json("evaluations")["evaluations"]
    assert (
        row.items()
        >= {
            "implemented": 3,
            "confirmed": 1,
            "disputed": 1,
            "unverified": 1,
            "title_note": "A description; the source gives no title.",
            "report": "https://example.org/lighthouse.pdf",
            "contact": "mailto:evaluation@example.org",
        }.items()
    )


@pytest.mark.parametrize("command", ["actions 1.4", "overdue 1.4", "show 1.4", "list 1"])
def test_what_is_asked_for_and_was_added_later_is_named(command: str) -> None:
    assert in_json(command, BEFORE)["notes"] == ["1.4 was added on 3 May 2021"]


def test_the_earlier_day_of_a_summary_has_its_own_number_of_what_was_added_later() -> None:
    summary = in_json(f"summary --since {BEFORE}")
    numbers = [each["actions"]["added_later"] for each in (summary, summary["since"])]
    assert numbers == [0, 1]


def test_the_language_of_an_evaluation_and_the_day_of_a_recommendation_are_told(
    registers: dict[str, Path],
) -> None:
    assert in_json("evaluations", LATER, registers["french"])["evaluations"][0]["language"] == "fr"
    (row,) = in_json("list", LATER, registers["french"])["recommendations"]
    assert row["added"] == "2021-02-03"


def test_an_open_action_waits_for_its_event_with_a_deadline_or_without(
    registers: dict[str, Path],
) -> None:
    upcoming = in_json("upcoming --within 2m", "2021-03-01", registers["votes"])
    assert [event["id"] for event in upcoming["events"]] == ["1.1", "1.2"]
    assert upcoming["events_overdue"] == 0
    for command in ("overdue", "list", "actions", "upcoming", "evaluations", "summary"):
        assert in_json(command, BEFORE, registers["votes"])["events_overdue"] == 2
