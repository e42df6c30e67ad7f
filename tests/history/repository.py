"""A repository with a small register, for the tests that attack its record."""

from collections.abc import Sequence
from pathlib import Path

from repositories import Git

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


class Repository(Git):
    """A folder with git and a register; the tests of the record say who commits on which day."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.path = folder / HOME

    def copied(self, folder: Path) -> "Repository":
        """The same in another folder, in less time than it takes to begin anew."""
        return Repository(super().copied(folder).folder)

    def git(self, *args: str, day: str = "2021-01-01", author: str = "Ann") -> str:
        """What git says; CalledProcessError if it fails."""
        return self(*args, day=day, who=author).strip()

    def write(self, text: str) -> None:
        """Put the text where the register is."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text, encoding="utf-8", newline="\n")

    def commit(  # type: ignore[override] # it returns the id
        self, text: str | None = None, *, day: str = "2021-01-01", who: str = "Ann"
    ) -> str:
        """Commit all there is, with the text as the register if one is given; the commit's id."""
        if text is not None:
            self.write(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "A", day=day, author=who)
        folder = self.folder / ".git"  # read without git, which takes as long as for the rest
        branch = (folder / "HEAD").read_text().removeprefix("ref: ").strip()
        return (folder / branch).read_text().strip()

    def branch(
        self, text: str, *, start: str = "HEAD", day: str = "2021-01-02", who: str = "Ann"
    ) -> str:
        """Commit the text on a branch that leaves there, and go back to main; the commit's id."""
        self.git("switch", "--quiet", "--create", "branch", start)
        commit = self.commit(text, day=day, who=who)
        self.git("switch", "--quiet", "main")
        return commit

    def merge(self, *args: str, day: str = "2021-01-01", who: str = "Ann") -> str:
        """Merge, and commit whatever the strategy leaves; the merge's id."""
        self.run("merge", "--quiet", "--no-ff", "--no-edit", *args, day=day, who=who)
        return self.git("rev-parse", "HEAD")
