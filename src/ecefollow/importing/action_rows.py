"""The actions of a recommendation from its rows: new ones, those of rows above, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ecefollow.importing import actions, naming, numbering
from ecefollow.importing.actions import OF_ACTIONS
from ecefollow.importing.drafts import ActionDraft, RecommendationDraft, in_short
from ecefollow.importing.numbering import Ids, TextPart
from ecefollow.importing.rows import DocumentRow, HowRead, Said
from ecefollow.importing.splitting import lines_of, split
from ecefollow.register.vocabulary import Status

# What may differ between the actions of one cell, line by line.
_BY_LINE: Final = ("responsible", "due", "revised_due", "progress", "last_update", "completed_on")
# What shows that a row follows something up.
_FOLLOWS: Final = frozenset(("progress", "due", "completed_on"))
OF_ROWS: Final = frozenset(("id", "text", *OF_ACTIONS))


class ActionRows:
    """Reads what rows say of actions."""

    def __init__(self, how: HowRead) -> None:
        self.ids = Ids()
        self._how = how

    def add(self, draft: RecommendationDraft, row: DocumentRow) -> None:
        """Add what a row says of actions to its recommendation."""
        said = {key: text for key, text in row.said.items() if key in OF_ROWS}
        if row.is_struck:
            for key in said.keys() - row.continued:
                self._how.leave(said[key], "its action is struck out or hidden")
        elif "text" in said and "text" not in row.continued:
            self._begin_actions(draft, row, said)
        elif "text" in said and draft.last:
            self._fill_last(draft, row, said)
        elif self._how.from_recommendations:
            self._own_action(draft, row, said)
        elif (said or row.dated) and draft.last and draft.said.place.row != row.place.row:
            if own := [said[key] for key in said if key not in row.continued]:
                for text in own:
                    message = "no action stands in this row; it was read as more about that above"
                    self._how.find(text, message)
                self._fill_last(draft, row, said)
        else:
            self._without_action(draft, said)

    def _without_action(self, draft: RecommendationDraft, said: Mapping[str, Said]) -> None:
        for key, text in said.items():
            if key == "note":
                draft.add_text("notes", text.text)
                self._how.read(text, f"{draft.id}.notes")
                message = "no action stands in this row; it is a note of the recommendation"
                self._how.find(text, message)
            elif self._how.vocabulary.is_nothing(text.text):
                self._how.account.leave(text.place, "this says that there is nothing")
            else:
                self._how.leave(text, "no action stands in this row")

    def _own_action(
        self, draft: RecommendationDraft, row: DocumentRow, said: dict[str, Said]
    ) -> None:
        """Read a row as that of a recommendation which is its own action.

        One that was rejected is none, unless the row follows it up.
        """
        if not draft.actions:
            if draft.status is Status.REJECTED and not _FOLLOWS & {*said}:
                self._without_action(draft, said)
                return
            action = ActionDraft(f"{draft.id}.1", draft.title)
            self.ids.used.add(action.id)
            draft.add_action(action)
        draft.last = draft.actions[:1]
        self._fill_last(draft, row, said)

    def _begin_actions(
        self, draft: RecommendationDraft, row: DocumentRow, said: dict[str, Said]
    ) -> None:
        source = said["text"]
        text, stamped = self._how.without_stamps(source)
        if day := stamped.get("last_update"):
            said.setdefault("last_update", source._replace(text=day))
        parts, intro = split(text, self._how.labels)
        if len(parts) == 1 and text == source.text and row.action:
            parts = [row.action]
        if intro:
            draft.add_text("notes", intro)
            message = "this stands above a list of actions; it is a note of the recommendation"
            self._how.find(source, message, intro)
            self._how.read(source, f"{draft.id}.notes")
        if len(parts) > 1:
            self._how.find(source, f"this was read as {len(parts)} actions")
        elif row.is_alone:
            self._how.find(source, "nothing stands beside this; it was read as an action")
        draft.last = []
        is_one = len(parts) == 1
        shares = {} if is_one else {k: _shares(k, s.text, len(parts)) for k, s in said.items()}
        for number, part in enumerate(parts):
            mine = said
            if not is_one:
                mine = {key: text._replace(text=shares[key][number]) for key, text in said.items()}
            action = self._same(draft, row, part.text, mine)
            if not action:
                count = number if len(parts) > 1 else None
                action = self._begin_action(draft, row, part, count)
            draft.last.append(action)
            self._how.read(source, f"{action.id}.text")
            actions.fill(self._how, action, row, mine)

    def _same(
        self, draft: RecommendationDraft, row: DocumentRow, text: str, said: Mapping[str, Said]
    ) -> ActionDraft | None:
        """The action above that a later row, or the table of the next year, says again."""
        alike = draft.by_text.get(in_short(text), [])
        if "id" in said:
            ident = numbering.ident(said["id"].text)
            alike = [a for a in alike if ident in {a.id, a.id.removeprefix(f"{draft.id}.")}]
        if action := actions.same(self._how, alike, row, said):
            if "id" in said:
                self._how.read(said["id"], f"{action.id}.id")
            message = f"this action stands above; what this row says was added to {action.id}"
            self._how.find(said["text"], message)
        elif alike:
            message = f"{alike[0].id} has this text too, for other units or another deadline"
            self._how.find(said["text"], f"{message}; this is another action")
        return action

    def _begin_action(
        self, draft: RecommendationDraft, row: DocumentRow, part: TextPart, number: int | None
    ) -> ActionDraft:
        ident, text = self._action_id(draft, row, part, number)
        action = ActionDraft(ident, text, block=row.place.block)
        if number is not None:
            action.readings.append("One of several actions in one cell of the source.")
        draft.add_action(action)
        return action

    def _fill_last(
        self, draft: RecommendationDraft, row: DocumentRow, said: Mapping[str, Said]
    ) -> None:
        for action in draft.last:
            actions.fill(self._how, action, row, said)

    def _action_id(
        self, draft: RecommendationDraft, row: DocumentRow, part: TextPart, number: int | None
    ) -> tuple[str, str]:
        """The id of an action, *number* of those in its cell, and its text.

        The text keeps a number in front of it that the id does not have.
        """
        inside, label = f"{draft.id}.", part.label
        own = naming.ident_of(row, "id", self._how)
        if own:
            wanted = own if own.startswith(inside) else f"{inside}{own}"
            wanted += "" if number is None else f".{label or number + 1}"
        elif label.startswith(inside):
            wanted = label
        else:
            wanted = f"{inside}{label}" if label and "." not in label else ""
        ident = wanted
        if not wanted or wanted in self.ids.used:
            ident = self.ids.counted(inside, start=len(draft.actions) + 1)
            if wanted or label:
                why = "stands above" if wanted else f"does not begin with {inside}"
                message = f"the number {wanted or label} {why}; this is action {ident} here"
                self._how.find(row.said["id" if own else "text"], message)
        self.ids.used.add(ident)
        if own:
            self._how.read(row.said["id"], f"{ident}.id")
        is_said = not label or ident == label or ident.endswith(f".{label}")
        return ident, part.text if is_said else f"{label} {part.text}"


def _shares(key: str, text: str, number: int) -> list[str]:
    """What each of so many actions has of a cell: a line each, else all of it."""
    lines = lines_of(text, number) if key in _BY_LINE and number > 1 else None
    return lines or [text] * number
