"""The forms in `tests/data/forms`, and how each is read."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from portfolios import ROOT

from ecefollow.importing import profile
from ecefollow.importing.profile import Profile

FORMS: Final = ROOT / "tests" / "data" / "forms"
EXTRAS: Final = {
    ".docx": "docx",
    ".xlsx": "openpyxl",
    ".pdf": "pdfplumber",
}  # what reads a kind of file


class Texts(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # whichever it is
    """Reads every value as the text that it is; "<<" is all that means something."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML has it so
        "<": yaml.SafeLoader.yaml_implicit_resolvers["<"]
    }


@cache
def expectations() -> list[tuple[Path, int, dict[str, Any]]]:
    """Each document and what is right of it, numbered if there are several ways to read it."""
    found = []
    for path in sorted(FORMS.glob("*.yaml")):
        for number, expected in enumerate(yaml.load_all(path.read_bytes(), Texts), 1):
            if register := expected.get("register"):
                expected["recommendations"] = stated_in(ROOT / register)
            found.append((path.with_suffix(""), number, expected))
    return found


@cache
def stated_in(path: Path) -> list[dict[str, Any]]:
    """What a register has of its source word for word; the rest is how somebody read it."""
    with path.open(encoding="utf-8") as file:
        register = yaml.load(file, Texts)  # noqa: S506 - it is safe
    return [
        {
            **{key: record.get(key, "") for key in ("id", "title", "status", "response", "notes")},
            "actions": [
                {key: action.get(key, "") for key in ("id", "text", "due", "due_text")}
                for action in record["actions"]
            ],
        }
        for record in register["recommendations"]
    ]


def profile_of(options: dict[str, Any]) -> Profile:
    """What the options of the command line say, as a profile."""
    own = options.get("profile", {})
    base = profile.read(own) if isinstance(own, str) else Profile(**own)
    day = options.get("as-of")
    return replace(base, as_of=date.fromisoformat(day) if day else None, sheet=options.get("sheet"))
