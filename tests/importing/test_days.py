"""Deadlines as tables have them: read where they can mean one thing, else left as words."""

# ruff: noqa: RUF001 - Russian is written so

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.importing import profile
from ecefollow.importing.days import DueCell, read_day, read_due
from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.profile import Profile
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.deadlines import MONTHS, Deadline, parse_deadline

LANGUAGES = profile.languages()
ENGLISH = Vocabulary([Profile(), LANGUAGES["en"]])
IN = {name: Vocabulary([Profile(), words, LANGUAGES["en"]]) for name, words in LANGUAGES.items()}
ALL = Vocabulary([Profile(), *LANGUAGES.values()])

READ = {
    "2018-03-31": [
        *("by 31 March 2018", "no later than 31 Mar. 2018", "Friday, 31 March 2018"),
        *("31 MARCH 2018.", "2018-03-31T00:00:00Z", "2018-03-31 00:00:00", "31-Mar-2018 17:00"),
        *("31.03.2018", "March 31st 2018", "31st of March 2018", "the 31st of March, 2018"),
        *("on 31 March 2018", "Completion: 31 March 2018", "٣١/٣/٢٠١٨", "31–03–2018"),
        *("end of March 2018", "by end March 2018", "by the end of March 2018", "end-March 2018"),
        *("Due: 31 March 2018", "31 March 2018 5:30 pm", "2018-03-31T00:00:00.000+00:00"),
    ],
    "2018-03": [
        *("Mar. 2018", "in March 2018", "during March 2018"),
    ],
    "2018-Q1": ["Q1 2018", "end of Q1 2018", "End Q1 2018", "1Q18", "Q1 18", "1st quarter of 2018"],
    "2018-H1": ["H1 2018", "first semester 2018", "first half of 2018", "first half-year 2018"],
    "2018-H2": ["2nd half 2018", "second semester of 2018"],
    "2018": [
        *("end of 2018", "by the end of 2018", "end 2018", "by end of year 2018", "end-2018"),
        *("year-end 2018", "end of the year 2018", "in 2018"),
    ],
}
CHOSEN = {
    "2018-02": ["by February 2018", "until Feb 2018", "by Feb. 2018"],
    "2018": ["by 2018"],
    "2018-06": [
        *("mid-2018", "mid 2018", "by mid-2018", "middle of 2018", "mid-June 2018"),
        *("Start: April 2018 / Completion: June 2018", "April 2018 - June 2018"),
        *("Start date: April 2018\nCompletion: June 2018", "from April to June 2018"),
        *("Start date:April 2018 Completion: June 2018", "April–June 2018", "June 2018 (tbc)"),
    ],
    "2018-03-31": [
        *("31 March 2018 (provisional)", "31/03/2018 (tbc)", "31 March 2018 [to be confirmed]"),
        *("2018-03-31T22:00:00Z", "1 January 2018 to 31 March 2018"),
    ],
}
MOVED = [
    *("30 June 2024 (revised to 30 Sept. 2024)", "30 June 2024, extended until 30 Sep 2024"),
    *("30 June 2024 (new deadline: 30 September 2024)", "30 Sept 2024 (was 30 June 2024)"),
    *("30 September 2024 (originally 30 June 2024)", "30/06/2024 - moved to 30/09/2024"),
    "30 September 2024, postponed from 30 June 2024",
]
WAITING = {
    "approval": ["6 months after approval", "within six months of approval", "after approval"],
    "the Board’s decision": [
        "Following the Board’s decision",
        "2 weeks after the Board’s decision.",
    ],
    "EXCOM endorses it": ["once EXCOM endorses it"],
}
FISCAL = "a fiscal year ends on another day in each office; write its last day"
UNREAD = {
    "the day or the month may be first; --day-first or --month-first says which, or `dates` in a "
    "profile": ["03/04/2018", "3.4.2018", "03-04-2018", "01/02/2018 - 03/04/2018"],
    "any number may be the year; --day-first or --month-first says which, or `dates` in a "
    "profile": ["31/12/18", "1/4/25"],
    "there is more than one date here": [
        *("Q1 and Q3 2018", "2018-2019", "June 2018 / June 2019", "2018/2019", "2016-2017"),
        *("Dec 2025/Jan 2026", "June 2018 (June 2019)", "2016 to 2019", "Dec 2015\nJune 2016"),
    ],
    FISCAL: ["FY2025/26", "2025/26", "FY 2023–24", "Q3 2016-17", "2011/12", "fiscal year 2024"],
    "a season ends on no day that all agree on; write its last month": [
        *("Summer 2025", "Commencing Fall of 2016 and ongoing as requested", "after summer"),
    ],
    "this counts from a day that it does not name": ["within 6 months", "6 months", "in two years"],
    "this says when it begins, and not when it is due": [
        *("from June 2025", "Start: April 2018", "after June 2025", "31 March 2025 (start)"),
    ],
    "this says that it was moved, but not from which day to which": ["2018 (extended)"],
    "this names no last day; write it": ["early 2018", "before March 2018", "beginning of 2018"],
    "this names no day": ["Immediate", "ASAP", "As soon as possible"],
    "this says how far it is, and names no day": ["Completed", "Delayed"],
    "this may be a day and a month, or a month and a year": ["12/25"],
    "this may be the number by which a spreadsheet keeps a day; show it as a date there": ["45747"],
    "this is not read as a deadline": [
        "soon",
        "mid-H1 2018",
        "31 March",
        "6 months from 1 January 2025",
        "Ongoing, yearly",
        "2025年3月31日",
    ],
    "this date is not in the calendar: Jun 2018 has 30 days": ["31/06/2018", "31 June 2018"],
    "this date is not in the calendar: months go from 01 to 12": ["2018-13", "13/2018", "0/2018"],
    "this date is not in the calendar: Feb 2025 has 28 days": ["29/02/2025", "2025-02-29"],
    "the year 1066 is hardly what was meant": ["14 October 1066"],
}
IN_OTHER_LANGUAGES = {
    ("fr", "2024-12-31"): [
        *("31 décembre 2024", "31 déc. 2024", "le 31 décembre 2024", "au 31 décembre 2024"),
        *("au plus tard le 31 décembre 2024", "mardi 31 décembre 2024", "31-12-2024"),
    ],
    ("fr", "2025-03-01"): ["1er mars 2025"],
    ("fr", "2024-08-31"): ["fin d’août 2024"],
    ("fr", "2024-06"): ["juin 2024", "mi-2024"],
    ("fr", "2024-06-30"): ["d'ici fin juin 2024", "d’ici à la fin juin 2024"],
    ("fr", "2024-Q3"): [
        "3e trimestre 2024",
        "troisième trimestre de 2024",
        "T3 2024",
        "3e trim. 2024",
    ],
    ("fr", "2024-Q1"): ["1er trimestre 2024", "premier trimestre 2024"],
    ("fr", "2024-H1"): ["premier semestre 2024", "1er semestre de l'année 2024"],
    ("fr", "2024"): ["fin 2024", "fin de l’année 2024", "d'ici la fin de 2024", "courant 2024"],
    ("es", "2024-06-30"): [
        "30 de junio de 2024",
        "a más tardar el 30 de junio del 2024",
        "a finales de junio de 2024",
    ],
    ("es", "2024-Q1"): [
        "primer trimestre de 2024",
        "1er trimestre 2024",
        "1.er trimestre del 2024",
    ],
    ("es", "2024-H2"): ["segundo semestre de 2024", "2.º semestre 2024"],
    ("es", "2024"): ["finales de 2024", "a fines de 2024", "fin del año 2024"],
    ("es", "2024-06"): ["mediados de 2024", "junio de 2024"],
    ("ru", "2024-12-31"): [
        *("31 декабря 2024 г.", "до 31 декабря 2024 года", "31.12.2024 г.", "31 дек. 2024 г."),
        "не позднее 31 декабря 2024 года",
    ],
    ("ru", "2024-06"): ["июнь 2024 года", "в июне 2024 г.", "ИЮНЬ 2024"],
    ("ru", "2024-06-30"): ["к концу июня 2024 года"],
    ("ru", "2024-Q1"): ["I квартал 2024", "в первом квартале 2024 года", "1 кв. 2024 г."],
    ("ru", "2024-H1"): ["1-е полугодие 2024", "первое полугодие 2024 г."],
    ("ru", "2024"): ["до конца 2024 года", "2024 г.", "в 2024 году"],
}


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(text, meant) for meant, texts in table.items() for text in texts]


