"""How long the commands take, as ratios within one run: `python benchmarks/bench.py`.

A ratio outlives the machine that it was measured on. What is compared is run in turn, so that a
busy moment falls on all alike, and the median of the rounds counts.
"""

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

import generated

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))
import browser

ROUNDS: Final = 15
ROOT: Final = Path(__file__).parents[1]
# Without the switches that would be measured too: with PYTHONDONTWRITEBYTECODE, every run compiles.
ENVIRONMENT: Final = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("PYTHON", "ECEFOLLOW"))
}
ECEFOLLOW: Final = str(Path(sys.executable).with_name("ecefollow"))
AS_OF: Final = "2019-01-31"
PARSED: Final = "parsed"  # in a command: it runs with the cache off

# Timed inside, around the load alone: the comparison grants it its start for nothing.
LOAD: Final = """
import sys, time, yaml
begun = time.process_time()
with open(sys.argv[1], "rb") as file:
    yaml.load(file, yaml.CSafeLoader)
print(time.process_time() - begun)
"""

READ: Final = """
import sys
from ecefollow.documents import document_file
document_file.read(sys.argv[1])
"""
PDFPLUMBER: Final = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_text(), page.extract_tables()
"""


READ_CELLS: Final = """
import json, openpyxl, sys
rows = [list(row) for row in openpyxl.load_workbook(sys.argv[1]).active.values]
with open(sys.argv[2], "w") as file:
    json.dump(rows, file)
"""
WRITE_CELLS: Final = """
import json, openpyxl, sys
with open(sys.argv[1]) as file:
    rows = json.load(file)
book = openpyxl.Workbook()
for row in rows:
    book.active.append(row)
book.save(sys.argv[2])
"""
# What python-docx takes to write the texts of a document anew, in paragraphs and tables.
WRITE_WORD: Final = """
import docx, sys
from docx.oxml.ns import qn
def text(each):
    return "".join(part.text or "" for part in each.iter(qn("w:t")))
written = docx.Document()
for part in docx.Document(sys.argv[1]).element.body:
    if part.tag == qn("w:p"):
        written.add_paragraph(text(part))
    rows = [[text(cell) for cell in row.iter(qn("w:tc"))] for row in part.iter(qn("w:tr"))]
    if rows:
        table = written.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows):
            for cell, each in zip(row.cells, texts):
                cell.text = each
