"""Random registers, valid by the file format, with histories that are hard to read right."""

import calendar
import json
import random
from datetime import date, timedelta
from typing import Any

from ecefollow.register.deadlines import parse_deadline

STATUSES = ["accepted", "partial", "rejected", "pending", "not-stated"]
CLOSED = ["completed", "not-applicable"]
PROGRESS = ["not-started", "in-progress", *CLOSED]
RECOMMENDATION_IDS = ["1", "2", "7", "10", "A", "B-2", "c_3", "IV"]
TAILS = ["1", "2", "3", "10", "01", "a", "1.1", "x-y", "z_9"]
UNITS = [
    "PMU",
    "Executive Secretary",
    "Office of the Executive Secretary",
    "Directors, all of them",
    "no",
    "1.10",
    "Bureau d'étude: Genève",
]
TEXTS = [
    "The Secretariat will review its processes.",
    'Yes: a text, with [brackets] {braces} # and a "quotation".',
    "no",
    "2018-02-30",
    "Übersicht über “nexus dialogues” & more",
    "One \\ backslash, one 'apostrophe' and 100 %",
    "~",
]
# What a record has now and then, how often, and what it may be.
Sometimes = dict[str, tuple[float, list[Any]]]
IN_AN_EVALUATION: Sometimes = {
    "source": (0.3, ["management-response.txt"]),
    "title_note": (0.3, ["A description: the source gives no title."]),
    "report": (0.3, ["https://example.org/evaluation.pdf?a=1#b"]),
    "contact": (0.3, ["evaluation@example.org"]),
    "language": (0.3, ["fr"]),
    "responded": (0.3, ["2017-12", "2017-11-15"]),
}
IN_A_RECOMMENDATION: Sometimes = {
    "response": (0.2, TEXTS),
    "notes": (0.15, [[text] for text in TEXTS]),
    "tags": (0.2, [[], ["knowledge-management"], ["knowledge-management", "human-resources"]]),
}
IN_AN_ACTION: Sometimes = {
    "accountable": (0.15, UNITS),
    "discretionary": (0.15, ["true", "true", "false"]),
}
BESIDE_A_DEADLINE: Sometimes = {
    "due_text": (0.2, ["by then: “soon”"]),
    "reading": (0.1, TEXTS),
}
MOST_UPDATES = 8

Data = dict[str, Any]


# --- days and deadlines


def _days(rng: random.Random) -> list[date]:
    """A few days close together, often about the end of a month, a quarter or a year."""
    year = rng.choice([2018, 2019, 2020])
    month = rng.choice([1, 2, 2, 3, 3, 4, 6, 9, 11, 12])
    base = date(year, month, calendar.monthrange(year, month)[1])
    reach = rng.choice([2, 4, 15, 60, 200])
    count = rng.randint(2, 6)
    return [base + timedelta(days=rng.randint(-reach, reach)) for _ in range(count)]


def _writings(day: date) -> list[str]:
    """A day, and the month, the quarter, the half-year and the year that it is in."""
    quarter, half = (day.month + 2) // 3, (day.month + 5) // 6
    return [f"{day}", f"{day:%Y-%m}", f"{day:%Y}-Q{quarter}", f"{day:%Y}-H{half}", f"{day:%Y}"]


def _deadline(rng: random.Random, days: list[date]) -> str:
    """A deadline of any precision near the given days, most often a day."""
    day = rng.choice(days) + timedelta(days=rng.choice([-1, 0, 0, 0, 1, 7]))
    if rng.random() < 0.1:
        day = parse_deadline(f"{day:%Y-%m}").last
    (written,) = rng.choices(_writings(day), [60, 17, 9, 7, 7])
    return written


def _same_last_day(rng: random.Random, written: str) -> str:
    """The same last day in another precision, where there is one."""
    end = parse_deadline(written).last
    return rng.choice([each for each in _writings(end) if parse_deadline(each).last == end])


