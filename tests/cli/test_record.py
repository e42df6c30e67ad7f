"""`record`: what it writes, what it says, and what it refuses."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from portfolios import FICTION, Answer, answer
from repositories import Git

from ecefollow.cli import output
from ecefollow.reading import sources

Run = Callable[..., Answer]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the fictional register, which the command finds by itself."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "data" / "recommendations.yaml"
    path.parent.mkdir()
    shutil.copy(FICTION, path)
    return path


@pytest.fixture
def run(file: Path) -> Run:
    """Records in the copy."""
    assert file.exists()
    return lambda *args: answer("record", *args)


@pytest.fixture
def waiting(file: Path) -> Path:
    """The register, in which the event of C.1 has not happened."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("          happened: 2021-11-18\n", ""), encoding="utf-8")
    return file


def new_lines(file: Path) -> list[str]:
    """The lines that the file has and the example has not."""
    before = FICTION.read_text(encoding="utf-8").splitlines()
    after = file.read_text(encoding="utf-8").splitlines()
    begin = next(n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b)
    end = begin + len(after) - len(before)
    assert before == after[:begin] + after[end:]
    return [line.strip() for line in after[begin:end]]


@pytest.mark.parametrize(
    ("words", "said", "lines"),
    [
        (
            "B.2 --progress completed --date 2021-12-20 --evidence List --by PMU",
            "completed, 203 days late (PMU)",
            ["- date: 2021-12-20", "progress: completed", "evidence: [List]", "by: PMU"],
        ),
        ("B.2 --note x", "x", ["- date: 2021-12-31", "note: x"]),
        (
            "B --status rejected --note x",
            "rejected: x",
            ["- date: 2021-12-31", "status: rejected", "note: x"],
        ),
        (
            "A.2 --evidence List, --evidence Minutes",
            "evidence",
            ["- date: 2021-12-31", 'evidence: ["List,", Minutes]'],
        ),
        (
            "A.1 --verified disputed --by Audit --note x",
            "disputed by Audit: x",
            ["- date: 2021-12-31", "note: x", "verified: disputed", "by: Audit"],
        ),
        # What is completed on an unknown day is not said to be late.
        (
            "B.2 --progress completed --day-unknown --evidence List",
            "completed by 31 Dec 2021; the day is not known",
            [
                *("- date: 2021-12-31", "progress: completed"),
                *("evidence: [List]", "day_unknown: true"),
            ],
        ),
        (
            "B.2 --due 2022-H1 --note x",
            "deadline moved from 31 May 2021 to H1 2022, 395 days later: x",
            ["- date: 2021-12-31", "due: 2022-H1", "note: x"],
        ),
        (
            "B.2 --responsible PMU",
            "responsible changed from Harbour Master to PMU",
            ["- date: 2021-12-31", "responsible: [PMU]"],
        ),
    ],
)
def test_an_update_is_added_and_told(
    run: Run, file: Path, words: str, said: str, lines: list[str]
) -> None:
    status, out, err = run(*words.split())
    assert (status, err) == (0, "")
    assert out.startswith("data/recommendations.yaml:")
    assert out.endswith(f": {words.split(maxsplit=1)[0]} {said}\n")
    assert new_lines(file) == lines


def test_words_and_days_may_be_given_as_they_are_shown(run: Run, file: Path) -> None:
    assert run("B.2", "--progress", "In progress", "--date", "20 Dec 2021").status == 0
    assert new_lines(file) == ["- date: 2021-12-20", "progress: in-progress"]


def test_a_handover_to_those_who_have_it_changes_nothing(run: Run) -> None:
    ran = run("B.2", "--responsible", "Harbour Master")
    assert ran.out.endswith(" B.2 an update that changes nothing\n")


def test_the_day_of_an_event_is_recorded(run: Run, waiting: Path) -> None:
    ran = run("C.1", "--happened", "2021-11-18")
    assert ran == (0, "data/recommendations.yaml:92: C.1 the event happened on 18 Nov 2021\n", "")
    assert "          happened: 2021-11-18\n" in waiting.read_text(encoding="utf-8")


@pytest.mark.usefixtures("waiting")
def test_an_event_of_the_future_is_recorded_and_warned_of(run: Run) -> None:
    ran = run("C.1", "--happened", "2022-11-18", "--note", "The funds are voted.")
    assert ran.status == 0
    assert ran.err == (
        "data/recommendations.yaml:92:21: future update: happened: 18 Nov 2022 is in the future; "
        "today is 31 Dec 2021\n"
    )


@pytest.mark.parametrize("more", [("--by", "PMU"), ("--date", "2021-12-01"), ("--day-unknown",)])
def test_an_event_has_no_more_than_its_day(run: Run, waiting: Path, more: tuple[str, ...]) -> None:
    before = waiting.read_bytes()
    ran = run("C.1", "--happened", "2021-11-18", *more)
    assert "an event has only the day it happened; leave out the rest, or" in ran.err
    assert (ran.status, waiting.read_bytes()) == (2, before)


def test_an_event_happens_once(run: Run) -> None:
    ran = run("C.1", "--happened", "2021-11-19")
    assert "the event of C.1 already happened on 18 Nov 2021" in ran.err
    assert ran.status == 2


