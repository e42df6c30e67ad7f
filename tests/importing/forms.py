"""The forms in `tests/data/forms`, and how each is read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from portfolios import ROOT

from ecefollow.importing import profile
from ecefollow.importing.profile import Profile

FORMS: Final = ROOT / "tests" / "data" / "forms"
EXTRAS: Final = {".docx": "docx", ".xlsx": "openpyxl"}  # what reads a kind of file


class Texts(yaml.SafeLoader):
    """Reads every value as the text that it is; "<<" is all that means something."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML has it so
        "<": yaml.SafeLoader.yaml_implicit_resolvers["<"]
    }


def expectations() -> Iterator[tuple[Path, int, dict[str, Any]]]:
    """Each document and what is right of it, numbered if there are several ways to read it."""
    for path in sorted(FORMS.glob("*.yaml")):
        with path.open(encoding="utf-8") as file:
            for number, expected in enumerate(yaml.load_all(file, Texts), 1):
                yield path.with_suffix(""), number, expected


def profile_of(options: dict[str, Any]) -> Profile:
    """What the options of the command line say, as a profile."""
    own = options.get("profile", {})
    base = profile.read(own) if isinstance(own, str) else Profile(**own)
    day = options.get("as-of")
    return replace(base, as_of=date.fromisoformat(day) if day else None, sheet=options.get("sheet"))