# --- histories


def _units(rng: random.Random) -> list[str]:
    return rng.sample(UNITS, rng.choice([0, 1, 1, 1, 2, 3]))


def _line(rng: random.Random, day: date, **values: Any) -> Data:
    """One update; a moved deadline always has its note, and no line is empty."""
    line: Data = {"date": day.isoformat(), **values}
    if ("due" in values or "progress" in values) and rng.random() < 0.25:
        line["day_unknown"] = rng.choice(["true", "true", "true", "false"])
    if "due" in values or not values or rng.random() < 0.3:
        line["note"] = rng.choice(TEXTS)
    if values.get("progress") == "completed" and rng.random() < 0.5:
        line["evidence"] = ["https://example.org/minutes.pdf?a=1#b", "Protocol: 14"][
            : rng.randint(1, 2)
        ]
    if rng.random() < 0.2:
        line["by"] = rng.choice(UNITS)
    return line


def _free_line(rng: random.Random, day: date, days: list[date], dated: bool) -> Data:
    """An update that says anything at all."""
    values: Data = {}
    if rng.random() < 0.6:
        values["progress"] = rng.choice([*PROGRESS, "completed", "completed", "in-progress"])
    if dated and rng.random() < 0.45:
        values["due"] = _deadline(rng, days)
    if rng.random() < 0.15:
        values["responsible"] = _units(rng)
    return _line(rng, day, **values)


def _flip(rng: random.Random, days: list[date], dated: bool) -> list[Data]:
    """Completed, reopened and perhaps completed again, with deadlines moved, mostly on one day."""
    lines: list[Data] = []
    day = rng.choice(days)
    for progress in ["completed", rng.choice(PROGRESS), "completed"][: rng.randint(2, 3)]:
        if dated and rng.random() < 0.35:
            lines.append(_line(rng, day, due=_deadline(rng, days)))
        values: Data = {"progress": progress}
        if dated and rng.random() < 0.2:
            values["due"] = _deadline(rng, days)
        lines.append(_line(rng, day, **values))
        if dated and rng.random() < 0.35:
            lines.append(_line(rng, day, due=_deadline(rng, days)))
        if rng.random() < 0.25:
            day = max(day, rng.choice(days))
    return lines


def _back_and_forth(rng: random.Random, days: list[date], own: str | None) -> list[Data]:
    """A deadline moved away and back, or said again in another precision."""
    first = own if own is not None else _deadline(rng, days)
    second = _deadline(rng, days)
    day = rng.choice(days)
    lines: list[Data] = []
    for deadline in [second, first, second, first][: rng.randint(2, 4)]:
        written = _same_last_day(rng, deadline) if rng.random() < 0.3 else deadline
        lines.append(_line(rng, day, due=written))
        if rng.random() < 0.5:
            day = max(day, rng.choice(days))
    return lines


def _in_doubt(rng: random.Random, days: list[date], own: str) -> Data:
    """What was so by a day after the deadline, nobody knows since when: closed, or moved."""
    day = parse_deadline(own).last + timedelta(days=rng.randint(1, 9))
    values: Data = {"progress": rng.choice(PROGRESS)} if rng.random() < 0.7 else {}
    if not values or rng.random() < 0.3:
        values["due"] = _deadline(rng, [*days, day])
    return {**_line(rng, day, **values), "day_unknown": "true"}


