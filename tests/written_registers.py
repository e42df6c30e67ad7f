"""Registers as people may write them: any values, each in a style of its own."""

from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st

# Each that is made anew is looked through anew, which takes longer than to draw from it.
_index = cache(lambda number: st.integers(0, number - 1))
Draw = Callable[[st.SearchStrategy[Any]], Any]


class Written:
    """A register in YAML, each value in a style of its own that *draw* chooses."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.ids: list[str] = []

    def chosen(self, *among: Any) -> Any:
        return among[self.draw(_index(len(among)))]

    def text(self) -> str:
        evaluation = {"id": "e", "title": "T", "organization": "O"}
        recommendations = [self.recommendation(f"{n}") for n in range(1, self.chosen(2, 3))]
        lines = self.block({"evaluation": evaluation, "recommendations": recommendations})
        if self.chosen(*[False] * 9, True):
            flow = self.flow({"evaluation": evaluation, "recommendations": recommendations})
            lines = [f"{flow} # one line"]
        text = "\n".join([*self.remarks(0), *lines, *self.remarks(0), ""])
        # What keeps the line ends behind a text cannot be added to where the last one is missing.
        keeps = "|+" in text or ">+" in text
        text = text.rstrip("\n") if self.chosen(False, True) and not keeps else text
        return str(text.replace("\n", self.chosen("\n", "\r\n")))

    def recommendation(self, ident: str) -> dict[str, Any]:
        actions = [self.action(f"{ident}.{n}") for n in range(1, self.chosen(2, 3))]
        made = {"id": f'"{ident}"', "title": ..., "status": "partial"}
        if self.chosen(False, True):
            made["updates"] = self.history("status: accepted")
        if self.chosen(False, True, True):
            made["actions"] = actions
        else:
            self.ids = [each for each in self.ids if not each.startswith(f"{ident}.")]
        return self.shuffled(made, ident)

    def action(self, ident: str) -> dict[str, Any]:
        made = {"id": f"'{ident}'", "text": ..., "responsible": self.chosen([], [...], [..., ...])}
        if self.chosen(False, True):
            made["after"] = {"event": ...}
        if self.chosen(False, True):
            made["updates"] = self.history("progress: completed")
        return self.shuffled(made, ident)

    def shuffled(self, made: dict[str, Any], ident: str) -> dict[str, Any]:
        self.ids.append(ident)
        return dict(self.draw(st.permutations(list(made.items()))))

    def history(self, more: str) -> list[dict[str, Any]]:
        key, _, value = more.partition(": ")
        return [
            {"date": "2018-03-01", **self.chosen({"note": ...}, {key: value}, {})}
            for _ in range(self.chosen(0, 1, 2))
        ]

    def remarks(self, column: int) -> list[str]:
        return [
            self.chosen("", "# a remark, with a [", f"{' ' * column}# more", f"{' ' * 20}# far")
            for _ in range(self.chosen(0, 0, 0, 1, 2))
        ]

    def block(self, mapping: dict[str, Any], column: int = 0) -> list[str]:
        """The lines of a mapping in block style, indented."""
        margin = " " * column
        lines = []
        for key, value in mapping.items():
            if not value or (isinstance(value, dict | list) and self.chosen(False, False, True)):
                lines.append(f"{margin}{key}: {self.flow(value)}{self.chosen('', ' # so')}")
            elif isinstance(value, dict):
                lines += [f"{margin}{key}:", *self.block(value, column + self.chosen(1, 2, 4))]
            elif isinstance(value, list):
                lines.append(f"{margin}{key}:{self.chosen('', ' # list')}")
                indent = column + self.chosen(0, 2, 3)
                for item in value:
                    lines += self.item(item, indent)
            else:
                lines += self.scalar(f"{margin}{key}: ", value, column)
            lines += self.remarks(column)
        return lines

    def item(self, value: Any, column: int) -> list[str]:
        margin = " " * column
        if isinstance(value, dict) and self.chosen(True, True, False):
            first, *others = self.block(value, column + 2)
            return [f"{margin}- {first[column + 2 :]}", *others]
        if isinstance(value, dict):
            return [f"{margin}- {self.flow(value)}{self.chosen('', ' # item')}"]
        return self.scalar(f"{margin}- ", value, column)

    def scalar(self, lead: str, value: Any, column: int) -> list[str]:
        if value is not ...:
            return [f"{lead}{value}{self.chosen('', '  # said')}"]
        margin = " " * (column + 2)
        style = self.chosen("plain", "folded plain", "quoted", "folded quoted", "|", ">")
        if style in {"|", ">"}:
            header = style + self.chosen("", "-", "+") + self.chosen("", " # text")
            body = self.chosen([f"{margin}one"], [f"{margin}one", "", f"{margin}  two # so"])
            return [f"{lead}{header}", *body, *self.chosen([], [""], ["", ""], [f"{margin}  "])]
        folds = {"folded plain": f"a plain\n{margin}text", "folded quoted": f'"a\n\n{margin}b"'}
        written = folds.get(style) or (self.flow(...) if style == "quoted" else "words")
        return f"{lead}{written}{self.chosen('', ' # end')}".split("\n")

    def flow(self, value: Any) -> str:
        """A value in brackets or quotes, on one line or several."""
        end = self.chosen(
            "", "", ",", " ", "\n                    ", " # x, ]\n                    "
        )
        sep = self.chosen(", ", ",", ",\n                     ", ", # y\n                    ")
        match value:
            case dict():
                items = [f"{key}: {self.flow(each)}" for key, each in value.items()]
            case list():
                items = [self.flow(each) for each in value]
            case _ if value is not ...:
                return str(value)
            case _:
                return str(self.chosen("plain", "two words", "'a, b'", "'#'"))
        inside = sep.join(items) + (end if items or end != "," else "")
        return f"{{{inside}}}" if isinstance(value, dict) else f"[{inside}]"


@st.composite
def registers(draw: Draw) -> tuple[str, list[str]]:
    """A register's text, and the ids in it."""
    written = Written(draw)
    return written.text(), written.ids
