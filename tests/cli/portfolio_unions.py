"""What a portfolio must answer in JSON, made of what each of its registers answers by itself."""

import json
from collections.abc import Callable, Sequence
from functools import cache, partial
from operator import itemgetter
from typing import Any, Final, NamedTuple

from portfolios import COULD_NOT_RUN, IDS, Member, Portfolio, answer

from ecefollow.register.deadlines import parse_deadline


class Own(NamedTuple):
    """A register, and what it answers by itself."""

    member: Member
    answer: Any


Owns = Sequence[Own]
Join = Callable[[Owns], Any]
Row = dict[str, Any]

Options = tuple[str, ...]


def asked(portfolio: Portfolio, command: str, *options: str) -> Any:
    """What the portfolio answers in JSON."""
    return json.loads(_asked(str(portfolio.folder), portfolio.ids, command, options))


def owns(members: Sequence[Member], command: str, *options: str) -> list[Own]:
    """What each of the registers answers in JSON."""
    return [
        Own(each, json.loads(_asked(each.path, each.ids, command, options))) for each in members
    ]


def assert_union(portfolio: Portfolio, command: str, *options: str) -> None:
    """The portfolio answers what the registers do, joined."""
    together = asked(portfolio, command, *options)
    expected = JOINS[command](owns(portfolio.members, command, *options))
    assert together == expected
    assert json.dumps(together) == json.dumps(expected)  # in the same order too


@cache
def _asked(path: str, ids: tuple[str, ...], command: str, options: Options) -> str:
    """The answer in JSON; evaluations are sorted by their ids."""
    words = [word for option in options for word in (ids if option is IDS else [option])]
    order = ("--sort", "id") if command == "evaluations" else ()
    found = answer(command, *words, *order, "--register", path, "--format", "json")
    assert found.status != COULD_NOT_RUN, found.err
    told = json.loads(found.out)
    if isinstance(told, dict):
        told.pop("notes", None)  # of what a register has not, others may have some
    return json.dumps(told)


# Joined


def in_portfolio(row: Row, evaluation: str) -> Row:
    """The row of one register as a portfolio has it."""
    return {"evaluation": evaluation, **qualified(row, evaluation)}


def qualified(row: Row, evaluation: str) -> Row:
    """The row with its ids behind that of the evaluation."""
    changed = dict(row)
    for name in ("id", "recommendation"):
        if row.get(name) is not None:
            changed[name] = f"{evaluation}:{row[name]}"
    if "see" in row:
        changed["see"] = [f"{evaluation}:{ident}" for ident in row["see"]]
    return changed


def _rows(owns: Owns, name: str) -> list[Row]:
    """The rows of each, one register after the other; those of evaluations are as they are."""
    return [
        row if name == "evaluations" else in_portfolio(row, member.evaluation)
        for member, answer in owns
        for row in answer[name]
    ]


def _registers(owns: Owns) -> list[dict[str, str]]:
    """The registers; the path of each is that which its own answer has, at a revision too."""
    return [
        member.described | {"path": answer.get("register", member.path)} for member, answer in owns
    ]


def _with(owns: Owns, *names: str, **values: Any) -> Row:
    """What all answers begin with, with the registers in the place of the only one."""
    first = owns[0].answer
    answers = [answer for _, answer in owns]
    for name in ("added_later", "actions_added_later"):
        values[name] = sum(answer.get(name, 0) for answer in answers)
    return {
        "registers" if name == "register" else name: values.get(name, first[name])
        for name in first
        if name in {*names, *values}
    }


def _listing(owns: Owns, *, name: str, order: Callable[[Row], Any] | None = None) -> Row:
    """The rows of each, in the order of the paths where *order* does not decide."""
    rows = _rows(owns, name)
    answers = [answer for _, answer in owns]
    events = [
        qualified(row, own.evaluation) for own, answer in owns for row in answer.get("events", ())
    ]
    return _with(
        owns,
        *("format", "as_of", "filter"),
        events_overdue=sum(answer.get("events_overdue", 0) for answer in answers),
        events=sorted(events, key=lambda event: parse_deadline(event["expected"]).last),
        register=_registers(owns),
        total=sum(answer["total"] for answer in answers),
        **_states(owns),
        shown=len(rows),
        **{name: sorted(rows, key=order) if order else rows},
    )


def _states(owns: Owns) -> dict[str, Any]:
    """The sums of the actions in each state, if the answers have them."""
    if "states" not in owns[0].answer:
        return {}
    return {"states": _sum([answer["states"] for _, answer in owns])}


def _timeline(owns: Owns) -> Row:
    return _with(
        owns,
        *("format", "as_of"),
        register=_registers(owns),
        total=sum(answer["total"] for _, answer in owns),
        actions=sorted(_rows(owns, "actions"), key=itemgetter("due")),
        undated=_rows(owns, "undated"),
    )