def _history(rng: random.Random, days: list[date], own: str | None, dated: bool) -> list[Data]:
    """The updates of an action, at most eight, in the order they were recorded."""
    lines: list[Data] = []
    for _ in range(rng.randint(1, 3)):
        kind = rng.random()
        if kind < 0.3:
            lines += _flip(rng, days, dated)
        elif kind < 0.5 and dated:
            lines += _back_and_forth(rng, days, own)
        elif kind < 0.6 and own is not None:
            lines.append(_in_doubt(rng, days, own))
        elif kind < 0.7:
            day = rng.choice(days)
            lines += [_free_line(rng, day, days, dated) for _ in range(rng.randint(2, 3))]
        else:
            lines += [
                _free_line(rng, rng.choice(days), days, dated) for _ in range(rng.randint(1, 4))
            ]
    order = rng.random()
    if order < 0.6:  # as they happened
        lines.sort(key=lambda line: str(line["date"]))
    elif order < 0.85:  # one or two late entries
        lines.sort(key=lambda line: str(line["date"]))
        for _ in range(rng.randint(1, 2)):
            late = lines.pop(rng.randrange(len(lines)))
            lines.insert(rng.randint(0, len(lines)), late)
    lines = lines[:MOST_UPDATES]  # otherwise as they came
    for _ in range(rng.choice([0, 0, 1, 2, 4])):
        lines = _with_a_verification(rng, days, lines)
    return lines


def _with_a_verification(rng: random.Random, days: list[date], lines: list[Data]) -> list[Data]:
    """The lines and one that verifies, where chance puts it on what is closed; else the lines."""
    day = rng.choice(days) + timedelta(days=rng.choice([0, 0, 0, 1]))
    values: Data = {"verified": rng.choice(["confirmed", "disputed"]), "by": rng.choice(UNITS)}
    if rng.random() < 0.15:
        values["progress"] = rng.choice(CLOSED)
    if rng.random() < 0.5:
        values["note"] = rng.choice(TEXTS)
    place = rng.randint(0, len(lines))
    longer = [*lines[:place], {"date": day.isoformat(), **values}, *lines[place:]]
    return longer if _verifies_what_is_closed(longer) else lines


def _verifies_what_is_closed(lines: list[Data]) -> bool:
    """Whether every verification finds the action closed, and that day leaves it closed."""
    in_order = sorted(lines, key=lambda line: str(line["date"]))
    progress = ""
    after_each: list[str] = []
    for line in in_order:
        if "verified" in line and progress not in CLOSED:
            return False
        progress = line.get("progress", progress)
        after_each.append(progress)
    at_the_end_of = {line["date"]: after for line, after in zip(in_order, after_each, strict=True)}
    return all(at_the_end_of[line["date"]] in CLOSED for line in lines if "verified" in line)


# --- registers


def _some(rng: random.Random, sometimes: Sometimes) -> Data:
    """What a record has this time."""
    return {
        key: rng.choice(values)
        for key, (often, values) in sometimes.items()
        if rng.random() < often
    }


def _action(rng: random.Random, identifier: str, ids: list[str], days: list[date]) -> Data:
    action: Data = {"id": identifier, "text": rng.choice(TEXTS), "responsible": _units(rng)}
    action |= _some(rng, IN_AN_ACTION)
    own: str | None = None
    ongoing = rng.random() < 0.15
    if not ongoing and rng.random() < 0.6:
        own = _deadline(rng, days)
        action |= {"due": own, **_some(rng, BESIDE_A_DEADLINE)}
    elif ongoing or rng.random() < 0.1:
        action["ongoing"] = str(ongoing).lower()
    if rng.random() < 0.4:
        action["after"] = _event(rng, days)
    others = [other for other in ids if other != identifier]
    if others and rng.random() < 0.2:
        action["see"] = rng.sample(others, rng.randint(1, min(2, len(others))))
    if rng.random() < 0.9:
        is_told = rng.random() < 0.95
        action["updates"] = _history(rng, days, own, dated=not ongoing) if is_told else []
    if rng.random() < 0.2:
        action["added"] = _added(rng, days, action.get("updates", []))
    return action


def _event(rng: random.Random, days: list[date]) -> Data:
    """What must come first, expected and happened at any time or not."""
    event: Data = {"event": rng.choice(TEXTS)}
    if rng.random() < 0.6:
        event["expected"] = _deadline(rng, days)
    if rng.random() < 0.6:
        event["happened"] = rng.choice(days).isoformat()
    return event


