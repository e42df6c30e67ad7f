"""The deadlines as an iCalendar file, read back by programs that are not ours."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from reports import HARBOUR, HARM, UNECE, hostile_register, read

from ecefollow.analysis import queries
from ecefollow.register.deadlines import Span
from ecefollow.register.model import Evaluation, Register
from ecefollow.render import calendar as rendered
from ecefollow.views import calendar

KHAL = shutil.which("khal", path=os.fspath(Path(sys.executable).parent))


def text_of(register: Register, day: str, *, alarms: Sequence[Span] = (), **asked: Any) -> str:
    on = date.fromisoformat(day)
    items = queries.actions(register.on(on))
    made = calendar.calendar(register.evaluation, items, day=on, alarms=alarms, **asked)
    return rendered.render(made)


def events(text: str) -> dict[str, Any]:
    """The events of a calendar, each by the id of its action."""
    found = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {str(event["UID"]).partition("@")[0]: event for event in found}


def test_an_open_deadline_is_an_event_of_a_whole_day_that_says_how_the_action_stands() -> None:
    every = events(text_of(read(UNECE), "2018-03-31"))
    assert set(every) == {"3.1", "5.1", "6.1-expected", "7.1", "7.2"}
    event = every["7.1"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2018, 3, 30), date(2018, 3, 31))
    assert "State: overdue by 1 day, as of 31 Mar 2018" in event["DESCRIPTION"]
    assert event["SUMMARY"].startswith("7.1 overdue: The Executive Secretary will finalise")
    assert event["SUMMARY"].endswith(" (Cross-sectoral cooperation in UNECE)")
    assert (event["CONTACT"], event["STATUS"]) == ("Executive Secretary", "CONFIRMED")
    assert every["5.1"]["DTSTART"].dt == date(2018, 2, 28)
    facts = "Deadline: Feb 2018\nIn the source: “by February 2018”\nReading: Read as due by"
    assert facts in every["5.1"]["DESCRIPTION"]


def test_a_closed_action_is_left_out_unless_it_is_wanted_and_has_no_alarm() -> None:
    register = read(HARBOUR)
    assert set(events(text_of(register, "2021-12-31"))) == {"A.2", "B.2", "C.1", "C.3"}
    alarms = [Span(7, "d")]
    everything = events(text_of(register, "2021-12-31", closed=True, alarms=alarms))
    assert everything["B.3"]["STATUS"] == "CANCELLED"
    assert everything["B.1"]["CATEGORIES"].cats == ["completed"]
    assert everything["B.1"]["SUMMARY"].startswith("✓ B.1 completed: ")
    assert not everything["B.1"].walk("VALARM")


def test_a_moved_deadline_keeps_its_event_and_raises_its_sequence() -> None:
    register = read(HARBOUR)
    before = events(text_of(register, "2021-06-30"))["A.2"]
    after = events(text_of(register, "2021-12-31"))["A.2"]
    assert before["UID"] == after["UID"] == "A.2@harbour.ecefollow"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert (before["DTSTART"].dt, after["DTSTART"].dt) == (date(2021, 9, 30), date(2022, 3, 31))


def test_the_stamp_is_the_day_asked_so_that_the_same_input_gives_the_same_bytes() -> None:
    first, second = (text_of(read(HARBOUR), "2021-12-31") for _ in range(2))
    assert first == second
    assert rendered.MARK in first.encode()[:1024]
    stamps = {event["DTSTAMP"].dt for event in events(first).values()}
    assert stamps == {datetime(2021, 12, 31, tzinfo=UTC)}


def test_an_event_that_is_expected_is_tentative_until_it_has_happened() -> None:
    event = events(text_of(read(UNECE), "2018-03-31"))["6.1-expected"]
    assert (event["DTSTART"].dt, event["STATUS"]) == (date(2018, 1, 31), "TENTATIVE")
    assert event["SUMMARY"].startswith("6.1 expected: Member States approve")
    assert "Reading: " in event["DESCRIPTION"]


@pytest.mark.parametrize(
    ("span", "before"), [(Span(7, "d"), 7), (Span(2, "w"), 14), (Span(1, "m"), 31)]
)
def test_an_alarm_goes_off_at_nine_so_long_before(span: Span, before: int) -> None:
    event = events(text_of(read(UNECE), "2018-03-31", alarms=[span]))["7.2"]
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=9) - timedelta(days=before)


@pytest.mark.parametrize(("days", "number"), [(275, 1), (276, 0)])
def test_an_alarm_of_a_day_that_has_passed_is_left_out(days: int, number: int) -> None:
    event = events(text_of(read(UNECE), "2018-03-31", alarms=[Span(days, "d")]))["7.2"]
    assert len(event.walk("VALARM")) == number


def test_an_entry_leads_to_its_action_in_the_report() -> None:
    event = events(text_of(read(UNECE), "2018-03-31", url="https://example.org/"))["7.2"]
    assert event["URL"] == "https://example.org/#action-7.2"


def test_the_name_is_escaped_like_every_text() -> None:
    evaluation = Evaluation("e", "Ports, ferries; and\nmore", "O")
    text = text_of(replace(read(UNECE), evaluation=evaluation), "2018-03-31")
    assert "\r\nNAME:O: Ports\\, ferries\\; and more\r\n" in text


def test_a_line_is_never_longer_than_the_standard_allows() -> None:
    for line in text_of(hostile_register(), "2018-03-31").encode().split(b"\r\n"):
        assert len(line) <= 75


def test_a_hostile_text_stays_in_its_place() -> None:
    event = events(text_of(hostile_register(), "2018-02-15"))["1.1"]
    assert " ".join(HARM.split()) in event["DESCRIPTION"]
    assert set(event) <= {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "DESCRIPTION"),
        *("CONTACT", "CATEGORIES", "STATUS", "TRANSP", "URL"),
    }


@pytest.mark.integration
@pytest.mark.skipif(not KHAL, reason="khal is not installed")
def test_khal_imports_it_and_lists_every_deadline_on_its_day(tmp_path: Path) -> None:
    file = tmp_path / "deadlines.ics"
    file.write_bytes(text_of(read(UNECE), "2018-03-31", alarms=[Span(7, "d")]).encode())
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[follow]]\npath = {tmp_path / 'calendar'}\n"
        f"[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
    )
    khal = [str(KHAL), "--config", str(config)]
    home = os.environ | {"HOME": str(tmp_path)}
    imported = [*khal, "import", "--batch", "-a", "follow", str(file)]
    subprocess.run(imported, env=home, check=True, capture_output=True)
    listing = [*khal, "list", "--day-format", "", "--format", "{start-date} {end-date} {title}"]
    done = subprocess.run(
        [*listing, "2018-01-01", "2019-12-31"], env=home, check=True, capture_output=True
    )
    found = re.findall(r"^(\S+) (\S+) (\S+) ", done.stdout.decode(), re.MULTILINE)
    assert found == [
        ("2018-01-31", "2018-01-31", "6.1"),
        ("2018-02-28", "2018-02-28", "3.1"),
        ("2018-02-28", "2018-02-28", "5.1"),
        ("2018-03-30", "2018-03-30", "7.1"),
        ("2018-12-31", "2018-12-31", "7.2"),
    ]
