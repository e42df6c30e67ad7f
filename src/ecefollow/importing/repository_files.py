"""What serves a register in its repository: workflows and a form for GitHub, a pre-commit hook."""

from pathlib import Path
from typing import Final

from ecefollow import __version__
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.quoting import quoted

HOOKS: Final = ".pre-commit-config.yaml"
# Where ecefollow's repository is, no copy of it knows. No account can have this name: GitHub allows
# no underscore, so that what is not filled in runs nobody's code.
OWNER: Final = "THE_OWNER"

_GITHUB: Final = Path(__file__).with_name("github")
_HOOKS: Final = """\
# Checks the register before each commit: https://pre-commit.com
repos:
  - repo: https://github.com/<owner>/ecefollow
    rev: v<version>
    hooks:
      - id: ecefollow-check
        # What is recorded is only added to; also where the file is removed or moved.
        args: [--base, HEAD, <path>]
        always_run: true
        pass_filenames: false
"""


def for_github(register: str) -> dict[str, str]:
    """The workflows and the form for the register at that path in its repository, by their paths.

    RefusedError for a path in which GitHub would evaluate something, or which would be several.
    """
    if "${{" in register:
        raise RefusedError(
            f"GitHub evaluates ${{{{ }}}}, so no workflow can name {quoted(register)}"
        )
    if ":" in register:  # ECEFOLLOW_REGISTER is parted as PATH is, where the workflows run
        raise RefusedError(f"a colon parts registers, so no workflow can name {quoted(register)}")
    return {
        f".github/{file.relative_to(_GITHUB).as_posix()}": _filled(
            file.read_text(encoding="utf-8"), register=_quoted(register)
        )
        for file in sorted(_GITHUB.rglob("*.yml"))
    }


def hooks(register: str) -> str:
    """The hook's configuration for the register at that path in its repository."""
    return _filled(_HOOKS, path=_quoted(register))


def repository(folder: Path) -> Path:
    """The root of the repository that the folder is in, else the folder itself."""
    here = folder.resolve()
    return next((parent for parent in (here, *here.parents) if (parent / ".git").exists()), here)


def _filled(template: str, **values: str) -> str:
    for name, value in {"owner": OWNER, "version": __version__, **values}.items():
        template = template.replace(f"<{name}>", value)
    return template


def _quoted(text: str) -> str:
    """The text in single quotes, in which YAML reads no escape."""
    return "'" + text.replace("'", "''") + "'"