def due(text: str, vocabulary: Vocabulary = ENGLISH) -> DueCell:
    return read_due(text, None, None, vocabulary)


@pytest.mark.parametrize(("text", "written"), pairs(READ))
def test_a_date_that_can_mean_one_thing_is_read(text: str, written: str) -> None:
    assert due(text) == DueCell(parse_deadline(written))


@pytest.mark.parametrize(("text", "written"), pairs(CHOSEN))
def test_what_could_mean_another_day_is_a_choice_that_is_told(text: str, written: str) -> None:
    cell = due(text)
    assert cell == DueCell(parse_deadline(written), choice=cell.choice)
    assert cell.choice


@pytest.mark.parametrize("text", MOVED)
def test_a_deadline_that_was_moved_is_two_deadlines(text: str) -> None:
    first, then = parse_deadline("2024-06-30"), parse_deadline("2024-09-30")
    assert due(text) == DueCell(first, moved=then)


@pytest.mark.parametrize(("text", "event"), pairs(WAITING))
def test_what_counts_from_an_event_waits_for_it(text: str, event: str) -> None:
    cell = due(text)
    assert cell == DueCell(after=event, choice=cell.choice)
    assert f"“{event}”" in cell.choice


@pytest.mark.parametrize(("text", "why"), pairs(UNREAD))
def test_nothing_is_guessed(text: str, why: str) -> None:
    assert due(text) == DueCell(problem=why)


@pytest.mark.parametrize("text", ["ongoing", "ONGOING", "On-going.", "continuous", "permanent"])
def test_a_continuing_duty_is_no_deadline(text: str) -> None:
    assert due(text) == DueCell(ongoing=True)


