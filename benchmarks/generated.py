"""The files that are measured on: large, valid, and the same in every run."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final


def registers(number: int) -> Iterator[tuple[str, str]]:
    """The name and the text of so many registers, each with ten actions."""
    for each in range(number):
        yield f"{each:05}.yaml", text(10, evaluation=f"e{each}", seed=each)


def text(actions: int, *, evaluation: str = "generated", seed: int = 2018) -> str:
    """A register with so many actions, in which no error is."""
    return "".join(f"{line}\n" for line in _register(actions, evaluation, Random(seed)))  # noqa: S311 - it must be the same in every run


def journal() -> Iterator[str]:
    """The lines of a journal for hledger with 10,000 transactions."""
    random = Random(2018)  # noqa: S311 - it must be the same in every run
    for _ in range(10_000):
        day = date(2018, 1, 1) + timedelta(random.randrange(700))
        account = f"expenses:division {random.randrange(8)}:unit {random.randrange(60)}"
        amount = random.randrange(100, 100_000) / 100
        yield f"{day} {prose(random, 4)}"
        yield f"    {account}  {amount:.2f} USD"
        yield "    assets:bank"
        yield ""


def matrix(rows: int) -> Iterator[str]:
    """The lines of a table of actions, five to a recommendation."""
    random = Random(2018)  # noqa: S311 - it must be the same in every run
    yield "No.,Recommendation,Response,Key action(s),Lead,Due date,Status,Comments,Last updated"
    dues = ("31 March 2018", "2018/06", "Q3 2018", "end of 2018", "Ongoing", "2018-09-15")
    for row in range(rows):
        if not row % 5:
            title = prose(random, 12)
        update = date(2018, 1, 1) + timedelta(random.randrange(390))
        yield ",".join(
            (
                *(f"{row // 5 + 1}", title, "Accepted", f"{prose(random, 20)} {row}."),
                *(f"Unit {random.randrange(60)}", random.choice(dues)),
                *(random.choice(("Completed", "In progress", "Not started")), prose(random, 9)),
                f"{update}",
            )
        )


def _register(actions: int, evaluation: str, random: Random) -> Iterator[str]:
    """The lines of a register, ten actions to a recommendation."""
    yield "evaluation:"
    yield f"  id: {evaluation}"
    yield "  title: A generated register"
    yield "  organization: UNECE"
    yield "recommendations:"
    for number in range(math.ceil(actions / 10)):
        yield f'  - id: "{number}"'
        yield f"    title: {prose(random, 10)}"
        yield f"    status: {random.choice(('accepted', 'partial', 'rejected', 'pending'))}"
        yield "    response: >-"
        yield from (f"      {prose(random, 14)}" for _ in range(5))
        yield f"    tags: [{random.choice(('knowledge', 'resources', 'structure'))}]"
        yield "    actions:"
        for each in range(min(10, actions - 10 * number)):
            yield from _action(random, f"{number}.{each}")


def _action(random: Random, ident: str) -> Iterator[str]:
    """The lines of an action: three in four are dated, and most have a history."""
    yield f'      - id: "{ident}"'
    yield "        text: >-"
    yield from (f"          {prose(random, 13)}" for _ in range(2))
    yield f"        responsible: [Unit {random.randrange(60)}, Division {random.randrange(8)}]"
    dated = random.random() < 0.75  # noqa: PLR2004 - three in four
    day = date(2018, 1, 1) + timedelta(random.randrange(700))
    if dated:
        yield f"        due: {random.choice((f'{day}', f'{day:%Y-%m}', f'{day:%Y}'))}"
    else:
        yield random.choice(("        ongoing: true", "        discretionary: true"))
    updates = random.randrange(4)
    if updates:
        yield "        updates:"
    day = date(2018, 1, 1)
    for _ in range(updates):
        day += timedelta(random.randrange(1, 120))
        yield f"          - date: {day}"
        yield f"            progress: {random.choice(('not-started', 'in-progress', 'completed'))}"
        if dated and random.random() < 0.3:  # noqa: PLR2004 - some deadlines move
            yield f"            due: {day + timedelta(random.randrange(30, 300))}"
        yield f"            note: {prose(random, 9)}"
        yield f"            evidence: [https://example.org/minutes/{random.randrange(10_000)}.pdf]"


_WORDS: Final = (
    *("review", "of", "administrative", "processes", "and", "cross-sectoral", "cooperation"),
    *("between", "the", "divisions", "with", "knowledge", "management", "in", "support"),
    *("member", "States", "“nexus dialogues”", "working", "group", "agreed", "Éléments"),
)


def prose(random: Random, words: int) -> str:
    """Some words that begin like a sentence."""
    return " ".join(random.choices(_WORDS, k=words)).capitalize()
