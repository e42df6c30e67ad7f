"""Of two versions, what nothing marks is answered alike about every day up to the earlier one."""

import random
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from asked import OF_THE_RECORD, checked, rewritten, verified
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from random_registers import PROGRESS, STATUSES, UNITS, as_yaml, interesting_days, random_register
from repository import Repository

from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.register.model import Register
from ecefollow.register.vocabulary import Progress, State

Data = dict[str, Any]
Texts = dict[str, str]  # of each register, by its evaluation's id
Edit = Callable[[random.Random, Data, list[str]], None]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


# What a stranger finds who asks both versions


class Verdict(Enum):
    """What must be told of the step from one version to another."""

    RESTATED = auto()
    OPEN = auto()  # a fact changed and no answer did, or the design leaves it open
    SILENT = auto()


@lru_cache(1000)
def parsed(text: str) -> Register:
    return parse_valid(text.encode(), "register.yaml")


@lru_cache(1000)
def data_of(text: str) -> Data:
    read: Data = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    return read


@lru_cache(50_000)
def answers(text: str, day: date) -> dict[tuple[str, str], Any]:
    """What section 4 of the design names, of one version about one day."""
    told: dict[tuple[str, str], Any] = {}
    for answer in parsed(text).on(day):
        told["answer", answer.recommendation.id] = answer.status
        for standing in answer.standings:
            ident = standing.action.id
            if standing.state is State.OVERDUE:
                assert standing.due
                assert standing.original_due
                days = (standing.due.last, standing.original_due.last)
                told["overdue", ident] = (*days, standing.responsible)
            if standing.progress is Progress.COMPLETED:
                told["lateness", ident] = standing.days_late
    return told


def compared(before: str, after: str, until: date) -> Verdict:
    """What comes out differently for some day up to the day of the earlier version."""
    verdict = Verdict.SILENT if only_grew(data_of(before), data_of(after)) else Verdict.OPEN
    known = set(facts(data_of(before)))
    for day in days_up_to(until, before, after):
        old, new = answers(before, day), answers(after, day)
        for key in old | new:
            match key[0], old.get(key), new.get(key):
                case _, was, now if was == now:
                    pass
                case "lateness", None, _:  # of what was open or had no lateness yet
                    verdict = verdict if key not in old else Verdict.OPEN
                case "answer", None, _ if key[1] not in known:  # of what is new
                    verdict = Verdict.OPEN
                case _:
                    note(f"{key} on {day}: was {old.get(key)}, now {new.get(key)}")
                    return Verdict.RESTATED
    return verdict


def days_up_to(until: date, *texts: str) -> Iterator[date]:
    """Every day up to that one; before the first that a version names, all are alike."""
    named = sorted(day for text in texts for day in interesting_days(data_of(text)))
    day = named[0]
    while day <= min(until, named[-1]):
        yield day
        day += timedelta(days=1)


def only_grew(before: Data, after: Data) -> bool:
    """Whether nothing but updates, dated records and what happened was added."""
    old, new = facts(before), facts(after)
    return before["evaluation"] == after["evaluation"] and all(
        is_kept(old[ident], record) if ident in old else is_dated(record)
        for ident, record in (dict.fromkeys(old, {}) | new).items()
    )


def facts(data: Data) -> dict[str, Data]:
    """Each record by its id, with the recommendation that it stands under."""
    return {
        each["id"]: {key: value for key, value in each.items() if key != "actions"} | {"in": above}
        for recommendation in data["recommendations"]
        for above, each in [
            ("", recommendation),
            *((recommendation["id"], action) for action in recommendation.get("actions", [])),
        ]
    }


def is_kept(old: Data, new: Data) -> bool:
    updates = old.get("updates", [])
    return own_facts(old, old) == own_facts(new, old) and (
        new.get("updates", [])[: len(updates)] == updates
    )


def own_facts(record: Data, old: Data) -> Data:
    """What stands in a record apart from its updates; of an event, not that it happened since."""
    own = {key: value for key, value in record.items() if key != "updates"}
    if "happened" not in old.get("after", {"happened": ""}) and "after" in own:
        own["after"] = {key: each for key, each in own["after"].items() if key != "happened"}
    return own


def is_dated(record: Data) -> bool:
    return "added" in record and not record.get("updates")


