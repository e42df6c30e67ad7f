"""What a Python program gets from `ecefollow` itself."""

import os
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from portfolios import FICTION, SHIPPED, answer

import ecefollow
from ecefollow import api

DAY = date(2021, 3, 31)
AS_OF = ("--register", str(FICTION), "--as-of", str(DAY), "--format", "json")
INVALID = Path(__file__).parent / "data" / "invalid" / "bad-date.yaml"
FICTIONAL = ecefollow.load(FICTION)


def test_importing_it_imports_nothing_else_until_a_name_is_asked_for() -> None:
    code = "import sys; before = {*sys.modules}; import ecefollow; print({*sys.modules} - before)"
    command = [sys.executable, "-S", "-c", code]
    there = os.environ | {"PYTHONPATH": str(Path(ecefollow.__file__).parents[1])}
    done = subprocess.run(command, env=there, capture_output=True, text=True, check=True)
    assert done.stdout == "{'ecefollow'}\n"


@pytest.mark.parametrize("name", api.__all__)
def test_every_name_of_the_library_is_there_and_says_what_it_is(name: str) -> None:
    found = getattr(ecefollow, name)
    assert found is getattr(api, name)
    assert found.__doc__
    assert dir(ecefollow).count(name) == 1


@pytest.mark.parametrize("name", ["nonsense", "os", "date", "parse_span", "queries"])
def test_what_the_library_itself_imports_is_no_name_of_it(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'ecefollow' has no attribute '{name}'"):
        getattr(ecefollow, name)


def test_an_action_alone_has_the_standing_that_it_has_among_all(tmp_path: Path) -> None:
    path = tmp_path / "register.yaml"
    unit = b"\n  units: [{name: Harbour Office, also: [Harbour Master]}]\n\nrecommendations:"
    path.write_bytes(FICTION.read_bytes().replace(b"\n\nrecommendations:", unit))
    register = ecefollow.load(path)
    standings = [each for answer in register.on(DAY) for each in answer.standings]
    assert [each.action.on(DAY) for each in standings] == standings
    action = next(each for each in register.recommendations[1].actions if each.id == "B.1")
    assert action.on(DAY).responsible == ("Harbour Office",)
    assert action.responsible == ("Harbour Master",)


def test_overdue_is_what_the_command_lists() -> None:
    found = ecefollow.overdue(FICTIONAL, on=DAY)
    told = answer("overdue", *AS_OF).json["actions"]
    assert [(each["id"], each["days_overdue"]) for each in told] == [
        (standing.action.id, standing.days_overdue) for _, standing in found
    ]
    assert found


@pytest.mark.parametrize("within", ["1d", "4w", "2m"])
def test_upcoming_is_what_the_command_lists(within: str) -> None:
    found = ecefollow.upcoming(FICTIONAL, on=DAY, within=within)
    told = answer("upcoming", *AS_OF, "--within", within).json["actions"]
    assert [(each["id"], each["days_left"]) for each in told] == [
        (standing.action.id, standing.days_left) for _, standing in found
    ]


def test_the_figures_are_those_of_the_command() -> None:
    figures = ecefollow.summary(FICTIONAL, on=DAY)
    told = answer("summary", *AS_OF).json
    assert figures.states == told["actions"]["states"]
    assert figures.rates.implementation._asdict() == told["rates"]["implementation"]


def test_a_span_that_is_none_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match=r"^within: '30' is not a number of days, weeks or months"):
        ecefollow.upcoming(FICTIONAL, on=DAY, within="30")


def test_a_file_that_is_not_there_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match=r"^nowhere\.yaml: there is no such file$"):
        ecefollow.load("nowhere.yaml")


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(ecefollow.UnreadableError) as caught:
        ecefollow.load(tmp_path)
    assert caught.value.reason == "this is a folder, not a file"


def test_an_invalid_register_is_refused_with_every_error() -> None:
    with pytest.raises(ecefollow.InvalidRegisterError) as caught:
        ecefollow.load(INVALID)
    (error,) = caught.value.errors
    assert error.code is ecefollow.Code.BAD_DATE
    assert error.severity is ecefollow.Severity.ERROR
    assert str(caught.value) == str(error)


@pytest.mark.parametrize("path", ["nowhere.yaml", str(INVALID)])
def test_an_error_comes_whole_out_of_another_process(path: str) -> None:
    with pytest.raises((ecefollow.UnreadableError, ecefollow.InvalidRegisterError)) as caught:
        ecefollow.load(path)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (str(again), vars(again)) == (str(caught.value), vars(caught.value))


def test_a_register_and_its_answers_come_whole_out_of_another_process() -> None:
    whole = (FICTIONAL, FICTIONAL.on(DAY))
    assert pickle.loads(pickle.dumps(whole)) == whole  # noqa: S301 - our own


def test_loading_writes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("ECEFOLLOW_CACHE", "1")
    assert ecefollow.load(SHIPPED).on(DAY)
    assert [*tmp_path.iterdir()] == []
