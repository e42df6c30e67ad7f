"""Names and texts in the form in which they are compared, and the names of one unit as one."""

from collections.abc import Mapping


def fold(text: str) -> str:
    """*text* as it is compared: case, spacing and how an accent is encoded make no difference."""
    if not text.isascii():
        # Late: most texts are ASCII, in which nothing is composed.
        import unicodedata

        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split()).casefold()


class UnitNames:
    """By which name each unit is shown, whatever it is called; any other name stays as it is."""

    def __init__(self, shown: Mapping[str, str] | None = None) -> None:
        """The name that each of the others, folded, is *shown* as."""
        self._shown = shown or {}

    def one(self, name: str) -> str:
        """The name that the one with this name is shown by."""
        return self._shown.get(fold(name), name) if self._shown else name

    def is_one(self, name: str, other: str) -> bool:
        """Whether the two are names of one."""
        return fold(self.one(name)) == fold(self.one(other))

    def all(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names that those with these names are shown by, each once."""
        return tuple(dict.fromkeys(map(self.one, names))) if self._shown else names