def judged(before: Texts, after: Texts, until: date) -> Verdict:
    """The verdict of all registers together."""
    if before.keys() - after.keys():
        return Verdict.RESTATED
    verdicts = {compared(text, after[ident], until) for ident, text in before.items()}
    if Verdict.RESTATED in verdicts:
        return Verdict.RESTATED
    is_open = Verdict.OPEN in verdicts or before.keys() != after.keys()
    return Verdict.OPEN if is_open else Verdict.SILENT


# Edits of every kind


def records(data: Data) -> list[Data]:
    return [*data["recommendations"], *actions(data)]


def actions(data: Data) -> list[Data]:
    return [one for each in data["recommendations"] for one in each.get("actions", [])]


def an_update(rng: random.Random, record: Data, days: list[str]) -> Data:
    if "status" in record:
        says: Data = {"status": rng.choice(STATUSES)}
    else:
        ways: list[Data] = [
            *({"progress": progress} for progress in PROGRESS),
            *({"due": day, "note": "Moved"} for day in rng.choices(days, k=3)),
            {"progress": "completed", "day_unknown": "true"},
            {"responsible": rng.sample(UNITS, rng.randint(0, 2)), "note": "Handed over"},
            {"note": "Of no consequence"},
        ]
        says = rng.choice(ways)
    return {"date": rng.choice(days), **says}


def append_update(rng: random.Random, data: Data, days: list[str]) -> None:
    record = rng.choice(records(data))
    record["updates"] = [*record.get("updates", []), an_update(rng, record, days)]


def say_what_happened(rng: random.Random, data: Data, days: list[str]) -> None:
    for action in actions(data):
        if "after" in action:
            action["after"].setdefault("happened", rng.choice(days))


def add_dated_record(rng: random.Random, data: Data, days: list[str]) -> None:
    add_record(rng, data, days)
    for record in records(data):
        if record["id"].startswith("new"):
            record.setdefault("added", rng.choice(days))


def add_record(rng: random.Random, data: Data, days: list[str]) -> None:
    action = {"text": "Do", "responsible": [rng.choice(UNITS)], "due": rng.choice(days)}
    above = rng.choice(data["recommendations"])
    if rng.random() < 0.4:
        above = {"id": f"new{rng.randint(0, 9)}", "title": "New", "status": "accepted"}
        data["recommendations"].append(above)
    above.setdefault("actions", []).append({"id": f"{above['id']}.{rng.randint(50, 99)}", **action})
    if rng.random() < 0.5:
        above["actions"][-1]["added"] = rng.choice(days)


def remove_record(rng: random.Random, data: Data, _days: list[str]) -> None:
    above = rng.choice(data["recommendations"])
    place = above.get("actions") or data["recommendations"]
    del place[rng.randrange(len(place))]


def rename_record(rng: random.Random, data: Data, _days: list[str]) -> None:
    record = rng.choice(actions(data))
    record["id"] += "0"


def move_action(rng: random.Random, data: Data, _days: list[str]) -> None:
    above = rng.choice([each for each in data["recommendations"] if each.get("actions")])
    action = above["actions"].pop()
    below = rng.choice(data["recommendations"])
    action["id"] = f"{below['id']}.{rng.randint(1, 99)}"
    below.setdefault("actions", []).append(action)


def edit_updates(rng: random.Random, data: Data, days: list[str]) -> None:
    record = rng.choice([each for each in records(data) if each.get("updates")])
    updates = record["updates"]
    place, other = rng.randrange(len(updates)), rng.randrange(len(updates))
    match rng.choice(["insert", "remove", "edit", "date", "exchange"]):
        case "insert":
            updates.insert(place, an_update(rng, record, days))
        case "remove":
            del updates[place]
        case "edit":
            updates[place] = an_update(rng, record, days) | {"date": updates[place]["date"]}
        case "date":
            updates[place]["date"] = rng.choice(days)
        case _:
            updates[place], updates[other] = updates[other], updates[place]


def edit_own(rng: random.Random, data: Data, days: list[str]) -> None:
    """Set a value of its own, or take it away."""
    key = rng.choice(["due", "due", "added", "ongoing", "discretionary", "after"])
    record = rng.choice(records(data) if key == "added" else actions(data))
    value = {"ongoing": "true", "discretionary": "true", "after": {"event": "Decided"}}
    if key in record and rng.random() < 0.4:
        del record[key]
    else:
        record[key] = value.get(key, rng.choice(days))


