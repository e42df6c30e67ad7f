"""Reports and calendars to render: of the shipped registers, and of one that means harm."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from ecefollow.analysis import queries
from ecefollow.analysis.comparison import compare
from ecefollow.analysis.filters import Filters
from ecefollow.history.commits import Commit
from ecefollow.history.diff import Compared, Difference
from ecefollow.history.log_line import LogLine
from ecefollow.history.told_then import ToldThen
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import ChangedAnswer, Evaluation, Recommendation, Register
from ecefollow.register.portfolio import RegisterFile, as_one
from ecefollow.register.standing import Action, Event, Update
from ecefollow.register.vocabulary import Progress, Status
from ecefollow.render import document_docx, document_markdown
from ecefollow.views import report, report_document
from ecefollow.views.context import AskedRegister, Context, Skipped
from ecefollow.views.report import Report

ROOT: Final = Path(__file__).parents[1]
UNECE: Final = ROOT / "data" / "recommendations.yaml"
HARBOUR: Final = ROOT / "examples" / "followed-up.yaml"
PORTFOLIO: Final = ROOT / "examples" / "portfolio" / "registers"
HARM: Final = (
    """<script>alert(1)</script> </style><img src=x onerror=alert(2)> ]]> --> {{ 7*7 }} """
    """"'&amp; `code` *bold* [link](javascript:alert(3)) مكتب الأمين التنفيذي $x^2$"""
)
LONG: Final = "w" * 10_000
LINKS: Final = (
    "javascript:alert(4)",
    "JavaScript:alert(5)",
    "data:text/html,<script>alert(6)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//example.org/path",
    "https://example.org and more",
    'https://example.org/"onmouseover="alert(7)',
    "https://example.org/(a)[b]",
    "HTTP://example.org/plain",
    "mailto:officer@example.org",
)


def report_of(  # noqa: PLR0913 - whatever a report may be asked
    register: Register,
    day: date,
    *,
    since: date | None = None,
    files: Sequence[RegisterFile] = (),
    ids: Sequence[str] = (),
    skipped: Sequence[Skipped] = (),
    told: ToldThen | None = None,
    **narrowed: Sequence[Any],
) -> Report:
    """The report of a register, or of the several *files* that it is made of."""
    filters = Filters(**narrowed)  # type: ignore[arg-type] # by name, as a test asks
    answers = register.on(day)
    evaluations = [(path, each.evaluation) for path, each in files]
    context = Context(
        day,
        ", ".join(path for path, _ in files) or "data/recommendations.yaml",
        queries.count_states(answers),
        filters.given,
        registers=tuple(
            AskedRegister(path, each.id, each.title, each.organization)
            for path, each in evaluations
        ),
        skipped=tuple(skipped),
    )
    return report.report(
        register.evaluation,
        answers,
        context,
        ids=ids,
        filters=filters,
        since=since,
        before=register.on(since) if since else (),
        told=told,
        files=files,
    )


def told(path: Path, day: str, *, since: str | None = None, **narrowed: Any) -> Report:
    """The report of a register's file."""
    earlier = date.fromisoformat(since) if since else None
    return report_of(read(path), date.fromisoformat(day), since=earlier, **narrowed)


@cache
def read(path: Path) -> Register:
    return parse_anew(path.read_bytes(), path.name)


def markdown(report: Report) -> str:
    return document_markdown.render(report_document.document(report))


def word(report: Report) -> bytes:
    return document_docx.render(report_document.document(report))


def hostile_register() -> Register:
    """A register that says in every place of a text what would do harm if it were no text."""
    update = Update(
        date(2018, 2, 1),
        progress=Progress.IN_PROGRESS,
        due=Deadline("2018-03-01", date(2018, 3, 1)),
        note=HARM,
        evidence=LINKS,
        by=HARM,
    )
    late = Action(
        "1.1",
        HARM,
        (HARM, "اللجنة", LONG),
        accountable=HARM,
        due=Deadline("2018-01", date(2018, 1, 31)),
        due_text=HARM,
        reading=HARM,
        after=Event(HARM),
        see=("1",),
        updates=(update,),
    )
    done = Update(date(2018, 3, 5), progress=Progress.COMPLETED, evidence=LINKS)
    other = Action("1.2", LONG, (), due=late.due, updates=(done,))
    recommendation = Recommendation(
        "1",
        HARM,
        Status.PARTIAL,
        reservation=HARM,
        response=f"{HARM}\n{HARM}",
        notes=(HARM, LONG),
        tags=(HARM,),
        updates=(ChangedAnswer(date(2018, 2, 2), Status.ACCEPTED, note=HARM, by=HARM),),
        actions=(late, other),
    )
    return Register(Evaluation("harm", HARM, HARM, source=LINKS[0]), (recommendation,))


def hostile() -> Report:
    return report_of(hostile_register(), date(2018, 3, 31), since=date(2018, 1, 15))


def hostile_record() -> Report:
    """The same with what was told about its first day, when it had other texts."""
    register, since = hostile_register(), date(2018, 1, 15)
    (recommendation,) = register.recommendations
    first, second = recommendation.actions
    earlier = replace(recommendation, response="Yes", actions=(replace(first, text="Go"), second))
    before = replace(register, recommendations=(earlier,))
    file = RegisterFile("register.yaml", register)
    changes = compare(before, register, until=since)
    compared = Compared(
        [Difference(file, changes, before, register)], "then", "now", is_portfolio=False
    )
    commit = Commit("0" * 40, "0000000", (), HARM, since)
    lines = tuple(LogLine(commit, change) for change in changes)
    told = ToldThen(compared, lines)
    return report_of(register, date(2018, 3, 31), since=since, told=told)


def told_of(paths: Sequence[Path], day: str, **asked: Any) -> Report:
    """The report of several registers."""
    files = [RegisterFile(path.relative_to(ROOT).as_posix(), read(path)) for path in paths]
    return report_of(
        as_one(files, is_portfolio=True), date.fromisoformat(day), files=files, **asked
    )


def portfolio(evaluation: str = "*", **asked: Any) -> Report:
    """The report of the twenty fictional registers, or of one of them."""
    return told_of(sorted(PORTFOLIO.rglob(f"{evaluation}.yaml")), "2023-12-31", **asked)


def hostile_portfolio() -> Report:
    """The report of two registers that mean harm in every text, and of a third that is left out."""
    register = hostile_register()
    other = replace(register, evaluation=replace(register.evaluation, id="more"))
    files = [RegisterFile(f"registers/{HARM}.yaml", each) for each in (register, other)]
    return report_of(
        as_one(files, is_portfolio=True),
        date(2018, 3, 31),
        since=date(2018, 1, 15),
        files=files,
        skipped=[Skipped(HARM, HARM)],
    )


REPORTS: Final[dict[str, Callable[[], Report]]] = {
    "unece": lambda: told(UNECE, "2018-03-31"),
    "period": lambda: told(HARBOUR, "2021-12-31", since="2021-06-30"),
    "narrowed": lambda: told(HARBOUR, "2021-12-31", responsible=["Works Department"]),
    "hostile": hostile,
    "portfolio": portfolio,
    "portfolio-narrowed": lambda: portfolio(since=date(2023, 6, 30), responsible=["Press Office"]),
    "portfolio-hostile": hostile_portfolio,
    "told": hostile_record,
}
