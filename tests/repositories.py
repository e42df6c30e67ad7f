"""git in the folder of a test, away from whatever the machine's git is told."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


class Git:
    """Runs git in a folder, which is made a repository if it is none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._command = shutil.which("git") or pytest.skip("git is not installed")
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / ".git").exists():
            self("init", "--quiet", "--template=", "--initial-branch", "main")

    def __call__(self, *args: str, day: str = "2022-01-03", who: str = "An Officer") -> str:
        """What git says, run by somebody on a day; CalledProcessError if it fails."""
        done = self.run(*args, day=day, who=who)
        done.check_returncode()
        return done.stdout

    def run(
        self, *args: str, day: str = "2022-01-03", who: str = "An Officer"
    ) -> subprocess.CompletedProcess[str]:
        """What git did, whether or not it failed."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        own |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": ":"}
        # No commit starts another process that looks whether there is something to tidy up.
        own |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "maintenance.auto"}
        own |= {"GIT_CONFIG_VALUE_0": "false"}
        for role in ("AUTHOR", "COMMITTER"):
            own[f"GIT_{role}_NAME"] = who
            own[f"GIT_{role}_EMAIL"] = f"{who.replace(' ', '.')}@example.org"
            own[f"GIT_{role}_DATE"] = day if day.startswith("@") else f"{day}T12:00:00+00:00"
        command = [self._command, "-C", str(self.folder), *args]
        return subprocess.run(command, env=own, capture_output=True, text=True, check=False)

    def copied(self, folder: Path) -> "Git":
        """The same in another folder, in less time than it takes to begin anew."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Git(folder)

    def commit(self, *, day: str = "2022-01-03", who: str = "An Officer") -> None:
        """Commit all that there is."""
        self("add", "--all")
        self("commit", "--quiet", "--allow-empty", "--message", "A change", day=day, who=who)