written.save(sys.argv[2])
"""
# In a page: the milliseconds until the browser has drawn what follows each step of a reader.
STEPS: Final = """
(async () => {
  const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const { state, search } = document.getElementById("filter").elements;
  const set = (control, kind, change) =>
    () => { change(control); control.dispatchEvent(new Event(kind, { bubbles: true })); };
  const steps = {
    "scrolling": () => scrollBy(0, 2000),
    "filtering": set(state, "change", each => { each.selectedIndex = 1; }),
    "showing all": set(state, "change", each => { each.selectedIndex = 0; }),
    "going to the search of": () => search.focus({ preventScroll: true }),
    "searching": set(search, "change", each => { each.value = "review"; }),
  };
  scrollTo(0, document.body.scrollHeight / 2);
  await new Promise(done => setTimeout(done, 300));
  const took = {};
  for (const [name, step] of Object.entries(steps)) {
    await drawn();
    const begun = performance.now();
    step();
    await drawn();
    took[name] = performance.now() - begun;
  }
  return took;
})()
"""


class Run(NamedTuple):
    """One run of a command: seconds, the peak of its memory in bytes, what it wrote.

    The seconds are those of the processor, for the command and what it started: other programs that
    run meanwhile do not count.
    """

    seconds: float
    memory: int
    output: str


class Ratio(NamedTuple):
    """One line of the results, and the most that the ratio may be."""

    what: str
    measured: str
    against: str
    ratio: float
    limit: float


def main() -> None:
    """Measure, and print the results as Markdown."""
    python = f"Python {sys.version.split()[0]}"
    print(f"{python} on {sys.platform}, {os.cpu_count()} processors; median of {ROUNDS} rounds.\n")
    with tempfile.TemporaryDirectory() as home:  # with a cache of its own
        ENVIRONMENT.update(HOME=home, XDG_CACHE_HOME=home, TASKRC=str(Path(home, "taskrc")))
        print_table(
            [*start(), *load(), *cached(), *several(), *review(), *bring(), *sheet(), *publish()]
        )


def start() -> Iterator[Ratio]:
    """What a small command costs above the bare interpreter, and above Typer alone."""
    times = seconds(
        interleaved(
            {
                "pass": [sys.executable, "-c", "pass"],
                "typer": [sys.executable, "-c", "import typer"],
                "list": [ECEFOLLOW, "list", "--as-of", AS_OF, PARSED],
                "table": [ECEFOLLOW, "list", "--as-of", AS_OF, PARSED, "--format", "table"],
                "cached": [ECEFOLLOW, "list", "--as-of", AS_OF],
            }
        )
    )
    for name, command, against, base, limit in (
        ("list", "`list`, piped", "pass", "`python -c pass`", 6.5),
        ("list", "`list`, piped", "typer", '`python -c "import typer"`', 1.3),
        ("table", "`list --format table`", "pass", "`python -c pass`", 10.0),
        ("cached", "`list`, from the cache", "list", "`list`, parsed", 1.0),
    ):
        took, other = times[name], times[against]
        yield timed(command, took, base, other, limit)


def load() -> Iterator[Ratio]:
    """What a large register costs: against reading its YAML alone, and as it grows."""
    with tempfile.TemporaryDirectory() as folder:
        few, some, many = (one_register(Path(folder), actions) for actions in (1, 1_000, 10_000))
        overdue = [ECEFOLLOW, "overdue", "--as-of", AS_OF, PARSED, "--register"]
        new = Path(folder, "recorded.yaml")  # the same update is not recorded twice
        record = f"cp {many} {new}; {ECEFOLLOW} record 999.9 --note So. --register {new}"
        runs = interleaved(
            {
                "few": [*overdue, few],
                "some": [*overdue, some],
                "many": [*overdue, many],
                "load": [sys.executable, "-c", LOAD, many],
                "record": ["sh", "-c", record],
            }
        )
        size = Path(many).stat().st_size / 1e6
    times = seconds(runs) | {"load": median(float(run.output) for run in runs["load"])}
    memory = {name: median(run.memory for run in each) for name, each in runs.items()}
    few_took, some_took, many_took = times["few"], times["some"], times["many"]
    what = f"`overdue`, 10,000 actions in {size:.1f} MB"
    loaded = "`yaml.load(CSafeLoader)` of the same file"
    yield timed(what, many_took, f"{loaded}, alone", times["load"], 0.4)
    yield Ratio(
        "`overdue` minus its start: the power of the number of actions with which it grows",
        f"10,000 actions: {milli(many_took - few_took)}",
        f"1,000 actions: {milli(some_took - few_took)}",
        math.log10((many_took - few_took) / (some_took - few_took)),
        1.1,
    )
    yield timed("`record`, 10,000 actions", times["record"], what, many_took, 2.5)
    yield Ratio(
        f"peak memory of {what}",
        mega(memory["many"]),
        f"{loaded}: {mega(memory['load'])}",
        memory["many"] / memory["load"],
        1.0,
    )


def cached() -> Iterator[Ratio]:
    """What a large register costs that was read before, also against programs that are compiled."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = one_register(folder, 10_000)
        overdue = [ECEFOLLOW, "overdue", "--as-of", AS_OF, "--register", many]
        commands = {
            "overdue": overdue,
            "parsed": [*overdue, PARSED],
            "load": [sys.executable, "-c", LOAD, many],
        }
        if hledger := shutil.which("hledger"):
            journal = lines_in(folder / "many.journal", generated.journal())
            commands["hledger"] = [hledger, "-f", journal, "balance"]
        if task := shutil.which("task"):
            add_tasks(folder, task, many)
            commands["task"] = [task, "overdue"]
        runs = interleaved(commands)
    times = seconds(runs) | {"load": median(float(run.output) for run in runs["load"])}
    for name, against, limit in (
        ("parsed", "the same, parsed", 0.5),
        ("load", "`yaml.load(CSafeLoader)` of the same file, alone", 0.15),
        ("hledger", "`hledger balance`, 10,000 transactions", 1.0),
        ("task", "Taskwarrior's `task overdue`, 10,000 tasks, the same overdue", 1.0),
    ):
        if name not in times:
            print(f"{name} is not installed, and not compared with.\n")
            continue
        yield timed(
            "`overdue`, 10,000 actions, from the cache",
            times["overdue"],
            against,
            times[name],
            limit,
        )


