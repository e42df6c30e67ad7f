"""What a shell completes, and that nothing of a register runs there."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from portfolios import FICTION, ROOT, SHIPPED, Answer
from slow_cases import usually

if TYPE_CHECKING or sys.platform != "win32":
    from shells import Shell, interactive

RUNS = "touch PWNED"
# What one shell or another, or Rich, takes for more than a text.
HOSTILE = (
    *(f"$({RUNS})", f"\\$({RUNS})", f"`{RUNS}`", f"\\`{RUNS}\\`", f"${{x:-$({RUNS})}}"),
    *(f"; {RUNS};", f"'; {RUNS}; '", f'"; {RUNS}; "', f"))'; {RUNS}; '", f"|{RUNS}&"),
    *(f"\n{RUNS}\n", f"\t{RUNS}", f"<({RUNS})", f"\x1b]0;{RUNS}\x07", f":::({RUNS})"),
    *("*", "[/foo]", "[link=x", "%(x", "{a,b", "~root", "=ls", "!!", "#", "\\"),
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder with a register of hostile titles, texts, names, tags and ids, and harmless ones."""
    actions = [{"id": "1.1", "text": "Meet", "responsible": ["x", *HOSTILE]}]
    actions += [{"id": f"1.{text}", "text": text, "responsible": [text]} for text in HOSTILE]
    recommendation = {"id": "1", "status": "accepted", "tags": ["harmless tag", *HOSTILE]}
    recommendations: list[dict[str, object]] = [
        {**recommendation, "id": text, "title": text} for text in (*HOSTILE, *"23")
    ]
    recommendations += [{**recommendation, "title": "\\", "actions": actions}]
    evaluation = {"id": "x", "title": "t", "organization": "o"}
    register = tmp_path / "data" / "recommendations.yaml"
    register.parent.mkdir()
    content = {"evaluation": evaluation, "recommendations": recommendations}
    register.write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def complete(shell: str, typed: str, folder: Path = ROOT) -> Answer:
    """What the program offers to a shell, which starts it anew, for what is typed."""
    environment = {
        "_ECEFOLLOW_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": f"ecefollow {typed}",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": f"ecefollow {typed}",
        "COMP_CWORD": str(len(typed.split(" "))),
    }
    program = Path(sys.executable).with_name("ecefollow")
    ran = subprocess.run(
        [program],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Answer(ran.returncode, ran.stdout, ran.stderr)


@pytest.fixture(params=["bash", "zsh", "fish"])
def shell(request: pytest.FixtureRequest, hostile: Path) -> "Iterator[Shell]":
    """An interactive shell in the folder with the hostile register."""
    if sys.platform == "win32" or not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    with interactive(request.param, hostile) as shell:
        yield shell


@pytest.mark.slow
def test_no_shell_runs_what_a_register_says(shell: "Shell", hostile: Path) -> None:
    for typed in ("show ", "list ", "actions --responsible ", 'list --tag "'):
        shown = shell.complete(f"ecefollow {typed}")
        assert not [word for word in ("Traceback", "rror", "unmatched", "PWN") if word in shown]
    assert not list(hostile.glob("PWN*"))


@pytest.mark.slow
def test_a_shell_takes_a_name_of_two_words_whole(shell: "Shell", hostile: Path) -> None:
    shutil.copy(SHIPPED, hostile / "data")
    for name in ("Exe", '"Exe', "'Exe"):
        shown = shell.complete_and_run(f"ecefollow actions --responsible {name}")
        assert "Filter: responsible Executive Secretary" in shown


@pytest.mark.parametrize(
    ("shell", "typed", "offered"),
    usually(
        2,
        [
            ("bash", 'list --tag "', "harmless tag"),
            ("zsh", "list ", """_arguments '*: :(("1"\n"2"\n"3"))'"""),
            ("bash", "show ", "1\n1.1\n2\n3"),
            ("fish", "actions --responsible ", "x"),
        ],
    ),
)
def test_no_shell_is_offered_what_it_could_run(
    hostile: Path, shell: str, typed: str, offered: str
) -> None:
    status, out, err = complete(shell, typed, hostile)
    assert (status, out.strip(), err) == (0, offered, "")


@pytest.mark.parametrize(
    ("shell", "typed", "offered"),
    usually(
        3,
        [
            ("bash", "show 7.", "7.2"),
            ("zsh", "actions --responsible P", "PMU"),
            ("fish", f"list --register {FICTION} --tag sa", "safety"),
            ("fish", "actions --accountable C", "Chef"),
            ("bash", "list --verification disp", "disputed"),
        ],
    ),
)
def test_a_shell_is_offered_what_the_register_has(shell: str, typed: str, offered: str) -> None:
    status, out, err = complete(shell, typed)
    assert (status, err) == (0, "")
    assert offered in out


def test_completion_is_silent_on_a_broken_register(tmp_path: Path) -> None:
    path = tmp_path / "torn.yaml"
    path.write_bytes(b'recommendations:\n  - id: "1"\n    title: [\n\xff')
    status, out, err = complete("bash", f"show --register {path} 1")
    assert (status, out.strip(), err) == (0, "", "")


def test_bash_completes_an_id_behind_the_colon(registers: Path) -> None:
    # bash parts what is typed, lighthouse:B.2, at the colon, and replaces only what is behind it.
    typed = f"show --register {registers} lighthouse : B.2"
    assert complete("bash", typed).out.split() == ["B.2"]
