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


def matrix(rows: int, *, quarter: int = 0) -> Iterator[str]:
    """The lines of a table of actions, five to a recommendation, as it is in some quarter."""
    random = Random(2018)  # noqa: S311 - it must be the same in every run
    changing = Random(quarter)  # noqa: S311 - likewise
    yield "No.,Recommendation,Response,Key action(s),Lead,Due date,Status,Comments,Last updated"
    dues = ("31 March 2018", "2018/06", "Q3 2018", "end of 2018", "Ongoing", "2018-09-15")
    for row in range(rows):
        if not row % 5:
            title = prose(random, 12)
        update = date(2018, 1, 1) + timedelta(changing.randrange(390))
        progress = changing.choice(("Completed", "In progress", "Not started"))
        yield ",".join(
            (
                *(f"{row // 5 + 1}", title, "Accepted", f"{prose(random, 20)} {row}."),
                *(f"Unit {random.randrange(60)}", changing.choice(dues)),
                *(progress, prose(changing, 9)),
                f"{update}",
            )
        )


def pdf(pages: int) -> bytes:
    """A PDF of so many pages, half of them text and half of them a ruled table."""
    random = Random(2018)  # noqa: S311 - it must be the same in every run
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for page in range(pages):
        drawn = "".join(_table(random) if page % 2 else _lines(random, 40, 48, 11))
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        contents = f"/Contents {5 + 2 * page} 0 R"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {font} {contents} >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    data, places = "%PDF-1.7\n", ""
    for number, made in enumerate(objects, 1):
        places += f"{len(data):010} 00000 n \n"
        data += f"{number} 0 obj\n{made}\nendobj\n"
    size = f"{len(objects) + 1}"
    table = (
        f"xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    )
    return f"{data}{table}startxref\n{len(data)}\n%%EOF\n".encode()


def _lines(random: Random, x: int, number: int, words: int, top: int = 800) -> Iterator[str]:
    for line in range(number):
        text = prose(random, words).replace("(", "").replace(")", "")
        yield f"BT /F1 11 Tf 1 0 0 1 {x} {top - 14 * line} Tm ({text}) Tj ET\n"


def _table(random: Random) -> Iterator[str]:
    columns, rows = (36, 136, 326, 426, 546), range(100, 801, 70)
    yield from (f"{columns[0]} {y} m {columns[-1]} {y} l S\n" for y in rows)
    yield from (f"{x} {rows[0]} m {x} {rows[-1]} l S\n" for x in columns)
    for y in rows[1:]:
        for x in columns[:-1]:
            yield from _lines(random, x + 4, 4, 2, y - 14)


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