def several() -> Iterator[Ratio]:
    """What many small registers cost, against one large one, and as their number grows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        overdue = [ECEFOLLOW, "overdue", "--as-of", AS_OF, "--register"]
        one = [*overdue, one_register(folder, 10_000), PARSED]
        many = {}
        for number in (1_000, 10_000):
            registers = folder / f"{number}"
            registers.mkdir()
            for path, text in generated.registers(number):
                (registers / path).write_text(text, encoding="utf-8")
            many[number] = [*overdue, str(registers)]
        times = seconds(
            interleaved(
                {
                    "one": one,
                    "parsed": [*many[1_000], PARSED],
                    "cached": many[1_000],
                    "few": [*overdue, one_register(folder, 1), PARSED],
                }
            )
        )
        times |= seconds(interleaved({"most": [*many[10_000], PARSED]}, rounds=3))
    what = "`overdue`, 1,000 registers of ten actions"
    against = f"one register of 10,000 actions, parsed: {milli(times['one'])}"
    yield Ratio(what, milli(times["parsed"]), against, times["parsed"] / times["one"], 1.3)
    yield Ratio(
        f"{what}, from the cache",
        milli(times["cached"]),
        against,
        times["cached"] / times["one"],
        0.35,
    )
    growth = math.log10((times["most"] - times["few"]) / (times["parsed"] - times["few"]))
    yield Ratio(
        "`overdue` minus its start: the power of the number of registers with which it grows",
        f"10,000 registers: {milli(times['most'] - times['few'])}",
        f"1,000 registers: {milli(times['parsed'] - times['few'])}",
        growth,
        1.1,
    )


def add_tasks(folder: Path, task: str, register: str) -> None:
    """Give Taskwarrior the actions of a register as tasks; overdue are those that are there."""
    Path(ENVIRONMENT["TASKRC"]).write_text(f"data.location={folder}\n", encoding="utf-8")
    question = ["--as-of", AS_OF, "--format", "json", "--register", register]
    answer = json.loads(run([ECEFOLLOW, "actions", *question]).output)
    tasks = [
        {
            "description": action["text"],
            "project": action["recommendation"],
            "tags": [name.replace(" ", "_") for name in action["responsible"]],
            "entry": "20180101T000000Z",
            "status": "pending",
            "due": f"{action['due'] if action['state'] == 'overdue' else '2037-12-31'}",
        }
        for action in answer["actions"]
    ]
    path = folder / "tasks.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    run([task, "import", str(path)])


def review() -> Iterator[Ratio]:
    """What comparing two versions costs, against answering from one, and a long history."""
    with tempfile.TemporaryDirectory() as folder:
        many = one_register(Path(folder), 10_000)
        commit(folder)
        with Path(many).open("a", encoding="utf-8") as file:
            file.write("# One remark more.\n")
        commit(folder)
        ask = [PARSED, "--register", many]
        times = seconds(
            interleaved(
                {
                    "diff": [ECEFOLLOW, "diff", "HEAD~1", "HEAD", *ask],
                    "overdue": [ECEFOLLOW, "overdue", "--as-of", AS_OF, *ask],
                },
                rounds=5,
            )
        )
    yield timed(
        "`diff` of two revisions, 10,000 actions",
        times["diff"],
        "`overdue` of one",
        times["overdue"],
        2.5,
    )
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder, "recommendations.yaml")
        shipped = (ROOT / "data" / "recommendations.yaml").read_text(encoding="utf-8")
        for number in range(300):
            register.write_text(shipped.replace("title: B", f"title: {number} B"), encoding="utf-8")
            commit(folder)
        log = [ECEFOLLOW, "log", PARSED, "--register", str(register)]
        took = seconds(interleaved({"log": log}, rounds=5))["log"]
    yield Ratio("`log` over 300 commits", milli(took), "two seconds", took / 2, 1.0)
    check = [ECEFOLLOW, "check", "data/recommendations.yaml"]
    times = seconds(interleaved({"check": check, "source": [*check, "--source"]}))
    yield timed(
        "`check --source`, the shipped register", times["source"], "`check`", times["check"], 2.0
    )


def bring() -> Iterator[Ratio]:
    """What making a register of a table costs, against writing a table of the register."""
    with tempfile.TemporaryDirectory() as folder:
        table = lines_in(Path(folder, "table.csv"), generated.matrix(10_000))
        made = Path(folder, "made.yaml")
        named = ["--id", "generated", "--title", "A generated table", "--organization", "UNECE"]
        bring = [ECEFOLLOW, "import", table, *named, "--as-of", AS_OF]
        made.write_text(run(bring).output, encoding="utf-8")
        write = [ECEFOLLOW, "actions", PARSED, "--format", "csv", "--register", str(made)]
        times = seconds(interleaved({"bring": bring, "write": write}, rounds=5))
    yield timed(
        "`import` of 10,000 rows of CSV",
        times["bring"],
        "`actions --format csv` of what comes out",
        times["write"],
        2.0,
    )
    with tempfile.TemporaryDirectory() as folder:
        table, later = (
            lines_in(Path(folder, name), generated.matrix(2_000, quarter=quarter))
            for quarter, name in enumerate(("table.csv", "later.csv"))
        )
        made = Path(folder, "made.yaml")
        bring = [ECEFOLLOW, "import", table, *named, "--as-of", AS_OF]
        made.write_text(run(bring).output, encoding="utf-8")
        back = [ECEFOLLOW, "record", "--from", later, "--as-of", "2019-04-30", "--dry-run"]
        back += ["--register", str(made)]
        times = seconds(interleaved({"bring": bring, "back": back}, rounds=5))
    yield timed(
        "`record --from` a tracker of 2,000 rows",
        times["back"],
        "`import` of it",
        times["bring"],
        3.0,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "response.pdf")
        path.write_bytes(generated.pdf(50))
        times = seconds(
            interleaved(
                {
                    "read": [sys.executable, "-c", READ, str(path)],
                    "pdfplumber": [sys.executable, "-c", PDFPLUMBER, str(path)],
                },
                rounds=5,
            )
        )
    yield timed(
        "reading a PDF of 50 pages",
        times["read"],
        "pdfplumber's texts and tables of them",
        times["pdfplumber"],
        1.3,
    )


def sheet() -> Iterator[Ratio]:
    """What a sheet to fill in costs, against openpyxl that writes the same cells."""
    with tempfile.TemporaryDirectory() as folder:
        made, cells = Path(folder, "sheet.xlsx"), Path(folder, "cells.json")
        many = one_register(Path(folder), 2_000)
        asked = f"--as-of {AS_OF} --register {many} -o {made}"
        make = f"rm -f {made}; {ECEFOLLOW} actions --template {asked}"
        run(["sh", "-c", make])
        run([sys.executable, "-c", READ_CELLS, str(made), str(cells)])
        write = [sys.executable, "-c", WRITE_CELLS, str(cells), str(Path(folder, "same.xlsx"))]
        times = seconds(interleaved({"make": ["sh", "-c", make], "write": write}, rounds=5))
    yield timed(
        "`actions --template -o sheet.xlsx`, 2,000 actions",
        times["make"],
        "openpyxl, which writes the same cells",
        times["write"],
        2.0,
    )


def publish() -> Iterator[Ratio]:
    """What a page costs against a table, and how it answers a reader of very many actions."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = ["--as-of", AS_OF, PARSED, "--register"]
        many, some = (one_register(folder, actions) for actions in (10_000, 2_000))
        report = [ECEFOLLOW, "report", *asked]
        page = ["--force", "-o", str(folder / "page.html")]
        write = [ECEFOLLOW, "actions", "--format", "csv", *asked, many]
        times = seconds(interleaved({"page": [*report, many, *page], "write": write}, rounds=5))
        yield timed(
            "`report -o page.html`, 10,000 actions",
            times["page"],
            "`actions --format csv`",
            times["write"],
            3.0,
        )
        few = one_register(folder, 1_000)
        word, same = str(folder / "report.docx"), str(folder / "same.docx")
        make = [*report, few, "--force", "-o", word]
        run(make)
        write = [sys.executable, "-c", WRITE_WORD, word, same]
        times = seconds(interleaved({"word": make, "write": write}, rounds=5))
        yield timed(
            "`report -o report.docx`, 1,000 actions",
            times["word"],
            "python-docx, which writes the same texts",
            times["write"],
            2.0,
        )
        if not browser.chromium():
            print("Chromium is not installed, and the page not opened.\n")
            return
        run([*report, some, *page])
        with browser.opened() as tab:
            took = []
            for _ in range(ROUNDS):
                tab.open(folder / "page.html")
                took.append(tab.run(STEPS))
    for step in took[0]:
        middle = median(each[step] for each in took) / 1000
        yield Ratio(f"{step} a page of 2,000 actions", milli(middle), "100 ms", middle / 0.1, 1.0)


