"""The deadlines as an iCalendar file (RFC 5545), which calendars import and subscribe to."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

import icalendar

from ecefollow.register.vocabulary import State
from ecefollow.views.calendar import Calendar, CalendarEntry

_PRODUCER: Final = "-//ecefollow//ecefollow//EN"
# What a file of ours is known by, when another is to be written in its place.
MARK: Final = f"PRODID:{_PRODUCER}".encode()


def render(calendar: Calendar) -> str:
    """The calendar, the same for the same deadlines on the same day."""
    file = icalendar.Calendar()
    file.add("prodid", _PRODUCER)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("name", calendar.title)
    file.add("x-wr-calname", calendar.title)
    stamp = datetime.combine(calendar.day, time(), UTC)
    for entry in calendar.entries:
        file.add_component(_event(entry, stamp))
    text: str = file.to_ical().decode()
    return text


def _event(entry: CalendarEntry, stamp: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.day)
    if entry.day < entry.day.max:  # the calendar ends there, and so does an event without an end
        event.add("dtend", entry.day + timedelta(days=1))
    event.add("sequence", entry.revisions)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    for name in entry.responsible:
        event.add("contact", name)
    event.add("categories", [entry.state.words])
    event.add("status", "CANCELLED" if entry.state is State.NOT_APPLICABLE else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a deadline takes nobody's time
    for days in entry.alarms:
        event.add_component(_alarm(entry, days))
    return event


def _alarm(entry: CalendarEntry, days: int) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", timedelta(days=-days))
    return alarm
