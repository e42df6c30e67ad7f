"""Make `github/`: what `ecefollow init --github` makes, for those who have no terminal to copy.

Run `python examples/make_github.py`.
"""

from pathlib import Path
from typing import Final

from ecefollow.importing import new_register, repository_files
from ecefollow.reading.sources import HOME
from ecefollow.register.model import Evaluation

FOLDER: Final = Path(__file__).with_name("github")
EVALUATION: Final = Evaluation("harbour-2021", "Evaluation of the harbour", "Port Authority")


def files() -> dict[str, str]:
    """The text of each file, by its path in a repository; without the schema, which editors use."""
    return {HOME: new_register.text(EVALUATION), **repository_files.for_github(HOME)}


def main() -> None:
    """Write the files."""
    for name, text in files().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