def commit(folder: str) -> None:
    """Commit all that there is in the folder."""
    who = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org"]
    for args in (["init", "--quiet"], ["add", "."], [*who, "commit", "--quiet", "-m", "Next"]):
        subprocess.run(["git", "-C", folder, *args], check=True)  # noqa: S607 - git is on the path


def interleaved(
    commands: Mapping[str, Sequence[str]], rounds: int = ROUNDS
) -> dict[str, list[Run]]:
    """The runs of each command, one of each in turn; a first round warms up and is not counted."""
    ran = [{name: run(command) for name, command in commands.items()} for _ in range(rounds + 1)]
    return {name: [each[name] for each in ran[1:]] for name in commands}


def run(command: Sequence[str]) -> Run:
    """One run of the command, into a pipe."""
    cache = {"ECEFOLLOW_CACHE": "0"} if PARSED in command else {}
    process = subprocess.Popen(
        [word for word in command if word != PARSED],
        cwd=ROOT,
        env=ENVIRONMENT | cache,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    with process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = usage.ru_utime + usage.ru_stime
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    # Linux counts in kilobytes, macOS in bytes.
    return Run(took, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024), output)


def seconds(runs: Mapping[str, Sequence[Run]]) -> dict[str, float]:
    """The median time of each command."""
    return {name: median(run.seconds for run in each) for name, each in runs.items()}


