"""What checks a register in its repository: the workflow for GitHub, the hook for pre-commit."""

from pathlib import Path
from typing import Final

from ecefollow import __version__
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.messages import quoted

WORKFLOW: Final = ".github/workflows/registers.yml"
HOOKS: Final = ".pre-commit-config.yaml"
# Where ecefollow's repository is, no copy of it knows. No account can have this name: GitHub allows
# no underscore, so that what is not filled in runs nobody's code.
OWNER: Final = "THE_OWNER"

# The project's own workflow, but for what its lines marked "yours" say; a test compares the two.
_WORKFLOW: Final = """\
# Checks the register in every pull request and sums up what the change means; once a week, fails
# when something is overdue.
#
# To keep a change with an error out, make the job "change" a required check of your main branch.
# It has no filter of paths on purpose: a required check that never runs is waited for for ever.
#
# GitHub runs the schedule on the default branch alone, tells whoever last changed it when the job
# fails, and stops it in a public repository where nothing has happened for 60 days.
name: Registers

on:
  pull_request:
  schedule:
    - cron: "23 6 * * 1" # Monday mornings (UTC), off the full hour, when GitHub is busiest
  workflow_dispatch:

permissions: {}

concurrency:
  group: registers-${{ github.event_name }}-${{ github.ref }}
  cancel-in-progress: true

env:
  ECEFOLLOW_REGISTER: <register>

jobs:
  change:
    name: Check the change
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # to check the repository out
    steps:
      - uses: actions/checkout@v6
        with:
          fetch-depth: 0 # the register as it was is read from the history
          persist-credentials: false
      # Writes no comment: problems stand beside their lines, what it means in the job's summary.
      - uses: <owner>/ecefollow@v<version>
        with:
          register: ${{ env.ECEFOLLOW_REGISTER }}

  overdue:
    name: Overdue
    if: github.event_name != 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # to check the repository out
    steps:
      - uses: actions/checkout@v6
        with:
          persist-credentials: false
      - uses: actions/setup-python@v6
        with:
          python-version: "3.14"
      - run: python -I -m pip install 'ecefollow @ git+https://github.com/<owner>/ecefollow@v<version>'
      - name: What is overdue
        run: ecefollow overdue --exit-code --format markdown >> "$GITHUB_STEP_SUMMARY"
"""
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


def workflow(register: str) -> str:
    """The workflow for the register at that path in its repository.

    RefusedError for a path in which GitHub would evaluate something.
    """
    if "${{" in register:
        raise RefusedError(
            f"GitHub evaluates ${{{{ }}}}, so no workflow can name {quoted(register)}"
        )
    return _filled(_WORKFLOW, register=_quoted(register))


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
