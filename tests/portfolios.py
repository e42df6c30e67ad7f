"""Portfolios of two and of fifty registers, and what the program answers about them."""

import io
import json
import random
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple
from unittest.mock import patch

import yaml
from random_registers import Data, as_yaml, random_register
from repositories import Git
from typer.main import get_command

from ecefollow.cli import main, session
from ecefollow.cli.app import app
from ecefollow.render.formats import Format, PageFormat, ProblemFormat, ReportFormat

ROOT: Final = Path(__file__).parents[1]
SHIPPED: Final = ROOT / "data" / "recommendations.yaml"
FICTION: Final = ROOT / "examples" / "followed-up.yaml"
MOST: Final = 50  # registers, of which the same is asked as of two: that takes long
SIZES: Final = (2, MOST)
COULD_NOT_RUN: Final = 2
TODAY: Final = date(2021, 12, 31)
NAME: Final = "lantern"  # a part of every evaluation's id, and of nothing else


class Answer(NamedTuple):
    """The exit status of a command, and what it writes."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it tells a program."""
        assert self.status != COULD_NOT_RUN, self.err
        return json.loads(self.out)

    @property
    def ids(self) -> list[str]:
        """The first column of a plain listing."""
        return [line.split()[0] for line in self.out.splitlines()[1:]]


class Member(NamedTuple):
    """A register of a portfolio: where it is, its evaluation, the ids of its recommendations."""

    path: str
    evaluation: str
    title: str
    organization: str
    ids: tuple[str, ...]

    @property
    def described(self) -> dict[str, str]:
        """What JSON says of a register that was asked."""
        return {name: getattr(self, name) for name in self._fields if name != "ids"}


class Portfolio(NamedTuple):
    """A folder with registers, and these in the order of their paths."""

    folder: Path
    members: tuple[Member, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of every recommendation, behind that of its evaluation."""
        return tuple(f"{each.evaluation}:{ident}" for each in self.members for ident in each.ids)


def answer(*args: object) -> Answer:
    """What the program answers on the last day of 2021, run in this process."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
    at_home = patch.object(session, "today", lambda: TODAY)
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]), at_home:
        status = main.run([str(each) for each in args])
    for stream in streams:
        stream.seek(0)
    return Answer(status, streams[0].read(), streams[1].read())


@cache
def options_of(command: str) -> frozenset[str]:
    """The long names of the options that a command takes."""
    commands: Any = get_command(app)
    built = commands.get_command(None, command)
    return frozenset(name for option in built.params for name in option.opts if name[:2] == "--")


IDS: Final = "the ids of all recommendations"  # among options: these stand in its place
WRITES: Final = ("init", "import", "record")  # these answer nothing about a register
FORMATS: Final[dict[str, tuple[str, ...]]] = {
    "list": tuple(Format),
    "actions": tuple(Format),
    "evaluations": tuple(Format),
    "show": tuple(PageFormat),
    "overdue": tuple(Format),
    "upcoming": tuple(Format),
    "summary": tuple(PageFormat),
    "timeline": tuple(PageFormat),
    "check": tuple(ProblemFormat),
    "diff": tuple(Format),
    "log": tuple(Format),
    "report": tuple(ReportFormat),
    "calendar": (),
    "export": (),
}
IN_GIT: Final = ("diff", "log")
EVERY_FORMAT: Final = [
    (command, each) for command, formats in FORMATS.items() for each in (formats or ("",))
]


def answer_in(
    portfolio: Portfolio, command: str, format: str, *options: str, path: str = ""
) -> tuple[Answer, bytes]:
    """What a portfolio answers in a format, of one *path* if it is given, and what it exports."""
    words = [command, "--register", path or str(portfolio.folder), *options]
    words += ["--as-of", "2021-03-31"] if "--as-of" in options_of(command) else []
    words += ["--format", format] if format else []
    words += portfolio.ids if command == "show" else []
    if command != "export":
        return answer(*words), b""
    with TemporaryDirectory() as folder:
        file = Path(folder, "all.sqlite")
        found = answer(*words, "-o", str(file))
        return found._replace(err=found.err.replace(folder, "")), file.read_bytes()


def make(folder: Path, size: int) -> Portfolio:
    """The fictional register, that of UNECE, and random ones, so many in all.

    The order of the paths is not that of the ids.
    """
    texts = _texts()
    return _written(folder, [next(texts) for _ in range(size)])


def _texts() -> Iterator[tuple[str, str]]:
    fiction = FICTION.read_text(encoding="utf-8")
    yield "ports/quays/harbour.yml", fiction.replace("id: harbour", f"id: {NAME}-harbour")
    shipped = SHIPPED.read_text(encoding="utf-8")
    yield "a.yaml", shipped.replace("id: cross-sectoral", f"id: {NAME}-unece")
    yield from ((name, as_yaml(data)) for name, data in random_data())


def random_data() -> Iterator[tuple[str, Data]]:
    """Random registers without end, always the same, each with its path."""
    chance = random.Random("portfolio")  # noqa: S311 - no secret
    number = 0
    while True:
        data = random_register(chance)
        data["evaluation"]["id"] = f"{NAME}-{number:02}"
        yield f"{'cab'[number % 3]}/{number:02}.yaml", data
        number += 1


def _written(folder: Path, texts: Sequence[tuple[str, str]]) -> Portfolio:
    for name, text in texts:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    members = [_member(folder / name, text) for name, text in texts]
    return Portfolio(folder, tuple(sorted(members, key=lambda each: each.path.split("/"))))


def _member(path: Path, text: str) -> Member:
    data: dict[str, Any] = yaml.safe_load(text)
    evaluation = data["evaluation"]
    ids = tuple(each["id"] for each in data["recommendations"])
    title, organization = evaluation["title"], evaluation["organization"]
    return Member(str(path), evaluation["id"], title, organization, ids)


# With git


def make_history(folder: Path, size: int) -> Portfolio:
    """A repository with so many random registers, and four commits, a day after the other.

    The first is tagged. What it begins with, two others add updates to, each to a part of the
    registers, and the last takes back what was recorded. The files on disk go beyond all of them.
    """
    git = Git(folder)
    data = random_data()
    registers = [next(data) for _ in range(size)]
    for day in range(1, 5):
        for number, (_, register) in enumerate(registers):
            _change(register, number, day)
        _written(folder, [(name, as_yaml(register)) for name, register in registers])
        git.commit(day=f"2021-03-{day:02}", who=f"Officer {day}")
        if day == 1:
            git("tag", "first")
    for _, register in registers:
        register["recommendations"][0]["title"] = "Another title"
    return _written(folder, [(name, as_yaml(register)) for name, register in registers])


def _change(register: Data, number: int, day: int) -> None:
    """What the commit of a day changes in a register, which has a number."""
    actions = [action for each in register["recommendations"] for action in each.get("actions", ())]
    note = {"date": f"2021-02-{day:02}", "progress": "in-progress", "note": f"Begun {day}"}
    if (day == 2 and number % 2 == 0) or (day == 3 and number % 3 == 0):
        actions[0]["updates"] = [*actions[0].get("updates", ()), note]
    if day == 4 and number % 4 == 0:
        actions[0]["updates"] = actions[0]["updates"][:-1]
        actions[-1]["text"] = "Another text"