def one_register(folder: Path, actions: int) -> str:
    """The path of a register with so many actions."""
    path = folder / f"{actions}.yaml"
    path.write_text(generated.text(actions), encoding="utf-8")
    checked = subprocess.run([ECEFOLLOW, "check", str(path)], capture_output=True, check=False)
    if checked.returncode:
        sys.exit(f"the generated register is not valid:\n{checked.stdout.decode()}")
    return str(path)


def lines_in(path: Path, lines: Iterable[str]) -> str:
    """The path of a file with these lines."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def timed(what: str, took: float, against: str, other: float, limit: float) -> Ratio:
    """The line of what took so many seconds, against something else that took others."""
    return Ratio(what, milli(took), f"{against}: {milli(other)}", took / other, limit)


def milli(seconds: float) -> str:
    """Seconds as milliseconds, for a reader."""
    return f"{1000 * seconds:,.0f} ms"


def mega(size: float) -> str:
    """Bytes as megabytes, for a reader."""
    return f"{size / 1e6:,.0f} MB"


def print_table(rows: Sequence[Ratio]) -> None:
    """Print the results, with what each may be at most."""
    print("| What | Measured | Against | Ratio | Limit | |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        held = "" if row.ratio <= row.limit else "**above**"
        print(
            f"| {row.what} | {row.measured} | {row.against}"
            f" | {row.ratio:.3f} | {row.limit} | {held} |"
        )


if __name__ == "__main__":
    main()
