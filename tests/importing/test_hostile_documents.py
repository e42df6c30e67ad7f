"""Documents that were damaged or mean harm: a valid register comes of each, or a refusal."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final

import pytest
from forms import EXTRAS
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from portfolios import COULD_NOT_RUN, answer
from table_files import KINDS, Cell

from ecefollow.importing import import_document, profile
from ecefollow.importing.profile import Profile
from ecefollow.register.characters import FORBIDDEN
from ecefollow.register.model import Evaluation

NAMED: Final = ("--id", "e", "--title", "T", "--organization", "O")
COLUMNS: Final = profile.languages()["en"].columns
# No two for one key, which are refused.
HEADS: Final = st.lists(st.sampled_from([*COLUMNS]), max_size=8, unique_by=COLUMNS.__getitem__)
# What is read as one of few values, or as a date.
VALUES: Final = {
    *("status", "progress", "due", "revised_due", "id", "last_update", "completed_on", "added"),
}
KINDS_AND_EXAMPLES: Final = [
    *(pytest.param(kind, 10, id=kind) for kind in KINDS if f".{kind}" not in EXTRAS),
    *(pytest.param(kind, 500, id=f"{kind}-often", marks=pytest.mark.slow) for kind in KINDS),
]
CELLS: Final = st.sampled_from(
    [
        *("", "1", "1.1", "Meet", "A", "Accepted", "Completed", "2018-03-31", "PMU", "Total"),
        *("Recommendation 2", "1. A", "7.1 B", "Partially accepted. No.", "Rejected", "Ongoing"),
        *("1. a\n2. b", "- a\n- b", "Do:\n(a) x\n(b) y", "A.\nB.", "1) a 2) b", "Overdue", "TBD"),
        *("2018", "by June 2018", "03/04/2018", "Q1 and Q2 2018", "In progress. Well.", "yes"),
        # Control characters, those without width, those that turn the line round.
        *("\x07", "Me\x1b[31met", "a\x00b", "\x85", "a\u2028b", "\u202eevil", "\u200b", "\ufeff"),
        *("\ud7ff", "\ufffe", "e\u0301", "\r", "\t", "\n\n", "\x0b"),
        # What a spreadsheet runs or shows for what it could not, and what YAML takes for its own.
        *("=1+1", '=HYPERLINK("http://x","y")', "@SUM(A1)", "+1", "-1", "'=1", "#REF!", "#N/A"),
        *("<<<<<<< a", "=======", "a: b", "- a", "# a", "&a", "*a", "!t", "%", "---", "...", "~"),
        # Ids that are none, are there already, or are those of others.
        *("1 2. A", "a/b. A", "../x", "é", "1.", ".1", "-", "_", "1" * 300, "1.1.1.1.1", "R1", "१"),
        *("Recommendation é: A", "Recommendation 1: A", "Action 1: B", "Recommendation :", ":"),
        *("0.5", "1e5", "٢", "2018-02-30", "9999999999", "31/12/99999", "Q9 2018", "13/13/2013"),
        *(
            "x" * 10_000,
            "a. " * 3_333,
            "1. a\n" * 2_000,
            "(" * 10_000,
            "not " * 2_500,
            "é;" * 5_000,
        ),
        *("<script>alert(1)</script>", "&lt;b&gt;", "<!--", "</table>", "]]>", '"', '""', ",", ";"),
    ]
) | st.text(
    st.sampled_from("a B1.:;-\n(\x07\xa0\u200b\"'#“é,/") | st.characters(codec="utf-8"), max_size=8
)
TABLES: Final = st.lists(st.lists(CELLS, min_size=1, max_size=9), max_size=6)
_not_in_xml: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writer(kind: str) -> Callable[[Random, Sequence[Sequence[str]]], bytes]:
    """Writes a table as a file of this kind, without what such a file cannot have."""
    if extra := EXTRAS.get(f".{kind}"):
        pytest.importorskip(extra, reason="an extra is not installed")
    write, _ = KINDS[kind]
    cut = "" if kind == "csv" else _not_in_xml.pattern

    def file(chance: Random, rows: Sequence[Sequence[str]]) -> bytes:
        width = max(map(len, rows))
        texts = [[*row, *[""] * (width - len(row))] for row in rows]
        return write(chance, [[Cell(re.sub(cut, "", text)) for text in row] for row in texts])

    return file


def assert_it_is_read_or_refused(kind: str, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path, made = Path(folder, f"table.{kind}"), Path(folder, "made.yaml")
        account = Path(folder, "account.csv")
        path.write_bytes(data)
        ran = answer("import", path, *NAMED, "--as-of", "2021-06-30", "--account", account)
        assert ran.status in {0, COULD_NOT_RUN}
        assert "mistake in ecefollow" not in ran.err
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", ran.err)
        if ran.status == 0:
            made.write_bytes(ran.out.encode())
            checked = answer("check", made)
            assert checked.status == 0, checked.out
            with account.open(encoding="utf-8-sig", newline="") as file:
                assert_no_word_is_lost(csv.DictReader(file), ran.out.casefold())


def assert_no_word_is_lost(account: Iterable[dict[str, str]], register: str) -> None:
    """What was put nowhere, or read with a doubt, says why; all else is there, or is a value."""
    for entry in account:
        assert entry["to"] or entry["why"]
        keys = {place.rpartition(".")[2] for place in entry["to"].split()}
        if not (entry["why"] or keys & VALUES or "heading" in entry["to"]):
            text = re.sub("[\x0b\x85\u2028\u2029]", "\n", entry["text"])
            said = re.sub(FORBIDDEN, "", text).casefold()
            assert [w for w in {*re.findall(r"[^\W_]{3,}", said)} if w not in register] == []


@pytest.mark.parametrize(("kind", "examples"), KINDS_AND_EXAMPLES)
def test_whatever_stands_in_the_cells(kind: str, examples: int) -> None:
    write = writer(kind)

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(HEADS, TABLES, st.randoms(use_true_random=False))
    def the_law(heads: list[str], rows: list[list[str]], chance: Random) -> None:
        data = write(chance, [["Recommendation", "Action", *heads], *rows])
        note(f"{data!r:.2000}")
        assert_it_is_read_or_refused(kind, data)

    the_law()


@pytest.mark.parametrize(("kind", "examples"), KINDS_AND_EXAMPLES)
def test_whatever_bytes_were_lost_or_altered(kind: str, examples: int) -> None:
    heads = ["Recommendation", "Action", "Responsible", "Due date", "Status", "Comments", "No."]
    rows = [heads, ["1. Share", "Meet", "PMU", "2018", "Completed", "Well", "1.1"]]
    whole = writer(kind)(Random(0), rows)  # noqa: S311 - no secret

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(whole)), st.integers(0, 50), st.binary(max_size=50))
    def the_law(start: int, lost: int, instead: bytes) -> None:
        assert_it_is_read_or_refused(kind, whole[:start] + instead + whole[start + lost :])

    the_law()


@pytest.mark.parametrize("action", ["Do {}", "Do it"])
def test_many_actions_of_one_recommendation_take_no_more_time_each(action: str) -> None:
    def seconds(rows: int) -> float:
        table = (f"1. Share,Accepted,{action.format(n)},Unit {n}" for n in range(rows))
        lines = ("Recommendation,Status,Action,Responsible", *table)
        with TemporaryDirectory() as folder:
            path = Path(folder, "table.csv")
            path.write_text("\n".join(lines), encoding="utf-8")
            start = process_time()
            import_document.read(str(path), Evaluation("e", "T", "O"), Profile())
            return process_time() - start

    seconds(10)  # what is read or made at first
    assert seconds(400) < 10 * seconds(100)
