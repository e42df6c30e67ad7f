"""What is said of a command line that cannot be understood."""

import re
from pathlib import Path

import pytest
from portfolios import answer

from ecefollow.cli.app import COMMAND_FILES

COMMANDS = [name for names in COMMAND_FILES.values() for name in names]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("overdue --format yaml", "--format: 'yaml' is not one of table, plain, json, csv or"),
        ("overdue --format jsno", "; did you mean 'json'?"),
        ("summary --format csv", "--format: 'csv' is not one of table, plain or json"),
        ("list --status completed", "'completed' is a progress: use --progress completed"),
        ("actions --progress overdue", "'overdue' is a state: use --state overdue"),
        ("list --state disputed", "is a verification: use --verification disputed"),
        ("list --verification overdue", "'overdue' is a state: use --state overdue"),
        ("list --verification validated", "did you mean 'confirmed'?"),
        ("actions --state partial", "'partial' is a status: use --status partial"),
        ("list --status partail", "did you mean 'partial'?"),
        ("overdue --as-of 2018-03", "'2018-03' is only part of a date"),
        ("overdue --as-of 03/04/2018", "write 2018-04-03 or 2018-03-04"),
        ("overdue --as-of 31/03/2018", "did you mean 2018-03-31?"),
        ("overdue --as-of 2018-02-30", "'2018-02-30' is not in the calendar"),
        ("actions --due-by 2018-02-30", "is not in the calendar"),
        ("upcoming --within soon", "--within: 'soon' is not a number of days, weeks or months"),
        ("list 7.1", "7.1 is an action: ecefollow actions 7.1"),
        ("list 8", "this register has no id '8'; the ids are 1, 1.1"),
        ("actions 7.10", "did you mean '7.1'?"),
        ("check a.yaml --register b.yaml", "as FILE or with --register, not both"),
        ("overdue --against first", "--against: 'first' is not one of present or original"),
        ("list --as-of", "--as-of needs a value"),
        ("overdue --exit-code=yes", "--exit-code takes no value"),
        ("show", "ID... is missing"),
        ("export", "--output is missing"),
        ("summary 7", "'7': there are too many arguments"),
        ("record 7.1 7.2 --note x", "'7.2': there are too many arguments; record one ID after the"),
        ("record 7.1 completed", "there are too many arguments; use --progress completed"),
        ("record 7.1 --note “all done”", '; type straight quotes around a text: "..."'),
        ("record 7.1 --by --note x", "--by needs a value; --note is an option"),
        ("record 7.1 -note x", "'-note': an option begins with two hyphens: --note"),
        ("record 7.1 --done", "there is no option '--done'; use --progress completed"),
        ("record --from x.yaml", "'x.yaml' is a register, not a document"),
        ("import x.yaml", "'x.yaml' is a register, not a document"),
        ("overdue –as-of 2018-03-31", "'–as-of': an option begins with two hyphens: --as-of"),
        ("overdue \u2011\u2011as-of=today", "as-of': an option begins with two hyphens: --as-of"),
        ("overdue 2018-03-31", "'2018-03-31'; write --as-of 2018-03-31 for a day"),
        ("show 7.1,7.2", "this register has no id '7.1,7.2'; write 7.1 7.2"),
        ("list --register=", "--register: the path is empty"),
        ("overdue --json", "there is no option '--json'; use --format json"),
        ("ecefollow list", "there is no command 'ecefollow'; leave the second one out"),
        ("list --csv", "there is no option '--csv'; use --format csv"),
        ("diff --markdown", "there is no option '--markdown'; use --format markdown"),
        ("schema --json", "there is no option '--json'\n"),
        ("report --json", "there is no option '--json'\n"),
        ("list --verbose", "there is no option '--verbose'; set ECEFOLLOW_DEBUG=1 to see"),
        ("list --owner PMU", "there is no option '--owner'; use --responsible NAME"),
        ("list --responsable PMU", "there is no option '--responsable'; did you mean '--resp"),
        ("upcoming --within 30", "; did you mean '30d'?"),
        (
            "list --due-from 2019-01-01 --due-by 2018-01-01",
            "--due-from 2019-01-01 is after --due",
        ),
        ("--format json list", "options stand after the command: ecefollow list --format json"),
        ("--json", "options stand after the command: ecefollow COMMAND --json"),
        ("lits", "there is no command 'lits'; did you mean 'list'?"),
        ("zzz", "there is no command 'zzz'; the commands are init, import, list"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_what_to_write_instead(typed: str, message: str) -> None:
    status, out, err = answer(*typed.split())
    assert (status, out) == (2, "")
    assert message in err
    assert err.splitlines()[0].partition(":")[0] == err.splitlines()[1][4:].removesuffix(" --help")
    assert err.count("\n") == 2


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        *((word, "ecefollow record ID") for word in ("close", "done", "update", "move", "assign")),
        *((word, "edit the file; ecefollow check") for word in ("add", "new")),
        *((word, "edit it, and ecefollow check") for word in ("edit", "remove", "delete")),
        *((word, "git restore FILE") for word in ("undo", "revert")),
        *((word, "'check'") for word in ("validate", "lint", "verify")),
        *((word, "'log'") for word in ("history", "blame")),
        *((word, "'overdue'") for word in ("late", "Late")),
        *(("due", "'upcoming'"), ("status", "'summary'"), ("find", "--search TEXT")),
    ],
)
def test_a_word_from_elsewhere_leads_to_what_does_it_here(typed: str, hint: str) -> None:
    assert hint in answer(typed)[2].splitlines()[0]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("actions", "--due-by", "31 Feb 2018"), "--due-by: '31 Feb 2018' is not in the calendar"),
        (("actions", "--search", " "), "--search: the text is empty"),
        (("upcoming", "--within", "30 days"), "; did you mean '30d'?"),
        (("list", "--register", "nowhere.yaml"), "nowhere.yaml: there is no such file\n"),
        (
            ("list", "--register", "data/recomendations.yml"),
            "; did you mean 'recommendations.yaml'?",
        ),
        (("record", "--from", "https://a.b/c.xlsx"), "; this is an address: save what is there"),
        (("diff", "README.md"), "git knows no revision 'README.md'; name files with --register"),
    ],
)
def test_a_wrong_value_is_named(args: tuple[str, ...], message: str) -> None:
    status, out, err = answer(*args)
    assert (status, out) == (2, "")
    assert message in err