def _added(rng: random.Random, days: list[date], updates: list[Data]) -> str:
    """A day on which it may have been added: none of its updates is earlier."""
    day = rng.choice(days) + timedelta(days=rng.choice([-1, 0, 0, 1]))
    return min([day.isoformat(), *(str(line["date"]) for line in updates)])


def _add_later(rng: random.Random, days: list[date], recommendation: Data) -> None:
    """Let a recommendation be added some day, before what happened to it and to its actions."""
    actions = recommendation.get("actions", [])
    updates = [line for thing in [recommendation, *actions] for line in thing.get("updates", [])]
    day = _added(rng, days, updates)
    recommendation["added"] = min([day, *(one["added"] for one in actions if "added" in one)])


def _answers(rng: random.Random, days: list[date]) -> list[Data]:
    """Changed answers of a recommendation, often several on a day or out of order."""
    lines = [
        _line(rng, rng.choice(days), status=rng.choice(STATUSES)) for _ in range(rng.randint(1, 4))
    ]
    if rng.random() < 0.2:
        lines.append(_line(rng, rng.choice(days)))
    if rng.random() < 0.6:
        lines.sort(key=lambda line: str(line["date"]))
    for line in lines:
        line.pop("evidence", None)
    return lines


def random_register(rng: random.Random) -> Data:
    """A register as plain data, with one to six actions."""
    number = rng.randint(1, 6)
    names = rng.sample(RECOMMENDATION_IDS, rng.randint(1, min(3, number)))
    owners = names + [rng.choice(names) for _ in range(number - len(names))]
    tails = {name: rng.sample(TAILS, owners.count(name)) for name in names}
    if rng.random() < 0.15:  # one without an action
        tails["empty"] = []
    days = _days(rng)  # shared by all, so that ties and equal days come up
    evaluation = {
        "id": f"sample-{rng.randint(1, 99)}",
        "title": rng.choice(TEXTS[:2]),
        "organization": rng.choice(UNITS[:3]),
    }
    recommendations = [_recommendation(rng, name, tails, days) for name in tails]
    return {
        "evaluation": evaluation | _some(rng, IN_AN_EVALUATION),
        "recommendations": recommendations,
    }


def _recommendation(
    rng: random.Random, name: str, tails: dict[str, list[str]], days: list[date]
) -> Data:
    status = rng.choice(STATUSES)
    made: Data = {"id": name, "title": rng.choice(TEXTS), "status": status}
    if status in ("partial", "rejected") and rng.random() < 0.6:
        made["reservation"] = rng.choice(TEXTS)
    made |= _some(rng, IN_A_RECOMMENDATION)
    if rng.random() < 0.4:
        made["updates"] = _answers(rng, days)
    ids = [*tails, *(f"{name}.{tail}" for name in tails for tail in tails[name])]
    if tails[name] or rng.random() < 0.5:
        made["actions"] = [_action(rng, f"{name}.{tail}", ids, days) for tail in tails[name]]
    if rng.random() < 0.15:
        _add_later(rng, days, made)
    return made


def as_yaml(register: Data) -> str:
    """The text of a register, in that part of YAML that is JSON; reading it gives the same data."""
    return json.dumps(register, ensure_ascii=False, indent=2)


# --- days to ask about


def _dates_in(value: Any, key: str = "") -> set[date]:
    if isinstance(value, dict):
        return {day for name, inner in value.items() for day in _dates_in(inner, name)}
    if isinstance(value, list):
        return {day for item in value for day in _dates_in(item, key)}
    return {parse_deadline(str(value)).last} if key in DATED else set()


DATED = {"added", "date", "due", "expected", "happened", "responded"}


def interesting_days(register: Data) -> list[date]:
    """Every day named, every last day of a deadline, and the days before and after each."""
    step = timedelta(days=1)
    return sorted({d + n * step for d in _dates_in(register) for n in (-1, 0, 1)})
