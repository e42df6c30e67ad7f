"""What was true of a register on a day: section 4 of the design, read literally.

The register is plain data, as ``yaml.load(text, yaml.BaseLoader)`` gives it: dicts, lists and
strings. It is taken to be valid. Nothing here is fast; each rule stands below its sentence.

Where the text can be read in more than one way, this is the reading taken:

 1. Order. "In order of their dates; of two on one day the later line wins": the lines are sorted
    by date, and lines of one day keep the order of the file. Everything below that speaks of
    first, last, next, earlier, later, "in force" or "unbroken" means this order, so a late entry
    stands where its date puts it, also when that changes original_due, revisions, completed_on,
    days_late or verification.
 2. Every field is as of D: original_due, revisions and last_update too see no line after D. Only
    the state `unknown` looks ahead, since its rule says so.
 3. revisions compares the last day with the one before it. Saying the same last day again, even
    in another precision (2018-02, then 2018-02-28), is no revision. Moving there and back is two.
    With no due of its own, the first deadline that an update sets becomes the original, and is
    no revision.
 4. due_written is the text in the file of the deadline that due(D) comes from ("2018-02"). The
    last line wins even if it only changed the precision.
 5. "Present unbroken completion" is judged day by day, by progress(D): what a later line of the
    day corrected held on no day. Completed on the 5th, reopened and completed again on the 10th
    is completed on the 5th. Not-applicable breaks it; a line without progress, or "completed"
    once more, does not.
 6. "The line that completed it": of the lines dated completed_on, the first that says completed,
    also where later lines of that day reopen it and complete it again. Otherwise the lateness
    could be undone within a day, and "a later line of the same day [...] makes nothing less late".
    The same line decides whether the completion "began with a `day_unknown`".
 7. "In force at the line" includes a deadline which that very line sets. days_late is null if no
    deadline was in force there, even if a later line set one.
 8. "Closed" is completed or not-applicable; every other action is open, one that is `unknown` too.
    So `overdue --against original` lists it, and next_due counts its deadline.
 9. "The next update after D that sets progress or a deadline" is one line: the first in the order
    of 1 that is dated after D. A later line of its day does not count.
10. "Moves the deadline to D or later": the line has a `due` whose last day is D or later.
11. "Happened by D" includes D. An event without a day has not happened.
12. `expected` "has passed" from the day after its last day, as with a deadline. An action waits
    for its event if its state is `awaiting-event`: of one that is dated, ongoing or closed the
    answer says something else already.
13. Which "line after it changed the progress" is judged line by line, of one day too: reopened and
    completed again is unverified. "Completed" once more changes nothing. What the verifying line
    itself says is what it verifies.
14. An action of a recommendation that is in no answer is in none either. How many were added later
    are the actions that are in no answer for either reason; under a listing of recommendations,
    the recommendations.
15. The rate of what was on time goes by the original deadline, as the documentation of `summary`
    has it: completed by it, out of those completed, or past it. A `day_unknown` dated after it is
    left out, and so is a not-applicable likewise, which might have been in time. So that the same
    holds before the line's day, an open action whose next progress is such a closing is left out
    too. A move of unknown day leaves nothing out: it says nothing of the original deadline.
16. "responsible: []" in an update does set the responsible: to nobody.
17. last_update is the date of the last update of the action itself, whatever it says.
18. What falls due "within 7d" falls due on D, on the seventh day after it, or between. The same
    goes for the last day of an event's `expected`.
"""

# ruff: noqa: ERA001 - the rules are quoted, not commented out

import calendar
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

Data = dict[str, Any]

STATES = [
    "overdue",
    "scheduled",
    "ongoing",
    "awaiting-event",
    "undated",
    "completed",
    "not-applicable",
    "unknown",
]
CLOSED = ["completed", "not-applicable"]


# --- days


def last_day(written: str) -> date:
    """The last day of what is written as a day, month, quarter, half-year or year."""
    # "A month, quarter, half-year or year means its last day"
    match written.split("-"):
        case [year]:
            return _end_of_month(int(year), 12)
        case [year, "H1" | "H2" as half]:
            return _end_of_month(int(year), 6 * int(half[1]))
        case [year, "Q1" | "Q2" | "Q3" | "Q4" as quarter]:
            return _end_of_month(int(year), 3 * int(quarter[1]))
        case [year, month]:
            return _end_of_month(int(year), int(month))
        case _:
            return date.fromisoformat(written)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _end_of_span(day: date, span: str) -> date:
    """The last day of "30d", "4w" or "2m" from a day on."""
    number, unit = int(span[:-1]), span[-1]
    if unit == "m":
        years, month = divmod(day.month - 1 + number, 12)
        end = _end_of_month(day.year + years, month + 1)
        return end.replace(day=min(day.day, end.day))
    return day + timedelta(days=number * {"d": 1, "w": 7}[unit])


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# --- what the updates say


