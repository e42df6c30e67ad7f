"""Random registers, valid by the file format, with histories that are hard to read right."""

import calendar
import json
import random
from datetime import date, timedelta
from typing import Any

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
ABOUT_THE_EVALUATION = {
    "title_note": "A description: the source gives no title.",
    "report": "https://example.org/evaluation.pdf?a=1#b",
    "contact": "evaluation@example.org",
    "language": "fr",
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


def _deadline(rng: random.Random, days: list[date]) -> str:
    """A deadline of any precision near the given days."""
    day = rng.choice(days) + timedelta(days=rng.choice([-1, 0, 0, 0, 1, 7]))
    kind = rng.random()
    if kind < 0.55:
        return day.isoformat()
    if kind < 0.65:
        end = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=end).isoformat()
    if kind < 0.8:
        return f"{day.year:04d}-{day.month:02d}"
    if kind < 0.88:
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if kind < 0.94:
        return f"{day.year:04d}-H{(day.month + 5) // 6}"
    return f"{day.year:04d}"


def _same_last_day(rng: random.Random, written: str) -> str:
    """The same last day in another precision, where there is one."""
    end = _last_day(written)
    ways = [end.isoformat()]
    if end.day == calendar.monthrange(end.year, end.month)[1]:
        ways.append(f"{end.year:04d}-{end.month:02d}")
        if end.month % 3 == 0:
            ways.append(f"{end.year:04d}-Q{end.month // 3}")
        if end.month % 6 == 0:
            ways.append(f"{end.year:04d}-H{end.month // 6}")
        if end.month == 12:
            ways.append(f"{end.year:04d}")
    return rng.choice(ways)


def _last_day(written: str) -> date:
    if len(written) == 10:
        return date.fromisoformat(written)
    year = int(written[:4])
    month = 12
    if "Q" in written:
        month = 3 * int(written[-1])
    elif "H" in written:
        month = 6 * int(written[-1])
    elif len(written) == 7:
        month = int(written[5:])
    return date(year, month, calendar.monthrange(year, month)[1])


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
    day = _last_day(own) + timedelta(days=rng.randint(1, 9))
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


def _action(  # noqa: C901 - a key after the other
    rng: random.Random, identifier: str, ids: list[str], days: list[date]
) -> Data:
    action: Data = {
        "id": identifier,
        "text": rng.choice(TEXTS),
        "responsible": _units(rng),
    }
    own: str | None = None
    ongoing = rng.random() < 0.15
    if rng.random() < 0.15:
        action["accountable"] = rng.choice(UNITS)
    if not ongoing and rng.random() < 0.6:
        own = _deadline(rng, days)
        action["due"] = own
        if rng.random() < 0.2:
            action["due_text"] = "by then: “soon”"
        if rng.random() < 0.1:
            action["reading"] = rng.choice(TEXTS)
    if rng.random() < 0.4:
        action["after"] = _event(rng, days)
    if ongoing:
        action["ongoing"] = "true"
    elif own is None and rng.random() < 0.1:
        action["ongoing"] = "false"
    if rng.random() < 0.15:
        action["discretionary"] = rng.choice(["true", "true", "false"])
    others = [other for other in ids if other != identifier]
    if others and rng.random() < 0.2:
        action["see"] = rng.sample(others, rng.randint(1, min(2, len(others))))
    if rng.random() < 0.85:
        action["updates"] = _history(rng, days, own, dated=not ongoing)
    elif rng.random() < 0.2:
        action["updates"] = []
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


def _evaluation(rng: random.Random) -> Data:
    evaluation: Data = {
        "id": f"sample-{rng.randint(1, 99)}",
        "title": rng.choice(TEXTS[:2]),
        "organization": rng.choice(UNITS[:3]),
    }
    if rng.random() < 0.3:
        evaluation["source"] = "management-response.txt"
    for key, value in ABOUT_THE_EVALUATION.items():
        if rng.random() < 0.3:
            evaluation[key] = value
    if rng.random() < 0.3:
        evaluation["responded"] = rng.choice(["2017-12", "2017-11-15"])
    return evaluation


