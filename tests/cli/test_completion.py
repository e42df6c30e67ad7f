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

from ecefollow.cli.completion import words_of
from ecefollow.register.schema import VERIFIED

if TYPE_CHECKING or sys.platform != "win32":
    from shells import Shell, interactive

ROOT = Path(__file__).parents[2]
FICTION = "examples/followed-up.yaml"
RUNS = "touch PWNED"
# What one shell or another, or Rich, takes for more than a text.
HOSTILE = (
    *(f"$({RUNS})", f"\\$({RUNS})", f"`{RUNS}`", f"\\`{RUNS}\\`", f"${{x:-$({RUNS})}}"),
    *(f"; {RUNS};", f"'; {RUNS}; '", f'"; {RUNS}; "', f"))'; {RUNS}; '", f"|{RUNS}&"),
    *(f"\n{RUNS}\n", f"\t{RUNS}", f"<({RUNS})", f"\x1b]0;{RUNS}\x07", f":::({RUNS})"),
    *("*", "[/foo]", "[link=x", "%(x", "{a,b", "~root", "=ls", "!!", "#", "\\"),
)


@pytest.fixture(params=["bash", "zsh", "fish"])
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> "Iterator[Shell]":
    """An interactive shell in a folder with a register that wants to run something."""
    if sys.platform == "win32" or not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    (tmp_path / "data").mkdir()
    register = tmp_path / "data" / "recommendations.yaml"
    register.write_text(json.dumps(hostile_register()), encoding="utf-8")
    with interactive(request.param, tmp_path) as shell:
        yield shell


def hostile_register() -> dict[str, object]:
    """Hostile titles, texts, names, tags and ids, and some that are harmless."""
    actions = [{"id": "1.1", "text": "Meet", "responsible": ["x", *HOSTILE]}]
    actions += [{"id": f"1.{text}", "text": text, "responsible": [text]} for text in HOSTILE]
    recommendation = {"id": "1", "status": "accepted", "tags": ["harmless tag", *HOSTILE]}
    evaluation = {"id": "x", "title": "t", "organization": "o"}
    recommendations: list[dict[str, object]] = [
        {**recommendation, "id": text, "title": text} for text in (*HOSTILE, *"23")
    ]
    recommendations += [{**recommendation, "title": "\\", "actions": actions}]
    return {"evaluation": evaluation, "recommendations": recommendations}


def test_no_shell_runs_what_a_register_says(shell: "Shell", tmp_path: Path) -> None:
    for typed in ("show ", "list ", "actions --responsible ", 'list --tag "'):
        shown = shell.complete(f"ecefollow {typed}")
        assert not [word for word in ("Traceback", "rror", "unmatched", "PWN") if word in shown]
    assert not list(tmp_path.glob("PWN*"))


@pytest.mark.slow
def test_a_shell_takes_a_name_of_two_words_whole(shell: "Shell", tmp_path: Path) -> None:
    shutil.copy(ROOT / "data" / "recommendations.yaml", tmp_path / "data")
    for name in ("Exe", '"Exe', "'Exe"):
        shown = shell.complete_and_run(f"ecefollow actions --responsible {name}")
        assert "Filter: responsible Executive Secretary" in shown


@pytest.mark.parametrize(
    ("shell", "typed", "offered"),
    [
        ("bash", "ecefollow show 7.", "7.2"),
        ("bash", "ecefollow list --status par", "partial"),
        ("zsh", "ecefollow actions --responsible P", "PMU"),
        ("fish", "ecefollow actions --accountable C", "Chef"),
        ("bash", "ecefollow list --verification disp", "disputed"),
        ("fish", f"ecefollow list --register {FICTION} --tag sa", "safety"),
    ],
)
def test_a_shell_is_offered_what_the_register_has(shell: str, typed: str, offered: str) -> None:
    ran = completing(shell, typed)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert offered in ran.stdout.decode()


def test_completion_is_silent_on_a_broken_register(tmp_path: Path) -> None:
    path = tmp_path / "torn.yaml"
    path.write_bytes(b'recommendations:\n  - id: "1"\n    title: [\n\xff')
    ran = completing("bash", f"ecefollow show --register {path} 1")
    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (0, b"", b"")


def test_bash_completes_an_id_behind_the_colon(tmp_path: Path) -> None:
    for name in ("harbour", "lighthouse"):
        text = (ROOT / FICTION).read_text(encoding="utf-8").replace("id: harbour", f"id: {name}")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    # bash parts what is typed, lighthouse:B.2, at the colon, and replaces only what is behind it.
    typed = f"ecefollow show --register {tmp_path} lighthouse : B.2"
    assert completing("bash", typed).stdout.decode().split() == ["B.2"]


def completing(shell: str, typed: str) -> subprocess.CompletedProcess[bytes]:
    environment = {
        "_ECEFOLLOW_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": typed,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
    }
    return subprocess.run(
        [Path(sys.executable).with_name("ecefollow")],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
    )


def test_the_words_of_a_verification_are_completed_as_a_file_may_have_them() -> None:
    words = words_of(VERIFIED.words)
    assert (words(""), words("c")) == (["confirmed", "disputed"], ["confirmed"])