def test_a_dry_run_shows_what_would_change_and_leaves_it(run: Run, file: Path) -> None:
    before = file.read_bytes()
    ran = run("B.2", "--note", "Begun anew.", "--dry-run")
    assert ran.status == 0
    assert "+          - date: 2021-12-31\n+            note: Begun anew.\n" in ran.out
    assert "Nothing was recorded" in ran.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "given", [("--add",), ("--account", "a.json"), ("--as-of", "2021-06-30"), ("--word", "a=b")]
)
def test_what_is_for_a_document_is_refused_by_its_name(run: Run, given: tuple[str, ...]) -> None:
    told = run("B.2", "--note", "Begun anew.", *given).err
    assert f"{given[0]} is for a document; name one with --from" in told


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_what_a_dry_run_shows_is_a_patch_for_git(
    run: Run, file: Path, git: Git, *, end: bytes, last: bool
) -> None:
    data = file.read_bytes().replace(b"\n", end)
    before = data if last else data.removesuffix(end)
    file.write_bytes(before)
    args = ("C.3", "--note", "Three ports are invited.")
    Path("patch").write_bytes(run(*args, "--dry-run").out.encode())
    assert run(*args).status == 0
    recorded = file.read_bytes()
    file.write_bytes(before)
    git("apply", "patch")
    assert file.read_bytes() == recorded


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_date_before_the_last_is_allowed_and_said(run: Run, options: tuple[str, ...]) -> None:
    ran = run("B.2", "--date", "2021-06-01", "--note", "Four crews were trained.", *options)
    assert ran.status == 0
    assert "late entry: date: 1 Jun 2021 is before the update above it, 2 Sep 2021" in ran.err


def test_a_late_entry_tells_what_later_updates_leave_of_it(run: Run) -> None:
    ran = run("A.2", "--date", "2021-11-01", "--progress", "completed", "--evidence", "x")
    assert ran.out.endswith("60 days early; later updates leave it in progress, due 31 Mar 2022\n")
    ran = run("B", "--date", "2021-04-01", "--status", "rejected")
    assert ran.out.endswith("B rejected; later updates leave it partially accepted\n")


def test_an_answer_that_cannot_be_told_is_recorded_all_the_same(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output, "write", full)
    ran = run("B.2", "--note", "x")
    assert ran.status == 0
    assert (
        "the update was recorded, but stdout cannot be written: No space left on device" in ran.err
    )
    assert new_lines(file)[1:] == ["note: x"]


def test_completion_without_evidence_is_said_of_what_is_added_alone(run: Run) -> None:
    run("A.1", "--progress", "completed", "--date", "2021-12-01")  # a doubt of another update
    ran = run("B.2", "--progress", "completed")
    assert ran.status == 0
    assert ran.err.count("\n") == 1
    assert ":76:23: no evidence:" in ran.err


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ["B.2", "--due", "2022-03"],
            "--note: say why the deadline moves from 31 May 2021 to Mar 2022",
        ),
        (["B.2"], "nothing to record"),
        (["--note", "x"], "name an ID and what to record"),
        (["B.2", "--note", "x", "--note", "y"], "--note is given 2 times; an update has one"),
        (["B.2", "--status", "completed"], "'completed' is a progress: use --progress completed"),
        (["B.9", "--note", "x"], "this register has no id 'B.9'"),
        (["B.2", "--progress", "complete"], "did you mean 'completed'?"),
        (["B.2", "--progress", "not-reported"], "'not-reported' is not one of not-started"),
        (["B.2", "--due", "31/03/2022"], "'31/03/2022' is not a day, month, quarter, half-year"),
        (["B.2", "--date", "03/04/2021", "--note", "x"], "is not a day such as 2018-03-31"),
        (["B.2", "--note", " "], "--note: the text is empty"),
        (["B.2", "--note", "\x1b[31m"], "the control character '\\x1b' (U+001B) is not allowed"),
        (["B.2", "--note", "\ud800"], "is not allowed"),
        (
            ["A.1", "--verified", "yes", "--by", "Audit"],
            "'yes' is not one of confirmed or disputed",
        ),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_changes(
    run: Run, file: Path, args: list[str], told: str
) -> None:
    ran = run(*args)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert file.read_bytes() == FICTION.read_bytes()


def test_what_was_before_the_action_was_added_is_refused_at_its_day(
    run: Run, file: Path, tmp_path: Path
) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('  - id: "C"', '  - added: 2021-02-01\n    id: "C"'), encoding="utf-8"
    )
    told = "C.3 was added on 1 Feb 2021, and 31 Jan 2021 is before that"
    ran = run("C.3", "--date", "2021-01-31", "--note", "x")
    assert (ran.status, f"--date: {told}" in ran.err) == (2, True)
    sheet = tmp_path / "sheet.csv"
    invited = "The Director may invite neighbouring ports to share their plans."
    sheet.write_text(f"id,text,update_date,update_note\nC.3,{invited},2021-01-31,x\n")
    ran = run("--from", str(sheet))
    assert (ran.status, f"row 2, column C (update_date): '2021-01-31': {told}" in ran.err) == (
        2,
        True,
    )


def test_nothing_is_recorded_in_a_register_with_an_error(run: Run, file: Path) -> None:
    broken = file.read_bytes().replace(b"status: pending", b"status: pendign")
    file.write_bytes(broken)
    ran = run("A.1", "--note", "x")
    assert ran.status == 2
    assert "did you mean 'pending'?" in ran.err
    assert file.read_bytes() == broken


def test_the_installed_copy_is_nobodys_to_write_to(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "__file__", str(file.parents[1] / "reading" / "sources.py"))
    ran = run("A.1", "--note", "x")
    assert ran.status == 2
    assert "this copy is installed with the package" in ran.err
    assert file.read_bytes() == FICTION.read_bytes()
