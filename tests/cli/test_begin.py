"""`init` and `import`: what they make, what they ask, and what they refuse."""

import io
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from portfolios import ROOT, answer

NAMED = ("--id", "harbour", "--title", "The harbour", "--organization", "Port Authority")
LISTINGS = ("list", "actions", "overdue", "upcoming")
REGISTER = Path("data", "recommendations.yaml")
Types = Callable[[str], None]


class Terminal(io.StringIO):
    """A person who types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the commands run, where nobody types."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return tmp_path


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Types:
    """Lets a person sit at the terminal and type something."""
    return lambda text: monkeypatch.setattr("sys.stdin", Terminal(text))


def test_it_makes_a_register_and_ends_with_what_comes_next() -> None:
    ran = answer("init", *NAMED)
    assert ran.status == 0
    assert ran.out == (
        "Made data/recommendations.yaml\n"
        "Made data/recommendations.schema.json\n"
        "\n"
        "Write the first recommendation into the file, as the example in it shows. Then:\n"
        "  ecefollow check    every mistake, at its line and column\n"
        "  ecefollow list     the recommendations, and how they stand\n"
        "  ecefollow overdue  what is late, today or on any day\n"
    )
    assert "  organization: Port Authority\n" in REGISTER.read_text(encoding="utf-8")


def test_the_commands_that_come_next_name_a_register_of_another_name() -> None:
    assert (
        "\n  ecefollow list --register 'my own.yaml' " in answer("init", "my own.yaml", *NAMED).out
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        *((name, "Note: there are no recommendations yet\n") for name in LISTINGS),
        ("check", "0 errors"),
        ("summary", "there are no recommendations yet\n"),
        ("timeline", "has no actions"),
    ],
)
def test_a_new_register_is_answered_from_and_no_good_news(command: str, said: str) -> None:
    answer("init", *NAMED)
    ran = answer(command)
    assert ran.status == 0
    assert said in ran.out + ran.err


def test_a_file_in_the_way_is_named_and_nothing_is_written(here: Path) -> None:
    hooks = here / ".pre-commit-config.yaml"
    hooks.write_text("repos: []\n", encoding="utf-8")
    ran = answer("init", *NAMED, "--github", "--pre-commit")
    assert (ran.status, ran.out) == (2, "")
    assert ".pre-commit-config.yaml is there already" in ran.err
    assert [path.name for path in here.rglob("*")] == [hooks.name]
    assert hooks.read_text(encoding="utf-8") == "repos: []\n"


def test_a_register_that_is_there_is_told_of_before_anything_is_asked(types: Types) -> None:
    answer("init", *NAMED)
    types("")
    ran = answer("init")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("ecefollow: data/recommendations.yaml is there already")


def test_at_a_terminal_it_asks_for_what_is_missing(types: Types) -> None:
    types("The harbour\n \nPort Authority\n")
    ran = answer("init", "--id", "harbour")
    assert ran.status == 0
    asked = "Organization (Who responds to it): "
    assert (
        ran.err == f"Title (What was evaluated): {asked}the text is empty; expected a text\n{asked}"
    )
    assert ran.out.startswith("Made ")
    text = REGISTER.read_text(encoding="utf-8")
    assert "  id: harbour\n  title: The harbour\n  organization: Port Authority\n" in text


def test_whoever_leaves_the_questions_has_made_nothing(here: Path, types: Types) -> None:
    types("harbour\n")
    assert answer("init").status == 2
    assert not list(here.iterdir())


def test_where_nobody_can_be_asked_the_missing_options_are_named(here: Path) -> None:
    ran = answer("init", "--title", "The harbour")
    assert ran.status == 2
    assert " init: the evaluation needs --id and --organization too\n" in ran.err
    assert not list(here.iterdir())


@pytest.mark.parametrize("title", ["", "  ", "a\x1bb"])
def test_a_text_that_no_register_may_hold_is_refused(title: str) -> None:
    ran = answer("init", "--id", "e", "--organization", "O", "--title", title)
    assert ran.status == 2
    assert " init: --title: the " in ran.err


# import


TABLE = """\
Recommendation,Response,Action,Responsible,Due date,Status,Last updated
1. Share,Agreed,Meet,PMU,2018-03,Completed,2018-03-05
2. Ask,Agreed,Write,PMU,by June 2018,Wrapped,
"""


@pytest.fixture
def table(here: Path) -> str:
    (here / "table.csv").write_text(TABLE, encoding="utf-8")
    return "table.csv"


def test_the_register_goes_to_stdout_and_the_findings_to_stderr(table: str) -> None:
    ran = answer("import", table, *NAMED)
    assert ran.status == 0
    assert ran.out.startswith("# yaml-language-server: ")
    assert ran.out.endswith("no word of progress is in it.\n")
    assert ran.err == (
        "table.csv, row 3, column E (Due date): 'by June 2018': this was read as by the end of Jun "
        "2018, and could mean before it\n"
        "table.csv, row 3, column F (Status): 'Wrapped': no word of progress is in it; if it is "
        'progress, --word "WORD=MEANING" says which: not-reported, not-started, in-progress, '
        "completed or not-applicable\n"
        "2 recommendations and 2 actions; 2 findings\n"
        "20 cells: 18 read, 2 read with a doubt, 0 left out\n"
    )


def test_findings_for_programs_are_one_list_on_stderr(here: Path, table: str) -> None:
    asked = ("import", table, *NAMED, "--format", "json")
    found = json.loads(answer(*asked).err)
    places = [(each["row"], each["column"], each["text"]) for each in found]
    assert places == [(3, "E", "by June 2018"), (3, "F", "Wrapped")]
    (here / table).write_text("".join(TABLE.splitlines(True)[:2]), encoding="utf-8")
    assert json.loads(answer(*asked, "--strict").err) == []


def test_a_file_and_the_schema_are_made(here: Path, table: str) -> None:
    ran = answer("import", table, *NAMED, "-o", "data/recommendations.yaml")
    made = ["data/recommendations.yaml", "data/recommendations.schema.json"]
    assert (ran.status, ran.out) == (0, "".join(f"Made {name}\n" for name in made))
    assert all((here / name).is_file() for name in made)
    assert answer("check").status == 0
    assert answer("list", "--format", "plain").out.count("\n") == 3


@pytest.mark.parametrize(
    "names",
    [("-o", "x.yaml", "--account", "./x.yaml"), ("--account", "x.csv", "--save-profile", "x.csv")],
)
def test_two_outputs_are_never_one_file(here: Path, table: str, names: tuple[str, ...]) -> None:
    ran = answer("import", table, *NAMED, *names)
    assert ran.status == 2
    assert "is named for two files; nothing was written" in ran.err
    assert not (here / names[1]).exists()


def test_a_register_may_be_called_as_its_schema_would_be(here: Path, table: str) -> None:
    answer("import", table, *NAMED, "-o", "recommendations.schema.json")
    assert "evaluation:" in (here / "recommendations.schema.json").read_text("utf-8")


def test_strict_writes_nothing_where_there_is_a_finding(here: Path, table: str) -> None:
    ran = answer("import", table, *NAMED, "-o", "mine.yaml", "--strict")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.endswith("ecefollow: 2 findings, and --strict: no register was written\n")
    assert not (here / "mine.yaml").exists()


def test_options_say_what_a_table_means(table: str) -> None:
    words = ("--word", "Wrapped=completed", "--column", "Response=left-out")
    ran = answer("import", table, *NAMED, *words, "--as-of", "30 June 2018")
    assert "date: 2018-06-30\n            progress: completed\n" in ran.out
    assert "status: not-stated\n" in ran.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--word", "Wrapped=complete"], "'complete' is no meaning of a word; did you mean"),
        (["--day-first", "--month-first"], "give --day-first or --month-first, not both"),
        (["--as-of", "2018-03"], "--as-of: '2018-03' is only part of a date"),
    ],
)
def test_an_option_that_says_nothing_is_refused(
    table: str, options: list[str], message: str
) -> None:
    ran = answer("import", table, *NAMED, *options)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


def test_a_table_of_which_nothing_can_be_made_is_told_in_one_line(here: Path) -> None:
    (here / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    ran = answer("import", "table.csv", *NAMED)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("ecefollow: table.csv: no column for the recommendation and ")
    assert answer("import", "nowhere.csv", *NAMED).err.endswith("there is no such file\n")


def test_the_example_in_the_help_runs_in_a_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openpyxl", reason="an extra is not installed")
    monkeypatch.chdir(ROOT)
    help_text = answer("import", "--help").out
    example = re.search(r"Example: ecefollow (.+?)\n\s*\n", help_text, re.DOTALL)
    assert example
    ran = answer(*shlex.split(example[1]))
    assert ran.status == 0
    assert ran.out.startswith("# yaml-language-server: ")


def test_an_account_says_of_each_cell_where_it_went(here: Path, table: str) -> None:
    assert answer("import", table, *NAMED, "--account", "account.csv", "-o", "r.yaml").status == 0
    account = (here / "account.csv").read_text(encoding="utf-8").splitlines()
    assert account[0] == "block,row,column,text,to,why"
    assert len(account) == 1 + 20
    assert any(line.startswith(",3,F,Wrapped,2.1.progress,") for line in account)


def test_a_saved_profile_reads_the_next_table_like_it(here: Path, table: str) -> None:
    first = answer("import", table, *NAMED, "--save-profile", "ours.yaml", "-o", "r.yaml")
    assert "Made ours.yaml\n" in first.out
    saved = (here / "ours.yaml").read_text(encoding="utf-8")
    filled = saved.replace('# "Wrapped": …', '"Wrapped": completed')
    (here / "ours.yaml").write_text(filled, encoding="utf-8")
    again = answer("import", table, *NAMED, "--profile", "ours.yaml", "--as-of", "2018-06-30")
    assert "Wrapped" not in again.err
    assert "    date: 2018-06-30\n            progress: completed\n" in again.out.replace(
        "- d", "  d"
    )


def test_where_nothing_else_is_written_the_account_still_is(here: Path, table: str) -> None:
    ran = answer("import", table, *NAMED, "-o", "r.yaml", "--strict", "--account", "account.csv")
    assert ran.status == 1
    assert (here / "account.csv").is_file()
    assert not (here / "r.yaml").exists()


def test_a_profile_that_is_not_there_is_refused_with_those_that_are(table: str) -> None:
    ran = answer("import", table, *NAMED, "--profile", "undp")
    assert (ran.status, ran.out) == (2, "")
    assert "no profile 'undp'" in ran.err
    assert "undp-erc" in ran.err


def test_a_register_is_made_of_each_value_of_a_column(here: Path) -> None:
    lines = ("Report,No.,Recommendation,Action", "A/1,1,Share,Meet", "B/2,1,Ask,Write")
    (here / "two.csv").write_text("\n".join(lines), encoding="utf-8")
    ran = answer("import", "two.csv", *NAMED)
    assert ran.status == 2
    assert "“A/1” and “B/2” in the column “Report”" in ran.err
    ran = answer("import", "two.csv", *NAMED, "--split-by", "Report")
    assert (ran.status, ran.out) == (2, "")
    ran = answer("import", "two.csv", *NAMED, "--split-by", "Reports", "-o", "registers")
    assert (ran.status, ran.out) == (2, "")
    assert "no column is called 'Reports'; did you mean 'Report'?" in ran.err
    ran = answer("import", "two.csv", *NAMED, "--split-by", "Report", "-o", "registers")
    assert ran.status == 0
    assert {path.name for path in (here / "registers").iterdir()} == {
        *("harbour-a-1.yaml", "harbour-b-2.yaml", "recommendations.schema.json"),
    }
    assert answer("check", "--register", "registers").status == 0


def test_what_is_made_beside_its_document_is_compared_with_it_at_once(here: Path) -> None:
    text = "About the harbour\n\nRecommendation 1: Share\n\nManagement response: Agreed.\n"
    (here / "in").mkdir()
    (here / "in" / "response.txt").write_text(text, encoding="utf-8")
    made = (("in/a.yaml", "About the harbour"), ("in/b.yaml", "Port"), ("c.yaml", "Port"))
    for path, title in made:
        named = ("--id", "a", "--title", title, "--organization", "Port", "-o", path)
        assert answer("import", "in/response.txt", *named).status == 0
        is_beside = path != "c.yaml"
        source = () if is_beside else ("in/response.txt",)
        assert ("source: response.txt" in (here / path).read_text("utf-8")) == is_beside
        assert ("title_note" in (here / path).read_text("utf-8")) == (title == "Port")
        ran = answer("check", path, "--source", *source, "--ignore", "not-transcribed")
        assert (ran.status, ran.out) == (0, "")