def _show(owns: Owns) -> Row:
    rows = {name: _rows(owns, name) for name in ("recommendations", "actions")}
    return _with(owns, "format", "as_of", register=_registers(owns), **rows)


# The summary


def _summary(owns: Owns) -> Row:
    head = _with(owns, "format", "as_of", register=_registers(owns))
    then = [Own(member, answer["since"]) for member, answer in owns]
    changes = [
        qualified(row, member.evaluation)
        for member, answer in owns
        for row in answer["changes"] or ()
    ]
    return {
        **head,
        **_figures(owns),
        "evaluations": [
            {"evaluation": member.evaluation, **_brief([answer])} for member, answer in owns
        ],
        "organizations": [
            {
                "organization": name,
                **_brief([answer for member, answer in owns if member.organization == name]),
            }
            for name in sorted({member.organization for member, _ in owns}, key=str.casefold)
        ],
        "since": {"as_of": then[0].answer["as_of"], **_figures(then)} if then[0].answer else None,
        "changes": changes if then[0].answer else None,
    }


_FIGURES: Final = (
    *("recommendations", "actions", "rates", "ageing", "moved", "silence", "events_overdue"),
    "verification",
)


def _figures(owns: Owns) -> Row:
    answers = [answer for _, answer in owns]
    return {
        **{name: _sum([answer[name] for answer in answers]) for name in _FIGURES},
        **{
            name: _responsible([unit for answer in answers for unit in answer[name]])
            for name in ("responsible", "accountable")
        },
    }


def _sum(values: Sequence[Any]) -> Any:
    """The sum of numbers, of mappings key by key; of equal texts the text."""
    first = values[0]
    if isinstance(first, dict):
        return {key: _sum([value[key] for value in values]) for key in first}
    if isinstance(first, int):
        return sum(values)
    assert set(values) == {first}
    return first


def _responsible(units: Sequence[Row]) -> list[Row]:
    """The sums by name, the most overdue first, and nobody last."""
    by_name: dict[str | None, list[Row]] = {}
    for unit in units:
        by_name.setdefault(unit["name"], []).append(unit)
    counts = ("actions", "completed", "overdue")
    rows = [
        {"name": name, **{key: sum(unit[key] for unit in found) for key in counts}}
        for name, found in by_name.items()
    ]

    def order(row: Row) -> tuple[bool, int, int, str]:
        name = str(row["name"] or "").casefold()
        return row["name"] is None, -row["overdue"], -row["actions"], name

    return sorted(rows, key=order)


def _brief(answers: Sequence[Row]) -> Row:
    """The figures of a summary that it has of each evaluation and organization."""
    names = ("actions", "rates", "verification")
    found = _sum([{name: each[name] for name in names} for each in answers])
    rate = found["rates"]["implementation"]
    return {
        "actions": found["actions"]["total"],
        "completed": found["actions"]["states"]["completed"],
        "overdue": found["actions"]["states"]["overdue"],
        "implemented": rate["numerator"],
        "implementable": rate["denominator"],
        **found["verification"],
    }


# Review


def _check(owns: Owns) -> list[Row]:
    return [problem for _, answer in owns for problem in answer]


def _diff(owns: Owns) -> Row:
    member, first = owns[0]
    head = {
        "format": first["format"],
        "registers": _registers(owns),
        "base": first["base"],
        "head": "the files on disk" if first["head"] == member.path else first["head"],
    }
    if "as_of" in first:
        return {**head, "as_of": first["as_of"], "answers": _rows(owns, "answers")}
    return {**head, "changes": _rows(owns, "changes")}


def _log(owns: Owns) -> Row:
    if "revision" in owns[0].answer:
        return _verification(owns)
    joined = _listing(owns, name="log")
    lines = sorted(joined.pop("log"), key=itemgetter("recorded_on"), reverse=True)
    return joined | {"shallow": False, "log": lines}  # sorting is stable: newest first


def _verification(owns: Owns) -> Row:
    head = ("format", "register", "revision")
    registers = [
        {
            "path": member.path,
            "evaluation": member.evaluation,
            **{name: value for name, value in answer.items() if name not in head},
        }
        for member, answer in owns
    ]
    return {
        "format": owns[0].answer["format"],
        "revision": owns[0].answer["revision"],
        "holds": all(answer["holds"] for _, answer in owns),
        "registers": registers,
    }


def _longest_overdue_first(row: Row) -> int:
    return -int(row["days_overdue"])


JOINS: Final[dict[str, Join]] = {
    "list": partial(_listing, name="recommendations"),
    "actions": partial(_listing, name="actions"),
    "evaluations": partial(_listing, name="evaluations", order=itemgetter("id")),
    "show": _show,
    "overdue": partial(_listing, name="actions", order=_longest_overdue_first),
    "upcoming": partial(_listing, name="actions", order=itemgetter("due")),
    "summary": _summary,
    "timeline": _timeline,
    "check": _check,
    "diff": _diff,
    "log": _log,
}