def random_register(rng: random.Random) -> Data:  # noqa: C901 - a key after the other
    """A register as plain data, with one to six actions."""
    evaluation = _evaluation(rng)
    number = rng.randint(1, 6)
    names = rng.sample(RECOMMENDATION_IDS, rng.randint(1, min(3, number)))
    owners = names + [rng.choice(names) for _ in range(number - len(names))]
    tails = {name: rng.sample(TAILS, owners.count(name)) for name in names}
    ids = names + [f"{name}.{tail}" for name in names for tail in tails[name]]
    if rng.random() < 0.15:  # one without an action
        names.append("empty")

    days = _days(rng)  # shared by all, so that ties and equal days come up
    recommendations: list[Data] = []
    for name in names:
        status = rng.choice(STATUSES)
        recommendation: Data = {"id": name, "title": rng.choice(TEXTS), "status": status}
        if status in ("partial", "rejected") and rng.random() < 0.6:
            recommendation["reservation"] = rng.choice(TEXTS)
        if rng.random() < 0.2:
            recommendation["response"] = rng.choice(TEXTS)
        if rng.random() < 0.15:
            recommendation["notes"] = [rng.choice(TEXTS)]
        if rng.random() < 0.2:
            recommendation["tags"] = ["knowledge-management", "human-resources"][
                : rng.randint(0, 2)
            ]
        if rng.random() < 0.4:
            recommendation["updates"] = _answers(rng, days)
        if name in tails:
            recommendation["actions"] = [
                _action(rng, f"{name}.{tail}", ids, days) for tail in tails[name]
            ]
        elif rng.random() < 0.5:
            recommendation["actions"] = []
        if rng.random() < 0.15:
            _add_later(rng, days, recommendation)
        recommendations.append(recommendation)
    return {"evaluation": evaluation, "recommendations": recommendations}


# --- writing

PLAIN = {
    "added",
    "date",
    "day_unknown",
    "discretionary",
    "due",
    "expected",
    "happened",
    "ongoing",
    "progress",
    "responded",
    "status",
    "verified",
}


def _scalar(key: str, value: str) -> str:
    """Days, values and flags as they are; ids and texts in double quotes."""
    return value if key in PLAIN else json.dumps(value, ensure_ascii=False)


def _flow(key: str, value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(name, v)}" for name, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(key, item) for item in value) + "]"
    return _scalar(key, str(value))


def _block(mapping: Data, indent: int) -> list[str]:
    """A mapping, one key a line; the form of its lists follows from what is in them."""
    pad = " " * indent
    lines: list[str] = []
    for key, value in mapping.items():
        if isinstance(value, dict):
            lines += [f"{pad}{key}:", *_block(value, indent + 2)]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            lines += _sequence(key, value, indent)
        elif isinstance(value, list) and len(value) > 1:
            lines.append(f"{pad}{key}:")
            lines += [f"{pad}  - {_scalar(key, str(item))}" for item in value]
        else:
            lines.append(f"{pad}{key}: {_flow(key, value)}")
    return lines


def _sequence(key: str, items: list[Data], indent: int) -> list[str]:
    """A list of mappings; updates come in every form, chosen by their number and length."""
    pad = " " * indent
    if key == "updates" and len(items) % 4 == 3:  # the whole list in braces and brackets
        inside = [f"{pad}  {_flow(key, item)}," for item in items]
        return [f"{pad}{key}: [", *inside, f"{pad}  ]"]
    indented = key != "updates" or len(items) % 4 != 2  # dashes under the key, or beyond it
    dash = pad + "  " if indented else pad
    lines = [f"{pad}{key}:"]
    for number, item in enumerate(items):
        if key == "updates" and (number + len(item)) % 2 == 0:
            lines.append(f"{dash}- {_flow(key, item)}")
            continue
        block = _block(item, len(dash) + 2)
        lines.append(f"{dash}- {block[0].lstrip()}")
        lines += block[1:]
    return lines


def as_yaml(register: Data) -> str:
    """The text of a register; reading it back gives the same data."""
    return "\n".join(_block(register, 0)) + "\n"


# --- days to ask about


def _dates_in(value: Any, key: str = "") -> set[date]:
    if isinstance(value, dict):
        return {day for name, inner in value.items() for day in _dates_in(inner, name)}
    if isinstance(value, list):
        return {day for item in value for day in _dates_in(item, key)}
    return {_last_day(str(value))} if key in DATED else set()


DATED = {"added", "date", "due", "expected", "happened", "responded"}


def interesting_days(register: Data) -> list[date]:
    """Every day named, every last day of a deadline, and the days before and after each."""
    step = timedelta(days=1)
    return sorted({d + n * step for d in _dates_in(register) for n in (-1, 0, 1)})