@pytest.mark.parametrize("text", ["TBD", "N/A", "No due date", "none", "-", "–", " ", ""])
def test_words_for_no_deadline_are_no_problem(text: str) -> None:
    assert due(text) == DueCell()


def test_dates_are_read_in_each_language() -> None:
    wrong = [
        text
        for (language, written), texts in IN_OTHER_LANGUAGES.items()
        for text in (*texts, *map(decomposed, texts))
        if due(text, IN[language]).due != parse_deadline(written)
    ]
    assert not wrong, "\n".join(wrong)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("language", "text", "event"),
    [
        ("fr", "6 mois après l’approbation du budget", "l’approbation du budget"),
        ("es", "6 meses después de la aprobación del plan", "la aprobación del plan"),
        ("ru", "через 6 месяцев после утверждения бюджета", "утверждения бюджета"),
    ],
)
def test_an_event_stands_in_the_words_of_its_language(language: str, text: str, event: str) -> None:
    assert due(text, IN[language]).after == event


MONTH_WORDS = [
    (language, word, number)
    for language, words in LANGUAGES.items()
    for number, month in enumerate(MONTHS, 1)
    for word, english in words.date_words.items()
    if english[:3] == month[:3].lower()
]


def test_a_month_is_read_in_each_of_its_forms() -> None:
    wrong = [
        text
        for language, word, number in MONTH_WORDS
        for form in (word, word.upper(), word.title(), decomposed(word))
        for text, day in ((f"{form} 2024", ""), (f"5 {form} 2024", "-05"))
        if due(text, IN[language]).due != parse_deadline(f"2024-{number:02}{day}")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {"en"}))
def test_a_language_has_every_month_and_the_parts_of_a_year(language: str) -> None:
    words = set(LANGUAGES[language].date_words.values())
    assert {month[:3].lower() for month in MONTHS} <= {word[:3] for word in words}
    assert words >= {"quarter", "half", "first", "second", "third", "fourth", "end", "mid", "year"}


def test_what_is_english_means_the_same_whatever_languages_are_known() -> None:
    texts = [text for table in (READ, CHOSEN, UNREAD, WAITING) for text, _ in pairs(table)]
    for text in texts + MOVED:
        assert due(text, ALL)._replace(choice="") == due(text)._replace(choice=""), text


@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(sorted(IN))
)
def test_an_english_date_is_read_in_every_language(day: date, language: str) -> None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%d-%b-%y"):
        assert due(day.strftime(form), IN[language]).due == Deadline(day.isoformat(), day)


@pytest.mark.parametrize(
    ("order", "written"),
    [(DateOrder.DAY_FIRST, "2018-04-03"), (DateOrder.MONTH_FIRST, "2018-03-04")],
)
def test_an_order_says_which_number_is_the_day(order: DateOrder, written: str) -> None:
    assert read_due("03/04/2018", None, order, ENGLISH).due == parse_deadline(written)
    assert read_due("by 3/4/18 (tbc)", None, order, ENGLISH).due == parse_deadline(written)


def test_a_date_of_the_spreadsheet_is_that_day_whatever_it_looks_like() -> None:
    cell = read_due("03/04/18", date(2018, 4, 3), None, ENGLISH)
    assert cell == DueCell(parse_deadline("2018-04-03"))


def test_a_number_that_was_shown_as_a_date_is_none() -> None:
    cell = read_due("1905-07-10", date(1905, 7, 10), None, ENGLISH)
    assert "hardly what was meant" in cell.problem


@pytest.mark.parametrize(
    "text",
    [
        *(
            "5 March 2018",
            "as of 5 March 2018",
            "[Last Updated: 2018/03/05]",
            "Updated on 5 Mar 2018",
        ),
        *("2018-03-05T00:00:00", "on 5 March 2018"),
    ],
)
def test_a_day_is_read_whole(text: str) -> None:
    assert read_day(text, None, None, ENGLISH) == (date(2018, 3, 5), "")


def test_an_unclear_day_tells_how_it_was_read() -> None:
    day, choice = read_day("5 March 2018 (tbc)", None, None, ENGLISH)
    assert day == date(2018, 3, 5)
    assert choice


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("March 2018", "this is only part of a date, and an update needs its day"),
        ("lately", "this is not a day such as 2018-03-31"),
        ("", "this is not a day such as 2018-03-31"),
        ("ongoing", "this is not a day such as 2018-03-31"),
        ("30 June 2024 (revised to 30 Sept. 2024)", "there is more than one date here"),
        ("5/3/25", "any number may be the year"),
    ],
)
def test_what_names_no_day_says_why(text: str, why: str) -> None:
    day, problem = read_day(text, None, None, ENGLISH)
    assert day is None
    assert problem.startswith(why)


@given(st.text() | st.text(st.sampled_from("0123456789/-. ()[]:QMarchendofby,midto")))
def test_whatever_stands_there_it_is_read_or_left(text: str) -> None:
    cell = due(text, ALL)
    assert not (cell.due and (cell.ongoing or cell.problem or cell.after))
    assert cell.due or not cell.moved
