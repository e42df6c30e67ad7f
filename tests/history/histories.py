"""Histories of two registers in git, made by somebody who does what git lets do."""

import os
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from random_registers import PROGRESS, STATUSES, UNITS, as_yaml, interesting_days, random_register
from repository import Repository

from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.register.model import Register

Data = dict[str, Any]
Texts = dict[str, str]  # of each register, by its evaluation's id

STRATEGIES = ((), ("--strategy", "ours"), ("-X", "ours"), ("-X", "theirs"))
PATHS = ("registers/alpha.yaml", "registers/beta.yaml", "registers/in/alpha.yml", "registers/c.yml")
HONEST = ("append", "append", "append", "happen", "add dated", "only its form")
EDITS = (
    *("set", "set", "set", "set", "insert", "remove", "exchange", "add", "move", "rename"),
    "put back",
)
IN_ITS_PLACE = ("nothing", "a conflict", "another file", "a copy", *["a link"] * (os.name != "nt"))
SAID = ("progress", "progress", "due", "responsible")


@lru_cache(1000)
def parsed(text: str) -> Register:
    return parse_valid(text.encode(), "register.yaml")


@lru_cache(1000)
def data_in(text: str) -> Data:
    read: Data = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    return read


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
        self.spoilt: dict[str, str] = {}  # commits that lack a register, and its last before each
        self.copied: dict[str, str] = {}  # the second of two commits that have one twice: the first
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
        self.write(path, self.edited(before))
        note(f"in {path.name}")
        if self.texts():
            self.commit()
        else:
            self.write(path, before)

    def edited(self, before: str) -> str:
        """A register edited in some way that leaves it valid."""
        for kind in self.rng.choices(self.kinds, k=5):
            data = deepcopy(data_in(self.earlier(before) if kind == "put back" else before))
            with suppress(IndexError, KeyError):
                edit(self.rng, data, kind)
            text = self.rng.choice([as_yaml, in_blocks, in_blocks])(data)
            with suppress(InvalidRegisterError):
                parsed(text)
                note(kind)
                return text
        return before

    def earlier(self, text: str) -> str:
        """Some earlier version of a register."""
        texts = self.rng.choice([*self.versions.values()])
        return texts.get(data_in(text)["evaluation"]["id"], text)

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

    def spoil(self, ways: Sequence[str] = IN_ITS_PLACE) -> None:
        """Put something else in the place of a register, and then it again, there or elsewhere."""
        path, to = self.rng.choice(self.files()), self.repo.folder / self.rng.choice(PATHS)
        to = path if to.exists() else to
        text, instead = path.read_text(encoding="utf-8"), self.rng.choice(ways)
        again = text if self.kinds is HONEST else self.rng.choice([text, self.earlier(text)])
        note(f"{instead} instead of {path.name}, then {to.name}")
        before = self.repo.git("rev-parse", "HEAD")
        path.unlink()
        match instead:
            case "a conflict":
                self.write(path, f"<<<<<<< ours\n{text}")
            case "another file":
                self.write(path, "neither: a register\n")
            case "a link":
                path.symlink_to("elsewhere")
            case "a copy":
                self.write(path, text)
                self.write(to, again)
        commit = self.repo.commit(day=self.a_day())
        self.spoilt[commit] = before
        if instead == "a copy":  # what is recorded in one of the two goes with it
            self.write(path, text := self.edited(text))
            behind = self.repo.commit(day=self.a_day())
            self.copied[behind] = commit
            self.spoilt[behind] = behind
            ident = data_in(text)["evaluation"]["id"]
            self.versions[behind] = self.versions[before] | {ident: text}
        path.unlink(missing_ok=True)
        self.write(to, again)
        self.commit()

    def go_back(self) -> None:
        """Go back to an earlier commit, as a push with force does; all since may become one."""
        commit, how = self.rng.choice(self.line()[:4]), self.rng.choice(["--hard", "--soft"])
        note(f"back to {commit} {how}")
        self.repo.git("reset", "--quiet", how, commit)
        if how == "--soft":
            self.commit()

    def line(self) -> list[str]:
        """The versions on the first-parent line, newest first."""
        line = self.repo.git("rev-list", "--first-parent", "HEAD").split()
        return [commit for commit in line if commit in self.versions.keys() - self.spoilt.keys()]

    def merge(self) -> None:
        """Work on one or two branches from some commit, and on main, and merge them."""
        branches = ["one", "two"][: self.rng.choice([1, 1, 1, 2])]
        line = self.line()
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
            self.repo.run("checkout", "--quiet", side, "--", "registers")
            merge = self.repo.commit(day=day)
        texts = self.texts()
        if texts is None or self.repo.git("status", "--porcelain"):
            self.repo.git("reset", "--quiet", "--hard", before)
        else:
            self.versions[merge] = texts


STEPS = (
    *(History.edit, History.edit, History.merge, History.rename, History.spoil),
    History.go_back,
)


def hold(law: Callable[[History], None], *, examples: int) -> None:
    """Try a law on so many histories."""

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
    def try_law(seed: int, steps: list[Callable[[History], None]], *, honest: bool) -> None:
        with TemporaryDirectory() as folder:
            history = History(Path(folder).resolve(), seed, honest=honest)
            for step in steps:
                step(history)
            law(history)

    try_law()
