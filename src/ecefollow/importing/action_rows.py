"""The actions of a recommendation from its rows: new ones, those of rows above, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ecefollow.importing import actions, naming, numbering
from ecefollow.importing.actions import OF_ACTIONS
from ecefollow.importing.drafts import ActionDraft, RecommendationDraft, in_short
from ecefollow.importing.known_records import KnownRecords
from ecefollow.importing.numbering import Ids, TextPart
from ecefollow.importing.rows import DocumentRow, HowRead, Said
from ecefollow.importing.splitting import lines_of, split
from ecefollow.register import portfolio
from ecefollow.register.vocabulary import Status

# What may differ between the actions of one cell, line by line.
_BY_LINE: Final = ("responsible", "due", "revised_due", "progress", "last_update", "completed_on")
# What a paragraph may say of a whole list.
_OF_LISTS: Final = frozenset(("responsible", "accountable", "due"))
# What shows that a row follows something up.
_FOLLOWS: Final = frozenset(("progress", "due", "completed_on"))
OF_ROWS: Final = frozenset(("id", "text", *OF_ACTIONS))


class ActionRows:
    """Reads what rows say of actions."""

    def __init__(self, how: HowRead, known: KnownRecords | None) -> None:
        self.ids = Ids()
        self._how = how
        self._known = known

    def add(self, draft: RecommendationDraft, row: DocumentRow) -> None:
        """Add what a row says of actions to its recommendation."""
        said = {key: text for key, text in row.said.items() if key in OF_ROWS}
        if row.is_struck:
            for key in said.keys() - row.continued:
                self._how.leave(said[key], "its action is struck out or hidden")
        elif "text" in said and row.is_lead:
            text = said["text"]
            self._add_lead(draft, text, row.action.text if row.action else text.text)
        elif "text" in said and "text" not in row.continued:
            self._begin_actions(draft, row, said)
        elif "text" in said and draft.last:
            self._fill_last(draft, row, said)
        elif self._how.actions:
            self._own_action(draft, row, said)
        elif "id" in said and "id" not in row.continued and "text" in row.columns:
            self._numbered(draft, row, said)
        elif (said or row.dated) and draft.last and draft.said.place[:2] != row.place[:2]:
            if own := [key for key in said if key not in row.continued]:
                self._tell_of_above(draft, row, own)
                self._fill_last(draft, row, said)
        else:
            self._without_action(draft, said)

    def _tell_of_above(
        self, draft: RecommendationDraft, row: DocumentRow, keys: Sequence[str]
    ) -> None:
        """Say of what a row without an action is read, and that a paragraph may be of a list."""
        others = [action for action in draft.actions if action not in draft.last]
        for key in keys:
            message = ""
            if row.place.row:
                message = "no action stands in this row; it was read as more about that above"
            elif key in _OF_LISTS and others and not getattr(others[-1], key):
                message = f"this was read of {draft.last[-1].id} alone, and not of {others[-1].id}"
            if message:
                self._how.find(row.said[key], message)

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

    def _numbered(
        self, draft: RecommendationDraft, row: DocumentRow, said: Mapping[str, Said]
    ) -> None:
        """Read a row with the number of an action and no text: it is about that or about none."""
        ident = row.known or naming.ident_of(row, "id", self._how)
        draft.last = [
            a for a in draft.actions if ident in {a.id, a.id.removeprefix(f"{draft.id}.")}
        ]
        if not draft.last and self._known and row.known:
            text = self._known.actions[ident].text
            draft.last = [ActionDraft(ident, text, block=row.place.block)]
            draft.add_action(draft.last[0])
        if not draft.last:
            for cell in said.values():
                self._how.leave(cell, "there is a number in this row, and no text of an action")
            return
        self._how.read(said["id"], f"{draft.last[0].id}.id")
        self._fill_last(draft, row, said)

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
            own = self._known.recommendations.get(draft.id) if self._known else None
            if own and len(own.actions) > 1:
                for text in said.values():
                    self._how.leave(text, f"{draft.id} has several actions in the register")
                return
            ident = own.actions[0].id if own and own.actions else f"{draft.id}.1"
            action = ActionDraft(ident, draft.title)
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
        if row.known:
            parts, intro = [row.action or TextPart("", text)], ""
        elif len(parts) == 1 and text == source.text and row.action:
            parts = [row.action]
        if intro:
            self._add_lead(draft, source, intro)
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
            known = row.known if is_one else self._known_part(draft, part)
            action = self._same(draft, row, part.text, mine, known)
            if not action:
                count = number if len(parts) > 1 else None
                action = self._begin_action(draft, row, part, count, known)
            draft.last.append(action)
            self._how.read(source, f"{action.id}.text")
            actions.fill(self._how, action, row, mine)

    def _add_lead(self, draft: RecommendationDraft, source: Said, lead: str) -> None:
        draft.add_text("notes", lead)
        message = "this stands above a list of actions; it is a note of the recommendation"
        self._how.find(source, message, lead)
        self._how.read(source, f"{draft.id}.notes")

    def _known_part(self, draft: RecommendationDraft, part: TextPart) -> str:
        """The id of the action that the register has of one of several in a cell, if it has it."""
        if not self._known:
            return ""
        action, _ = self._known.match([part.label], part.text, draft.id, near=False)
        return action.id if action else ""

    def _same(
        self,
        draft: RecommendationDraft,
        row: DocumentRow,
        text: str,
        said: Mapping[str, Said],
        known: str,
    ) -> ActionDraft | None:
        """The action above that a later row, or the table of the next year, says again."""
        alike = draft.by_text.get(in_short(text), [])
        if known:
            alike = [action for action in draft.actions if action.id == known]
        elif "id" in said:
            ident = numbering.ident(said["id"].text)
            alike = [a for a in alike if ident in {a.id, a.id.removeprefix(f"{draft.id}.")}]
        action = next(iter(alike), None) if known else actions.same(self._how, alike, row, said)
        if action:
            if "id" in said:
                self._how.read(said["id"], f"{action.id}.id")
            message = f"this action stands above; what this row says was added to {action.id}"
            self._how.find(said["text"], message)
        elif alike:
            message = f"{alike[0].id} has this text too, for other units or another deadline"
            self._how.find(said["text"], f"{message}; this is another action")
        return action

    def _begin_action(
        self,
        draft: RecommendationDraft,
        row: DocumentRow,
        part: TextPart,
        number: int | None,
        known: str,
    ) -> ActionDraft:
        ident, text = (known, part.text) if known else self._action_id(draft, row, part, number)
        if known and "id" in row.said:
            self._how.read(row.said["id"], f"{known}.id")
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
        begin = f"{portfolio.split(draft.id)[1]}."  # as the document has it
        own = naming.ident_of(row, "id", self._how)
        if own:
            wanted = f"{inside}{own.removeprefix(begin)}"
            wanted += "" if number is None else f".{label or number + 1}"
        elif label.startswith(begin):
            wanted = f"{inside}{label.removeprefix(begin)}"
        else:
            wanted = f"{inside}{label}" if label and "." not in label else ""
        ident = wanted
        is_known = self._known is not None and wanted in self._known.actions
        if not wanted or is_known or wanted in self.ids.used:
            ident = self.ids.counted(inside, start=len(draft.actions) + 1)
            if wanted or label:
                why = "stands above" if wanted else f"does not begin with {begin}"
                message = f"the number {wanted or label} {why}; this is action {ident} here"
                self._how.find(row.said["id" if own else "text"], message)
        self.ids.used.add(ident)
        if own:
            self._how.read(row.said["id"], f"{ident}.id")
        is_said = not label or portfolio.split(ident)[1] == label or ident.endswith(f".{label}")
        return ident, part.text if is_said else f"{label} {part.text}"


def _shares(key: str, text: str, number: int) -> list[str]:
    """What each of so many actions has of a cell: a line each, else all of it."""
    lines = lines_of(text, number) if key in _BY_LINE and number > 1 else None
    return lines or [text] * number