def edit_answer(rng: random.Random, data: Data, _days: list[str]) -> None:
    rng.choice(data["recommendations"])["status"] = rng.choice(STATUSES)


def edit_responsible(rng: random.Random, data: Data, _days: list[str]) -> None:
    record = rng.choice(actions(data))
    names = [*record["responsible"], rng.choice(UNITS)]
    record["responsible"] = rng.choice([names, names[:-2], names[::-1]])


def reword(rng: random.Random, data: Data, _days: list[str]) -> None:
    rng.choice(actions(data))["text"] += "!"


def leave_as_it_is(_rng: random.Random, _data: Data, _days: list[str]) -> None:
    pass


HONEST: tuple[Edit, ...] = (
    *(append_update, append_update, append_update),
    *(say_what_happened, add_dated_record, leave_as_it_is),
)
EDITS: tuple[Edit, ...] = (
    *(append_update, append_update, edit_updates, edit_updates, edit_own, edit_own),
    *(add_record, remove_record, rename_record, move_action),
    *(edit_answer, edit_responsible, reword),
)


def in_blocks(data: Data) -> str:
    return yaml.safe_dump(data, default_style='"', sort_keys=False, allow_unicode=True, width=90)


# Histories of every kind

STRATEGIES = (
    (),
    ("--strategy", "ours"),
    ("--strategy-option", "ours"),
    ("--strategy-option", "theirs"),
)
PATHS = ("registers/alpha.yaml", "registers/beta.yaml", "registers/in/alpha.yml", "registers/c.yml")