def _date(line: Data) -> date:
    return date.fromisoformat(line["date"])


def _in_order(thing: Data) -> list[Data]:
    return sorted(thing.get("updates", []), key=_date)  # a stable sort


def _updates(thing: Data, day: date) -> list[Data]:
    # "look only at updates dated on or before D, in order of their dates; of two on one day the
    # later line wins."
    return [line for line in _in_order(thing) if _date(line) <= day]


def _last(lines: list[Data], key: str, otherwise: Any) -> Any:
    """What the last line that has this key says, else the other value."""
    return next((line[key] for line in reversed(lines) if key in line), otherwise)


def _is_true(thing: Data, flag: str) -> bool:
    return bool(thing.get(flag) == "true")


def status(recommendation: Data, day: date) -> str:
    # "status(D) of a recommendation: the last its updates set, else its own."
    answer: str = _last(_updates(recommendation, day), "status", recommendation["status"])
    return answer


def due_written(action: Data, lines: list[Data]) -> str | None:
    # "due(D): the last deadline those updates set, else the action's own due."
    written: str | None = _last(lines, "due", action.get("due"))
    return written


def due(action: Data, lines: list[Data]) -> date | None:
    written = due_written(action, lines)
    return None if written is None else last_day(written)


def original_due(action: Data, day: date) -> date | None:
    # "original_due: the action's own due, else the first one that an update set, in this order:
    # the first line, not the last of its day."
    deadlines = [thing["due"] for thing in [action, *_updates(action, day)] if "due" in thing]
    return last_day(deadlines[0]) if deadlines else None


def revisions(action: Data, day: date) -> int:
    # "Every line that changes the last day counts in revisions, those of one day too: what was
    # recorded once can be corrected, not undone."
    deadlines = [thing["due"] for thing in [action, *_updates(action, day)] if "due" in thing]
    last_days = [last_day(written) for written in deadlines]
    return sum(1 for before, after in pairwise(last_days) if before != after)


def slippage_days(action: Data, day: date) -> int | None:
    # "slippage_days = due(D) - original_due, 0 when not moved, null without a due."
    present, original = due(action, _updates(action, day)), original_due(action, day)
    if present is None or original is None:
        return None
    return (present - original).days


def progress(action: Data, day: date) -> str:
    # "progress(D): the last progress those updates set, else not-reported."
    return _progress_after(_updates(action, day))


def _progress_after(lines: list[Data]) -> str:
    word: str = _last(lines, "progress", "not-reported")
    return word


def _closing_line(action: Data, day: date) -> Data:
    """The line with which the present unbroken completion, or the not-applicable, began."""
    word = progress(action, day)
    first = day
    while progress(action, first - timedelta(days=1)) == word:
        first -= timedelta(days=1)
    return next(
        line
        for line in _updates(action, day)
        if _date(line) == first and line.get("progress") == word
    )


def completed_on(action: Data, day: date) -> date | None:
    # "completed_on: the first day of the present unbroken completion, null unless completed."
    if progress(action, day) != "completed":
        return None
    # "Where the completion began with a day_unknown, completed_on and days_late are null"
    line = _closing_line(action, day)
    return None if _is_true(line, "day_unknown") else _date(line)


def days_late(action: Data, day: date) -> int | None:
    # "days_late = completed_on - the last day of the deadline in force at the line that completed
    # it (a later line of the same day, or of a later one, makes nothing less late), null unless
    # completed with a due; negative is early."
    completed = completed_on(action, day)
    if completed is None:
        return None
    lines = _updates(action, day)
    line = _closing_line(action, day)
    until_then = lines[: next(n for n, other in enumerate(lines) if other is line) + 1]
    in_force = due(action, until_then)
    return None if in_force is None else (completed - in_force).days


def responsible(action: Data, day: date) -> list[str]:
    # "responsible(D): the last those updates set, else the action's own."
    names: list[str] = _last(_updates(action, day), "responsible", action["responsible"])
    return names


def state(action: Data, day: date) -> str:
    # "state(D): the first that fits:"
    # "1. progress is completed -> completed; not-applicable -> not-applicable"
    if progress(action, day) in CLOSED:
        return progress(action, day)
    # "2. it has a due whose last day < D: unknown if the next update after D that sets progress or
    # a deadline has day_unknown and closes the action or moves the deadline to D or later (nobody
    # can say whether it was late on D), otherwise overdue; any other due -> scheduled"
    deadline = due(action, _updates(action, day))
    if deadline is not None and deadline < day:
        return "unknown" if _is_in_doubt(action, day) else "overdue"
    if deadline is not None:
        return "scheduled"
    # "3. ongoing -> ongoing"
    if _is_true(action, "ongoing"):
        return "ongoing"
    # "4. after whose event has not happened by D -> awaiting-event"
    if "after" in action:
        happened = action["after"].get("happened")
        if happened is None or date.fromisoformat(happened) > day:
            return "awaiting-event"
    # "5. otherwise undated"
    return "undated"


