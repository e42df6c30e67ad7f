"""Of two versions, what nothing marks is answered alike about every day up to the earlier one."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from asked import checked, rewritten, verified
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from random_registers import PROGRESS, STATUSES, UNITS, as_yaml, interesting_days, random_register
from repository import Repository

from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.register.model import Register
from ecefollow.register.vocabulary import Progress, State

Data = dict[str, Any]
Texts = dict[str, str]  # of each register, by its evaluation's id
Answers = dict[tuple[str, str], Any]

OF_THE_RECORD = {
    *("removed", "original-changed", "update-changed", "answer-changed", "responsible-changed"),
    *("reworded", "event-changed", "restated", "added-with-history", "undated-addition"),
}
STRATEGIES = ((), ("--strategy", "ours"), ("-X", "ours"), ("-X", "theirs"))
PATHS = ("registers/alpha.yaml", "registers/beta.yaml", "registers/in/alpha.yml", "registers/c.yml")
HONEST = ("append", "append", "append", "happen", "add dated", "only its form")
EDITS = ("set", "set", "set", "set", "insert", "remove", "exchange", "add", "move", "rename")
SAID = ("progress", "progress", "due", "responsible")

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


# What a stranger finds who asks both versions


class Verdict(IntEnum):
    """What must be told of the step from one version to another."""

    SILENT = 0
    OPEN = 1  # a fact changed and no answer did, or the design does not say
    RESTATED = 2


@lru_cache(1000)
def parsed(text: str) -> Register:
    return parse_valid(text.encode(), "register.yaml")


@lru_cache(1000)
def data_in(text: str) -> Data:
    read: Data = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    return read


@lru_cache(50_000)
def answers(text: str, day: date) -> Answers:
    """What "Restating" in the design names, of one version about one day."""
    told: Answers = {}
    for answer in parsed(text).on(day):
        told["answer", answer.recommendation.id] = answer.status
        for standing in answer.standings:
            ident = standing.action.id
            if standing.state is State.OVERDUE:
                deadlines = (due.last for due in (standing.due, standing.original_due) if due)
                told["overdue", ident] = (*deadlines, standing.responsible)
            if standing.progress is Progress.COMPLETED:
                told["lateness", ident] = standing.days_late
    return told


def compared(before: str, after: str, until: date) -> Verdict:
    """The verdict on a register, from both answers about every day up to that one."""
    known = facts(data_in(before))
    verdict = Verdict(not only_grew(known, facts(data_in(after))))
    for day in days_up_to(until, before, after):
        old, new = answers(before, day), answers(after, day)
        for kind, ident in old | new:
            was, now = old.get((kind, ident)), new.get((kind, ident))
            if was == now or (kind == "lateness" and (kind, ident) not in old):
                continue
            note(f"{kind} of {ident} on {day}: was {was}, now {now}")
            return Verdict.RESTATED
    return verdict


def days_up_to(until: date, *texts: str) -> Iterator[date]:
    """Every day up to that one; before and after all that a version names, all are alike."""
    named = sorted(day for text in texts for day in interesting_days(data_in(text)))
    span = (min(until, named[-1]) - named[0]).days if named else -1
    return (named[0] + timedelta(days=number) for number in range(span + 1))


def facts(data: Data) -> dict[str, Data]:
    """Each record by its id, with the recommendation that it stands under."""
    found = {"": data["evaluation"]}
    for above in data["recommendations"]:
        found[above["id"]] = {key: each for key, each in above.items() if key != "actions"}
        found |= {one["id"]: one | {"in": above["id"]} for one in above.get("actions", [])}
    return found


def only_grew(old: dict[str, Data], new: dict[str, Data]) -> bool:
    """Whether nothing but updates, dated records and what happened was added."""
    return old.keys() <= new.keys() and all(
        is_kept(old[ident], record)
        if ident in old
        else "added" in record and not record.get("updates")
        for ident, record in new.items()
    )


def is_kept(old: Data, new: Data) -> bool:
    updates = old.get("updates", [])
    new = deepcopy(new) | {"updates": new.get("updates", [])[: len(updates)]}
    if "happened" not in old.get("after", {}):
        new.get("after", {}).pop("happened", None)
    return new == old | {"updates": updates}


def judged(before: Texts, after: Texts, until: date) -> Verdict:
    """The verdict on all registers together."""
    if before.keys() - after.keys():
        return Verdict.RESTATED
    verdicts = (compared(text, after[ident], until) for ident, text in before.items())
    return max(Verdict(before.keys() != after.keys()), *verdicts)


# Edits and histories of every kind


def values(rng: random.Random, days: list[date]) -> Data:
    """What a key of any record may say."""
    return {
        **{key: rng.choice(days).isoformat() for key in ("date", "due", "added")},
        **dict.fromkeys(("ongoing", "discretionary", "day_unknown"), "true"),
        "status": rng.choice(STATUSES),
        "progress": rng.choice([*PROGRESS, "completed"]),
        "responsible": rng.sample(UNITS, rng.randint(0, 3)),
        "after": {"event": "The board decides"},
        "text": "Another",
        "id": f"x{rng.randint(0, 99)}",
    }


def edit(rng: random.Random, data: Data, kind: str) -> None:
    """Edit something; IndexError or KeyError if there is nothing of the kind."""
    value = values(rng, interesting_days(data))
    above = rng.choice(data["recommendations"])
    action = rng.choice(above["actions"])
    record = rng.choice([above, action, action, action])
    updates = record.setdefault("updates", [])
    place = rng.randrange(len(updates) + 1)
    match kind:
        case "append" | "insert":
            keys = ("status",) if record is above else SAID
            says = {key: value[key] for key in ("date", rng.choice(keys))}
            updates.insert(len(updates) if kind == "append" else place, says | {"note": "Agreed"})
        case "remove":
            del rng.choice([updates, updates, above["actions"], data["recommendations"]])[place]
        case "exchange":
            updates.insert(place, updates.pop(0))
        case "set":
            thing = rng.choice([record, record, record, updates[place - 1], data["evaluation"]])
            key = rng.choice([*value])
            if thing.pop(key, None) is None or rng.random() < 0.6:
                thing[key] = value[key]
        case "move" | "rename":
            above["actions"].remove(action)
            above = rng.choice(data["recommendations"]) if kind == "move" else above
            above.setdefault("actions", []).append(action | {"id": f"{above['id']}.{value['id']}"})
        case "add" | "add dated":
            own = {"added": value["added"]} if "dated" in kind or rng.random() < 0.5 else {}
            if rng.random() < 0.3:
                above = {"id": value["id"], "title": "New", "status": "pending"} | own
                above["actions"] = []
                data["recommendations"].append(above)
            new = {key: value[key] for key in ("text", "responsible", "due")} | own
            above["actions"].append(new | {"id": f"{above['id']}.{value['id']}"})
        case "happen":
            action["after"].setdefault("happened", value["date"])


def in_blocks(data: Data) -> str:
    return yaml.safe_dump(data, default_style='"', sort_keys=False, allow_unicode=True, width=90)


class History:
    """Two registers in git, and somebody who does with them what git lets do."""

    def __init__(self, folder: Path, seed: int, *, honest: bool) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - nothing secret
        self.repo = Repository(folder)
        self.kinds = HONEST if honest else (*HONEST, *EDITS)
        self.versions: dict[str, Texts] = {}
        data = random_register(self.rng)
        self.days = interesting_days(data) or [date(2018, 3, 31)]
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
        """Edit a register, which may take another form with it, and commit it."""
        path = self.rng.choice(self.files())
        before = path.read_text(encoding="utf-8")
        for kind in self.rng.choices(self.kinds, k=5):
            data = deepcopy(data_in(before))
            with suppress(IndexError, KeyError):
                edit(self.rng, data, kind)
            self.write(path, self.rng.choice([as_yaml, in_blocks, in_blocks])(data))
            if self.texts():
                note(f"{kind} in {path.name}")
                self.commit()
                return
        self.write(path, before)

    def rename(self) -> None:
        """Move a register; where there is one already, that takes its place."""
        file, to = self.rng.choice(self.files()), self.repo.folder / self.rng.choice(PATHS)
        text = file.read_text(encoding="utf-8")
        if to.is_file():
            self.write(file, to.read_text(encoding="utf-8"))
        else:
            file.unlink()
        self.write(to, text)
        note(f"rename {file.name} to {to.name}")
        self.commit()

    def merge(self) -> None:
        """Work on one or two branches from some commit, and on main, and merge them."""
        branches = ["one", "two"][: self.rng.choice([1, 1, 1, 2])]
        line = self.repo.git("rev-list", "--first-parent", "HEAD").split()
        for branch in branches:
            self.repo.git("switch", "--quiet", "-C", branch, self.rng.choice(line[:3]))
            self.rng.choice([self.edit, self.edit, self.rename])()
            self.edit()
        self.repo.git("switch", "--quiet", "main")
        for _ in range(self.rng.choice([0, 0, 1])):
            self.edit()
        before, day = self.repo.git("rev-parse", "HEAD"), self.a_day()
        strategy = self.rng.choice(STRATEGIES if len(branches) == 1 else STRATEGIES[:2])
        note(f"merge {branches} {strategy}")
        merge = self.repo.merge(*strategy, *branches, day=day)
        if (self.repo.folder / ".git" / "MERGE_HEAD").exists():
            side = self.rng.choice(["--ours", "--theirs"])
            self.repo.try_git("checkout", "--quiet", side, "--", "registers")
            merge = self.repo.commit(day=day)
        texts = self.texts()
        if texts is None or self.repo.git("status", "--porcelain"):
            self.repo.git("reset", "--quiet", "--hard", before)
        else:
            self.versions[merge] = texts

    def since(self, base: str, commit: str, *others: str) -> Verdict:
        """The verdict on a commit; what other parents had, and it has not, may be told."""
        after = self.versions[commit]
        # A commit is not older than its ancestors, whatever it says.
        day = max(self.repo.git("log", "--format=%cd", "--date=short", base).split())
        verdict = judged(self.versions[base], after, date.fromisoformat(day))
        kept = (judged(self.versions[other], after, date.min) for other in others)
        return max(verdict, Verdict(any(kept)))


def assert_the_law_holds(history: History) -> None:
    folder = str(history.repo.folder / "registers")
    lines = rewritten("--register", folder)
    told = {line["commit"] for line in lines} | {line["merge"] for line in lines}
    listed = history.repo.git("rev-list", "--first-parent", "--parents", "HEAD")
    for commit, base, *others in map(str.split, listed.splitlines()[:-1]):
        verdict = history.since(base, commit, *others)
        if verdict is not Verdict.OPEN:
            assert (commit in told) == bool(verdict), f"log of {commit}"
    commits = history.repo.git("rev-list", "HEAD").split()
    for base in {commits[-1], history.rng.choice(commits)}:
        verdict = history.since(base, commits[0])
        if verdict is not Verdict.OPEN:
            status, codes = checked(base, folder)
            is_marked = not OF_THE_RECORD.isdisjoint(codes)
            assert (is_marked, status) == (bool(verdict), bool(codes)), f"check --base {base}"
            assert verified(base, "--register", folder) == bool(verdict), f"log --verify {base}"


STEPS = (History.edit, History.edit, History.merge, History.rename)


@pytest.mark.parametrize("examples", [3, pytest.param(300, marks=pytest.mark.slow)])
def test_what_is_not_marked_is_answered_as_before(examples: int) -> None:
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
    def the_law(seed: int, steps: list[Callable[[History], None]], *, honest: bool) -> None:
        with TemporaryDirectory() as folder:
            history = History(Path(folder).resolve(), seed, honest=honest)
            for step in steps:
                step(history)
            assert_the_law_holds(history)

    the_law()