def test_a_text_that_looks_like_an_option_behind_another_sign_is_a_text() -> None:
    assert answer("actions", "--search", "(status").status == 0


def test_nothing_is_proposed_that_is_only_spelt_alike() -> None:
    for word in ("restate", "score", "dialog", "reimport", "lock"):
        assert "the commands are" in answer(word)[2], word


def test_help_groups_the_commands() -> None:
    groups = ["Options", "Begin", "Look", "Follow up", "Review", "Publish"]
    assert re.findall(r"╭─ ([\w ]+) ─", answer("--help").out) == groups


def test_version_and_help_need_no_register(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert re.fullmatch(r"ecefollow \d+\.\d+\.\d+\n", answer("--version").out)
    assert answer("--help").status == 0
    assert answer().status == 2


def test_help_before_a_command_is_its_help_and_alone_that_of_all() -> None:
    assert answer("help", "list") == answer("list", "--help")
    assert answer("help") == answer("--help")
    assert answer("help", "help") == answer("--help")
    assert answer("-V") == answer("--version")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_begins_with_its_usage_and_an_example(command: str) -> None:
    told = answer("help", command).out
    usage, example = [line.strip() for line in told.splitlines() if line.strip()][:2]
    assert usage.startswith("Usage: ")
    assert example.startswith(f"Example: ecefollow {command}")


@pytest.mark.parametrize("command", ["list", "check", "log", "report"])
def test_options_of_several_registers_stand_in_a_panel_at_the_end(command: str) -> None:
    _, _, last = answer(command, "--help")[1].rpartition("╭─ ")
    assert last.startswith("Several registers")
    assert "--evaluation" in last
    assert "--organization" in last


@pytest.mark.parametrize("word", ["ovedue", "overdude", "overdie", "ovedrue", "OVERDUE", "verdue"])
def test_a_slip_of_one_letter_or_two_exchanged_is_told_what_was_meant(word: str) -> None:
    assert "; did you mean 'overdue'?" in answer(word)[2]