def _is_in_doubt(action: Data, day: date) -> bool:
    for line in _in_order(action):
        if _date(line) > day and ("progress" in line or "due" in line):
            closes = line.get("progress") in CLOSED
            moves = "due" in line and last_day(line["due"]) >= day
            return _is_true(line, "day_unknown") and (closes or moves)
    return False


def verification(action: Data, day: date) -> str | None:
    # "verification(D): what the last verified up to D says, if no line after it changed the
    # progress, else unverified; null unless closed."
    if progress(action, day) not in CLOSED:
        return None
    lines = _updates(action, day)
    places = [place for place, line in enumerate(lines) if "verified" in line]
    if not places:
        return "unverified"
    verified = places[-1]
    since_then = {_progress_after(lines[: end + 1]) for end in range(verified, len(lines))}
    answer: str = lines[verified]["verified"] if len(since_then) == 1 else "unverified"
    return answer


# --- what is in the answers


def _is_there(thing: Data, day: date) -> bool:
    # "Before the day on which it was added, an action or recommendation is in no answer"
    return "added" not in thing or date.fromisoformat(thing["added"]) <= day


def _recommendations(register: Data, day: date) -> list[Data]:
    return [one for one in register["recommendations"] if _is_there(one, day)]


def _actions(recommendation: Data, day: date) -> list[Data]:
    return [action for action in recommendation.get("actions", []) if _is_there(action, day)]


def _all_actions(register: Data, day: date) -> list[Data]:
    return [action for one in _recommendations(register, day) for action in _actions(one, day)]


def actions_added_later(register: Data, day: date) -> int:
    # "the answer says how many were added later."
    ever = sum(len(one.get("actions", [])) for one in register["recommendations"])
    return ever - len(_all_actions(register, day))


def recommendations_added_later(register: Data, day: date) -> int:
    return len(register["recommendations"]) - len(_recommendations(register, day))


def _awaited(action: Data, day: date) -> date | None:
    """By when the event is expected that an open action waits for, with a deadline or without."""
    event = action.get("after", {})
    has_happened = "happened" in event and date.fromisoformat(event["happened"]) <= day
    if "expected" not in event or has_happened or progress(action, day) in CLOSED:
        return None
    return last_day(event["expected"])


def events_overdue(register: Data, day: date) -> int:
    # "how many wait for an event whose expected has passed"
    return sum(
        1
        for action in _all_actions(register, day)
        if (expected := _awaited(action, day)) and expected < day
    )


def states(register: Data, day: date) -> dict[str, int]:
    """How many actions are in each state."""
    counts = Counter(state(action, day) for action in _all_actions(register, day))
    return {name: counts[name] for name in STATES}


# --- the answers


def actions(register: Data, day: date) -> list[Data]:
    """Every action as it stands on a day, in the order of the file."""
    return [
        _standing(recommendation, action, day)
        for recommendation in _recommendations(register, day)
        for action in _actions(recommendation, day)
    ]


def _standing(recommendation: Data, action: Data, day: date) -> Data:
    lines = _updates(action, day)
    deadline = due(action, lines)
    stands = state(action, day)
    return {
        "id": action["id"],
        "recommendation": recommendation["id"],
        "status": status(recommendation, day),
        "responsible": responsible(action, day),
        # "JSON has original_responsible besides."
        "original_responsible": action["responsible"],
        "due": _iso(deadline),
        "due_written": due_written(action, lines),
        "original_due": _iso(original_due(action, day)),
        "revisions": revisions(action, day),
        "slippage_days": slippage_days(action, day),
        # "days_overdue = D - last day of due(D), null unless overdue."
        "days_overdue": (day - deadline).days if deadline and stands == "overdue" else None,
        "days_late": days_late(action, day),
        "progress": progress(action, day),
        "completed_on": _iso(completed_on(action, day)),
        "last_update": lines[-1]["date"] if lines else None,
        "state": stands,
        "verification": verification(action, day),
        "added": action.get("added"),
    }


