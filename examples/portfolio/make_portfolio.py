"""Make the fictional portfolio: 20 evaluations of five organizations, the same each time.

Run `python examples/portfolio/make_portfolio.py`. It writes `registers/ORGANIZATION/ID.yaml` beside
itself. Nothing happens in it after 15 December 2023, so ask about a day up to the end of that year.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from portfolio_evaluations import ORGANIZATIONS, Fiction, Organization
from portfolio_texts import ANSWERS, THEMES, Step
from portfolio_yaml import Quoted, document

REGISTERS: Final = Path(__file__).with_name("registers")
LAST: Final = date(2023, 12, 15)  # on which something happens
_HEAD: Final = (
    "# Fiction, made by examples/portfolio/make_portfolio.py: no such organization exists.\n\n"
)
# How an action with a deadline goes, each as often as it stands here.
_COURSES: Final = (
    *("early", "early", "on-time", "on-time", "late", "late", "late"),
    *("silent", "stalled", "moved", "moved", "moved-twice", "handed-over", "dropped", "reopened"),
)
_ORDINALS: Final = ("first", "second", "third", "fourth")
_Any = TypeVar("_Any")
Update = dict[str, Any]


class Chance:
    """What chance decides for one evaluation: always the same for the same id.

    Only `random()` gives the same numbers in every version of Python.
    """

    def __init__(self, id: str) -> None:
        self._random = random.Random(id)  # noqa: S311 - fiction keeps no secret

    def one_of(self, choices: Sequence[_Any]) -> _Any:
        """One of the choices."""
        return choices[int(self._random.random() * len(choices))]

    def between(self, first: int, last: int) -> int:
        """A number from *first* to *last*, both included."""
        return first + int(self._random.random() * (last - first + 1))

    def happens(self, share: float) -> bool:
        """Whether something happens that does in this share of all cases."""
        return self._random.random() < share


class Story(NamedTuple):
    """An evaluation, who answers it, and the chance by which its actions go well or badly."""

    organization: Organization
    fiction: Fiction
    chance: Chance


def files() -> dict[str, str]:
    """The text of each register, by its path under `registers/`."""
    return {
        f"{organization.folder}/{fiction.id}.yaml": _register(organization, fiction)
        for organization in ORGANIZATIONS
        for fiction in organization.evaluations
    }


def main() -> None:
    """Write the files, and remove those that are no longer made."""
    made = {REGISTERS / name: text for name, text in files().items()}
    for old in set(REGISTERS.rglob("*.yaml")) - set(made):
        old.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _register(organization: Organization, fiction: Fiction) -> str:
    story = Story(organization, fiction, Chance(fiction.id))
    evaluation = {
        "id": fiction.id,
        "title": f"Evaluation of {fiction.subject} (fictional)",
        "organization": organization.name,
        "responded": fiction.responded,
    }
    recommendations = [
        _recommendation(story, number) for number in range(1, len(fiction.recommends) + 1)
    ]
    return _HEAD + document({"evaluation": evaluation, "recommendations": recommendations})


def _recommendation(story: Story, number: int) -> dict[str, Any]:
    fiction, chance = story.fiction, story.chance
    name, status = fiction.recommends[number - 1]
    theme = THEMES[name]
    begin = _begin(fiction)
    record: dict[str, Any] = {
        "id": Quoted(number),
        "title": theme.title.format(subject=fiction.subject),
        "status": status,
    }
    if status == "partial":
        record["reservation"] = theme.reservation
    record["response"] = f"{ANSWERS[status]} {theme.response.format(subject=fiction.subject)}"
    if status == "rejected":
        record |= {"reservation": fiction.objection, "response": ANSWERS[status]}
    record["tags"] = [theme.tag]
    if status == "pending":
        begin += timedelta(days=chance.between(90, 250))
        note = "Decided with the budget."
        answer = {"date": begin, "status": "accepted", "note": note, "by": "Director"}
        if updates := _until_the_end([answer]):
            record["updates"] = updates
            status = "accepted"
    if status in {"accepted", "partial"}:
        steps = theme.steps[: chance.one_of((1, 2, 2, 3, 3))]
        record["actions"] = [
            _action(story, step, (number, place), begin) for place, step in enumerate(steps, 1)
        ]
    return record


def _action(story: Story, step: Step, place: tuple[int, int], begin: date) -> dict[str, Any]:
    chance = story.chance
    recommendation, number = place
    begin = _month_after(begin, 3 * number - 3) if number > 1 else begin
    unit = story.organization.units[step.role]
    record: dict[str, Any] = {
        "id": Quoted(f"{recommendation}.{number}"),
        "text": step.text.format(unit=unit, subject=story.fiction.subject),
        "responsible": [unit],
    }
    updates: list[Update] = []
    match step.kind:
        case "ongoing":
            record["ongoing"] = True
            day = begin + timedelta(days=chance.between(120, 400))
            if step.started and chance.happens(0.6):
                updates = [_said(day, unit, "in-progress", step.started)]
        case "may":
            record["discretionary"] = True
            if chance.happens(0.5):
                record |= _due(_month_after(begin, 18), chance)
        case "after":
            record["after"] = {"event": step.event}
            happened = begin + timedelta(days=chance.between(60, 300))
            if happened <= LAST and chance.happens(0.7):
                record["after"]["happened"] = happened
                due = _month_after(happened, 9)
                note = "Nine months from the event."
                first = {"date": happened + timedelta(days=7), "due": due, "note": note, "by": unit}
                updates = [first, *_course(story, step, happened, due)]
        case _:
            months = chance.one_of((6, 8, 9, 12, 12, 15, 18))
            due = _month_after(begin, months)
            if chance.happens(0.2):
                record["accountable"] = "Director"
            record |= _due(due, chance)
            updates = _course(story, step, begin, due)
    if step.builds_on:
        record["see"] = [Quoted(f"{recommendation}.{number - 1}")]
    if updates := _until_the_end(updates):
        record["updates"] = updates
    return record


def _course(story: Story, step: Step, begin: date, due: date) -> list[Update]:
    """How an action goes from its beginning on; what would come after the end is left out later."""
    chance = story.chance
    unit = story.organization.units[step.role]
    course = chance.one_of(_COURSES)
    half = begin + (due - begin) / 2
    started = _said(half - timedelta(days=chance.between(0, 40)), unit, "in-progress", step.started)
    days = timedelta(days=chance.between(8, 45))
    later = _month_after(due, 4)
    latest = _month_after(due, 7)
    move = {"date": due - days, "due": later, "note": step.moved, "by": unit}
    match course:
        case "early":
            return [started, _done(due - days, unit, step, chance)]
        case "on-time":
            return [started, _done(due - timedelta(days=days.days % 6), unit, step, chance)]
        case "late":
            return [started, _done(due + 3 * days, unit, step, chance)]
        case "silent":
            return []
        case "stalled":
            return [started]
        case "moved":
            return [started, move, _done(later + days, unit, step, chance)]
        case "moved-twice":
            note = "Other work had to go first."
            again = {"date": later - days, "due": latest, "note": note, "by": unit}
            return [started, move, again, _done(latest + days, unit, step, chance)]
        case "handed-over":
            other = _other_unit(story, unit)
            note = "Handed over when the tasks of the units were divided anew."
            handover = {"date": half + days, "responsible": [other], "note": note, "by": "Director"}
            return [started, handover, _done(due + days, other, step, chance)]
        case "dropped":
            note = "Another project has done the same since the start of the year."
            return [_said(half + days, "Director", "not-applicable", note)]
        case _:
            doubt = "An audit found that a part is missing."
            reopened = _said(due + days, "Internal Audit", "in-progress", doubt)
            return [started, _done(due - days, unit, step, chance), reopened]


def _said(day: date, unit: str, progress: str, note: str) -> Update:
    return {"date": day, "progress": progress, "note": note, "by": unit}


def _done(day: date, unit: str, step: Step, chance: Chance) -> Update:
    """A completion; a few give no evidence, as happens."""
    update = _said(day, unit, "completed", step.done)
    return update if chance.happens(0.08) else update | {"evidence": [step.evidence]}


def _other_unit(story: Story, unit: str) -> str:
    units = story.organization.units.values()
    return story.chance.one_of([each for each in units if each != unit])


def _until_the_end(updates: Iterable[Update]) -> list[Update]:
    return [update for update in updates if update["date"] <= LAST]


def _begin(fiction: Fiction) -> date:
    """The day of the response; of a month or quarter, a day in its middle."""
    year, rest = int(fiction.responded[:4]), fiction.responded[5:]
    if rest.startswith("Q"):
        return date(year, 3 * int(rest[1:]) - 1, 15)
    month, _, day = rest.partition("-")
    return date(year, int(month), int(day or 15))


def _month_after(day: date, months: int) -> date:
    """The last day of the month that is so many months later."""
    number = day.year * 12 + day.month + months
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _due(day: date, chance: Chance) -> dict[str, Any]:
    """A deadline as sources write it: a day, a month, a quarter or a year."""
    forms = {"day": str(day), "month": f"{day:%Y-%m}"}
    if day.month in {3, 6, 9, 12}:
        forms["quarter"] = f"{day.year}-Q{day.month // 3}"
    if day.month == 12:  # noqa: PLR2004 - December
        forms["year"] = str(day.year)
    form = chance.one_of(list(forms))
    text = {"quarter": f"in the {_ORDINALS[(day.month - 1) // 3]} quarter of {day.year}"}
    words = text | {"year": f"in the course of {day.year}"}
    return {"due": forms[form]} | ({"due_text": words[form]} if form in words else {})


if __name__ == "__main__":
    main()
