"""Workflows, and the action, run as GitHub runs them, but for what they fetch from elsewhere."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from ecefollow.importing import repository_files

_GH: Final = Path(__file__).with_name("stand_in_gh.py")
_ECEFOLLOW: Final = """\
import os
import sys
from datetime import date

from ecefollow.cli import main, session

session.today = lambda: date.fromisoformat(os.environ["TODAY"])
sys.exit(main.run(sys.argv[1:]))
"""
# What GitHub runs for `shell: bash`, and where a step names no shell.
_SHELLS: Final = {"bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail"), "": ("bash", "-e")}
_expression: Final = re.compile(r"\$\{\{ (.*?) \}\}")
_name: Final = re.compile(r"(?<!['\w.#])(?:github|inputs|steps|needs)\.[\w.]+")
Done = subprocess.CompletedProcess[str]
Json = dict[str, Any]


def run_step(
    step: Json, context: Json, env: Mapping[str, str], *, folder: Path, home: Path
) -> tuple[Done, str]:
    """Run the script of a step in a folder: what it did, and what it says in the summary.

    Its outputs go into the context.
    """
    files = {name: home / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("", encoding="utf-8")
    script = home / "script.sh"
    script.write_text(step["run"], encoding="utf-8")
    given = {name: _filled(str(text), context) for name, text in step.get("env", {}).items()}
    done = subprocess.run(
        [*_SHELLS[step.get("shell", "")], str(script)],
        cwd=folder,
        env={**env, **{name: str(file) for name, file in files.items()}, **given},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    lines = files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    context["steps"][step.get("id", "")] = {"outputs": outputs}
    return done, files["GITHUB_STEP_SUMMARY"].read_text("utf-8")


class GitHub:
    """What there is on GitHub, a repository's files in a folder, and the machine of a workflow."""

    def __init__(self, folder: Path, machine: Path, register: str) -> None:
        self.folder = folder
        self._machine = machine / "machine"
        self._machine.mkdir()
        self._state = self._machine / "state.json"
        self._files = repository_files.for_github(register)
        for name, text in {
            "bin/gh": f"#!{sys.executable} -IS\n{_GH.read_text('utf-8')}",
            "bin/ecefollow": f"#!{sys.executable}\n{_ECEFOLLOW}",
        }.items():
            (self._machine / name).parent.mkdir(exist_ok=True)
            (self._machine / name).write_text(text, encoding="utf-8")
            (self._machine / name).chmod(0o755)
        self.save(issues=[], labels=[], pulls=[], pages=None, may_propose=True, told=[])

    @property
    def has(self) -> Json:
        """The issues, the pull requests and what else there is."""
        return dict(json.loads(self._state.read_text("utf-8")))

    def save(self, **changes: Any) -> None:
        """Change what there is."""
        before = self.has if self._state.exists() else {}
        self._state.write_text(json.dumps(before | changes), encoding="utf-8")

    def run(self, name: str, *, day: str, event: Json | None = None, **more: str) -> Json:
        """What is there after a workflow has run on a day, and in `told` what it did.

        The outputs of the steps and the summary are in it too. CalledProcessError if a step fails.
        """
        self.save(told=[])
        workflow = yaml.safe_load(self._files[f".github/workflows/{name}.yml"])
        github = {
            "token": "a token",
            "server_url": "https://github.com",
            "repository": "port/harbour",
            "event": event or {},
        }
        context: Json = {"github": github, "steps": {}, "needs": {}}
        summary = ""
        for ident, job in workflow["jobs"].items():
            if not holds(job.get("if", "true"), context):
                continue
            home = self._machine / f"home-{len(list(self._machine.iterdir()))}"
            home.mkdir()
            env = workflow.get("env", {}) | more | {"TODAY": day, "HOME": str(home)}
            for step in job["steps"]:
                summary += self._run(step, context, env)
            outputs = job.get("outputs", {}).items()
            context["needs"][ident] = {"outputs": {k: _filled(v, context) for k, v in outputs}}
        return self.has | {"steps": context["steps"], "summary": summary}

    def _run(self, step: Json, context: Json, env: Mapping[str, str]) -> str:
        """Run a step, and give what it says in the summary."""
        installs = step.get("run", "").startswith("pipx install ")
        if "uses" in step or installs or not holds(step.get("if", "true"), context):
            return ""
        home = Path(env["HOME"])
        event = home / "event.json"
        event.write_text(json.dumps(context["github"]["event"]), encoding="utf-8")
        own = {
            "PATH": f"{self._machine / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "port/harbour",
            "GITHUB_REPOSITORY_OWNER": "port",
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_RUN_ID": "12",
            "RUNNER_TEMP": str(self.folder.parent),
            "GH_STATE": str(self._state),
            "ECEFOLLOW_CACHE": "0",
            "LC_ALL": "C.UTF-8",
        }
        done, summary = run_step(step, context, own | dict(env), folder=self.folder, home=home)
        done.check_returncode()
        return summary


def _filled(text: str, context: Json) -> str:
    """The text with the value of each expression, as it is pasted."""
    return _expression.sub(lambda match: str(_value(match[1], context) or ""), text)


def _value(name: str, context: Json) -> Any:
    value: Any = context
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def holds(condition: str, context: Json) -> bool:
    """Whether a condition holds, in what Python has for the words of GitHub."""
    words = _expression.sub(r"\1", str(condition)).replace("&&", "and").replace("||", "or")
    words = _name.sub(lambda match: repr(_value(match[0], context)), words)
    functions = {"startsWith": lambda text, begin: (text or "").startswith(begin), "true": True}
    return bool(eval(words.replace("!cancelled()", "true"), functions))  # noqa: S307 - our own files