class History:
    """Two registers in git, and somebody who does with them what git lets do."""

    def __init__(self, folder: Path, seed: int, *, honest: bool) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - nothing secret
        self.repo = Repository(folder)
        self.edits = HONEST if honest else (*HONEST, *EDITS)
        self.versions: dict[str, Texts] = {}
        data = random_register(self.rng)
        self.days = interesting_days(data)
        for ident, name in zip(("alpha", "beta"), PATHS, strict=False):
            data["evaluation"]["id"] = ident
            self.write(folder / name, as_yaml(data))
        self.commit()

    def files(self) -> list[Path]:
        return [path for name in PATHS if (path := self.repo.folder / name).is_file()]

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def texts(self) -> Texts | None:
        """Each register, None if one has an error or an evaluation has two."""
        read = [path.read_text(encoding="utf-8") for path in self.files()]
        try:
            texts = {parsed(text).evaluation.id: text for text in read}
        except InvalidRegisterError:
            return None
        return texts if len(texts) == len(read) > 0 else None

    def commit(self) -> None:
        texts = self.texts()
        assert texts
        self.versions[self.repo.commit(day=self.a_day())] = texts

    def a_day(self) -> str:
        """The day of a commit, which may say that it is older than its ancestors."""
        days = self.days[len(self.days) // 2 :]
        return "1999-01-01" if self.rng.random() < 0.1 else self.rng.choice(days).isoformat()

    def edit(self) -> None:
        """Edit a register, or write it in another form, and commit it."""
        path = self.rng.choice(self.files())
        before = path.read_text(encoding="utf-8")
        data = deepcopy(data_of(before))
        days = [day.isoformat() for day in interesting_days(data)]
        edit = self.rng.choice(self.edits)
        try:
            edit(self.rng, data, days)
        except IndexError:  # there is nothing of the kind
            return
        self.write(path, self.rng.choice([as_yaml, in_blocks, in_blocks])(data))
        if self.texts() is None:
            self.write(path, before)
        note(f"{edit.__name__} in {path.name}")
        self.commit()

    def rename(self) -> None:
        """Move a register, which may take the place of the other, that then takes its place."""
        file, to = self.rng.choice(self.files()), self.repo.folder / self.rng.choice(PATHS)
        text = file.read_text(encoding="utf-8")
        if to.is_file():
            self.write(file, to.read_text(encoding="utf-8"))
        else:
            file.unlink()
        self.write(to, text)
        note(f"rename {file.name} to {to.name}")
        self.commit()

    def call_otherwise(self) -> None:
        """Give an evaluation another id, unless all is honest."""
        if self.edits is HONEST:
            return
        path = self.rng.choice(self.files())
        data = deepcopy(data_of(path.read_text(encoding="utf-8")))
        data["evaluation"]["id"] += "x"
        self.write(path, in_blocks(data))
        note(f"another evaluation in {path.name}")
        self.commit()

    def merge(self) -> None:
        """Work on one or two branches from some commit, and on main, and merge them."""
        branches = [f"branch-{number}" for number in range(self.rng.choice([1, 1, 1, 2]))]
        line = self.repo.git("rev-list", "--first-parent", "HEAD").split()
        for branch in branches:
            self.repo.git("switch", "--quiet", "-C", branch, self.rng.choice(line[:3]))
            self.rng.choice([self.edit, self.edit, self.rename])()
            self.edit()
        self.repo.git("switch", "--quiet", "main")
        for _ in range(self.rng.choice([0, 0, 1])):
            self.edit()
        strategy = self.rng.choice(STRATEGIES if len(branches) == 1 else STRATEGIES[:2])
        before = self.repo.git("rev-parse", "HEAD")
        day = self.a_day()
        note(f"merge {branches} {strategy}")
        merge = self.repo.merge(*strategy, *branches, day=day)
        if (self.repo.folder / ".git" / "MERGE_HEAD").exists():
            side = self.rng.choice(["--ours", "--theirs"])
            self.repo.try_git("checkout", "--quiet", side, "--", "registers")
            if self.texts():
                merge = self.repo.commit(day=day)
        texts = self.texts()
        if texts is None or self.repo.git("status", "--porcelain"):
            self.repo.git("reset", "--quiet", "--hard", before)
        else:
            self.versions[merge] = texts

    def day_of(self, commit: str) -> date:
        """Its day: it is not older than its ancestors, whatever it says."""
        days = self.repo.git("log", "--format=%cd", "--date=short", commit).split()
        return date.fromisoformat(max(days))


def line_of(history: History) -> Iterator[tuple[str, str, Verdict]]:
    """The first-parent line: each commit but the first, the one before it, and the verdict."""
    listed = history.repo.git("rev-list", "--first-parent", "--parents", "HEAD")
    for line in listed.splitlines():
        commit, *parents = line.split()
        if parents:
            before, *others = (history.versions[parent] for parent in parents)
            after = history.versions[commit]
            verdict = judged(before, after, history.day_of(parents[0]))
            dropped = [judged(other, after, date.min) is not Verdict.SILENT for other in others]
            is_open = verdict is Verdict.SILENT and any(dropped)
            yield commit, parents[0], Verdict.OPEN if is_open else verdict


def assert_the_law_holds(history: History) -> None:
    folder = history.repo.folder / "registers"
    where = ("--register", str(folder))
    told = {ident for line in rewritten(*where) for ident in (line["commit"], line["merge"])}
    for commit, before, verdict in line_of(history):
        if verdict is not Verdict.OPEN:
            assert (commit in told) == (verdict is Verdict.RESTATED), ("log", before, verdict)
    ancestors = history.repo.git("rev-list", "HEAD").split()
    now = history.versions[ancestors[0]]
    for base in {ancestors[-1], history.rng.choice(ancestors)}:
        verdict = judged(history.versions[base], now, history.day_of(base))
        if verdict is Verdict.OPEN:
            continue
        status, codes = checked(base, str(folder))
        is_marked = not OF_THE_RECORD.isdisjoint(codes)
        assert is_marked == (verdict is Verdict.RESTATED), ("check", base, verdict, codes)
        assert status == bool(codes)
        is_restated = verdict is Verdict.RESTATED
        assert verified(base, *where) == is_restated, ("verify", base, verdict)


STEPS = (
    *(History.edit, History.edit, History.edit, History.merge, History.merge),
    *(History.rename, History.call_otherwise),
)


def try_histories(examples: int) -> None:
    @settings(
        max_examples=examples,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a seed has nothing to shrink
    )
    @given(
        seed=st.integers(0, 2**32),
        honest=st.booleans(),
        steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=4),
    )
    def law(seed: int, steps: list[Callable[[History], None]], *, honest: bool) -> None:
        with TemporaryDirectory() as folder:
            history = History(Path(folder).resolve(), seed, honest=honest)
            for step in steps:
                step(history)
            assert_the_law_holds(history)

    law()


def test_what_is_not_marked_is_answered_as_before() -> None:
    try_histories(20)


@pytest.mark.slow
def test_what_is_not_marked_is_answered_as_before_in_many_histories() -> None:
    try_histories(300)
