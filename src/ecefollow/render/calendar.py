"""The deadlines as an iCalendar file (RFC 5545), which calendars import and subscribe to."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

import icalendar

from ecefollow.register.vocabulary import State
from ecefollow.render.formats import CALENDAR_MARK
from ecefollow.views.calendar import Calendar, CalendarEntry

_PRODUCER: Final = "-//ecefollow//ecefollow//EN"
MARK: Final = CALENDAR_MARK
_MORNING: Final = timedelta(hours=9)  # when an alarm of a day goes off, which begins at midnight
_DAILY: Final = timedelta(days=1)  # how often who subscribed asks again


def render(calendar: Calendar) -> str:
    """The calendar, the same for the same deadlines on the same day."""
    file = icalendar.Calendar()
    file.add("prodid", _PRODUCER)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    # Some versions of icalendar do not know what it is, and would not escape it: RFC 5545, 3.3.11.
    file.add("name", icalendar.vText(calendar.title))
    file.add("x-wr-calname", calendar.title)
    file.add("refresh-interval", _DAILY, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "P1D")  # the same for Outlook
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
    event.add("status", _status(entry))
    if entry.url:
        event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")  # a deadline takes nobody's time
    for days in entry.alarms:
        event.add_component(_alarm(entry, days))
    return event


def _status(entry: CalendarEntry) -> str:
    if entry.is_tentative:
        return "TENTATIVE"
    return "CANCELLED" if entry.state is State.NOT_APPLICABLE else "CONFIRMED"


def _alarm(entry: CalendarEntry, days: int) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", _MORNING - timedelta(days=days))
    return alarm