def recommendations(register: Data, day: date) -> list[Data]:
    """Every recommendation as it stands on a day, in the order of the file."""
    rows = []
    for recommendation in _recommendations(register, day):
        standings = [_standing(recommendation, one, day) for one in _actions(recommendation, day)]
        still_open = [standing for standing in standings if standing["progress"] not in CLOSED]
        rows.append(
            {
                "id": recommendation["id"],
                "status": status(recommendation, day),
                # "actions (their number), closed"
                "actions": len(standings),
                "closed": len(standings) - len(still_open),
                # "'next due' is the earliest open one, past or not."
                "next_due": min((one["due"] for one in still_open if one["due"]), default=None),
            }
        )
    return rows


def overdue(register: Data, day: date) -> list[tuple[str, int]]:
    """The overdue actions and their days, longest overdue first; equals in the file's order."""
    rows = [
        (standing["id"], standing["days_overdue"])
        for standing in actions(register, day)
        if standing["state"] == "overdue"
    ]
    return sorted(rows, key=lambda row: -row[1])  # a stable sort


def overdue_against_original(register: Data, day: date) -> list[tuple[str, int]]:
    """The open actions past their original deadline and their days, the longest first."""
    # "overdue --against original takes open actions whose original deadline has passed, and
    # counts days from it: a moved date hides nothing."
    rows = []
    for action in _all_actions(register, day):
        original = original_due(action, day)
        if progress(action, day) not in CLOSED and original is not None and original < day:
            rows.append((action["id"], (day - original).days))
    return sorted(rows, key=lambda row: -row[1])  # a stable sort


def upcoming(register: Data, day: date, span: str) -> list[tuple[str, int]]:
    """The actions that fall due within the span and the days left, soonest first."""
    rows = []
    for action in _all_actions(register, day):
        deadline = due(action, _updates(action, day))
        if state(action, day) == "scheduled" and deadline and deadline <= _end_of_span(day, span):
            rows.append((action["id"], (deadline - day).days))
    return sorted(rows, key=lambda row: row[1])  # a stable sort


def upcoming_events(register: Data, day: date, span: str) -> list[str]:
    """The actions whose event is expected within the span, soonest first."""
    rows = []
    for action in _all_actions(register, day):
        expected = _awaited(action, day)
        if expected and day <= expected <= _end_of_span(day, span):
            rows.append((expected, action["id"]))
    return [identifier for _, identifier in sorted(rows, key=lambda row: row[0])]


def on_time(register: Data, day: date) -> dict[str, int]:
    """How many actions were completed by their original deadline, or late, or are left out."""
    verdicts = Counter(_on_time(action, day) for action in _all_actions(register, day))
    reasons = ["no-deadline", "not-applicable-in-time", "not-due-yet", "day-unknown"]
    return {verdict: verdicts[verdict] for verdict in ["on-time", "late", *reasons]}


def _on_time(action: Data, day: date) -> str:
    original = original_due(action, day)
    if original is None:
        return "no-deadline"
    if progress(action, day) not in CLOSED:
        if day <= original:
            return "not-due-yet"
        return "day-unknown" if _may_be_closed(action, day) else "late"
    # "it is on time if its date is not after the deadline, else left out of the rate of what was on
    # time, and said to be."
    line = _closing_line(action, day)
    if _date(line) <= original:
        in_time = {"completed": "on-time", "not-applicable": "not-applicable-in-time"}
        return in_time[progress(action, day)]
    return "day-unknown" if _is_true(line, "day_unknown") else "late"


def _may_be_closed(action: Data, day: date) -> bool:
    """Whether the next progress is a closing of unknown day, which may have held by then."""
    for line in _in_order(action):
        if _date(line) > day and "progress" in line:
            return _is_true(line, "day_unknown") and line["progress"] in CLOSED
    return False


def by_responsible(register: Data, day: date) -> dict[str | None, tuple[int, int, int]]:
    """For each name, None for nobody: its actions, how many are completed, how many overdue."""
    # "Filters, listings and summary go by it" [responsible(D)]
    rows: dict[str | None, tuple[int, int, int]] = {}
    for action in _all_actions(register, day):
        stands = state(action, day)
        names: list[str | None] = [*responsible(action, day)]
        for name in names or [None]:
            total, completed, late = rows.get(name, (0, 0, 0))
            completed += stands == "completed"
            rows[name] = (total + 1, completed, late + (stands == "overdue"))
    return rows


def verified_completions(register: Data, day: date) -> dict[str, int]:
    """How much of what is claimed to be completed is confirmed, disputed and unverified."""
    # "Rates say beside the claim how much of it is confirmed, disputed and unverified."
    counts = Counter(
        verification(action, day)
        for action in _all_actions(register, day)
        if progress(action, day) == "completed"
        and not _is_true(action, "ongoing")
        and not _is_true(action, "discretionary")
    )
    return {word: counts[word] for word in ["confirmed", "disputed", "unverified"]}
