"""A repository with a small register, for the tests that attack its record."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

HOME = Path("data", "recommendations.yaml")
FIRST, SECOND, THIRD = (
    "{date: 2021-03-01, progress: in-progress, note: Begun}",
    "{date: 2021-04-05, progress: completed, evidence: [Minutes]}",
    "{date: 2021-05-01, due: 2021-12, note: Moved}",
)


def register(one: Sequence[str] = (), two: Sequence[str] = (), **values: str) -> str:
    """The text of a register with two actions, and the updates of each, a line each."""
    of = {"id": "cross", "status": "accepted", "due": "2021-03-30", "text": "Review"} | values
    lines = [
        *("evaluation:", f"  id: {of['id']}", "  title: Title", "  organization: Office"),
        *("recommendations:", '  - id: "1"', "    title: First", f"    status: {of['status']}"),
        *("    actions:", '      - id: "1.1"', f"        text: {of['text']}"),
        *("        responsible: [Unit]", f"        due: {of['due']}", *_updates(one)),
        *('      - id: "1.2"', "        text: Train", "        responsible: [Director]"),
        *("        due: 2021-06-30", *_updates(two)),
    ]
    return "\n".join(lines) + "\n"


def _updates(lines: Sequence[str]) -> list[str]:
    return ["        updates:", *(f"          - {line}" for line in lines)] if lines else []


class Repository:
    """A folder with git, away from whatever the machine's git is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / HOME
        self.command = shutil.which("git") or "git"
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / ".git").exists():
            self.git("init", "--quiet", "--template=", "--initial-branch", "main")

    def copied(self, folder: Path) -> "Repository":
        """The same in another folder, in less time than it takes to begin anew."""
        shutil.copytree(self.folder, folder)
        return Repository(folder)

    def git(self, *args: str, day: str = "2021-01-01", author: str = "Ann") -> str:
        """What git says; CalledProcessError if it fails."""
        done = self.try_git(*args, day=day, author=author)
        done.check_returncode()
        return done.stdout.strip()

    def try_git(
        self, *args: str, day: str = "2021-01-01", author: str = "Ann"
    ) -> subprocess.CompletedProcess[str]:
        """What git did, whether or not it failed."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        own |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": ":"}
        for role in ("AUTHOR", "COMMITTER"):
            own[f"GIT_{role}_NAME"] = author
            own[f"GIT_{role}_EMAIL"] = f"{author}@example.org"
            own[f"GIT_{role}_DATE"] = f"{day}T12:00:00+00:00"
        return subprocess.run(
            [self.command, "-C", str(self.folder), *args],
            capture_output=True,
            text=True,
            check=False,
            env=own,
        )

    def write(self, text: str) -> None:
        """Put the text where the register is."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text, encoding="utf-8", newline="\n")

    def commit(self, text: str | None = None, *, day: str = "2021-01-01", who: str = "Ann") -> str:
        """Commit all there is, with the text as the register if one is given; the commit's id."""
        if text is not None:
            self.write(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "A", day=day, author=who)
        return self.git("rev-parse", "HEAD")

    def merge(self, *args: str, day: str = "2021-01-01", who: str = "Ann") -> str:
        """Merge, and commit whatever the strategy leaves; the merge's id."""
        self.try_git("merge", "--quiet", "--no-ff", "--no-edit", *args, day=day, author=who)
        return self.git("rev-parse", "HEAD")
