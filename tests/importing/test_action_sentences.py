"""What a sentence about follow-up says, and where nothing is guessed."""

from functools import cache

import pytest

from ecefollow.importing import profile
from ecefollow.importing.action_sentences import SentenceReader, SentenceReading
from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.profile import Profile

LANGUAGES = profile.languages()
ABOVE = "The PMU will hold reviews of each berth."


@cache
def reader(language: str) -> SentenceReader:
    profiles = [Profile(), LANGUAGES[language], LANGUAGES["en"]]
    return SentenceReader(profiles, Vocabulary(profiles))


def read(
    text: str, *, language: str = "en", above: str = "", is_item: bool = False
) -> SentenceReading:
    return reader(language).read(text, above, None, is_item=is_item)


@pytest.mark.parametrize(
    ("language", "subject", "names"),
    [
        ("en", "The PMU", "PMU"),
        ("en", "The Office, as focal point for data,", "Office"),
        ("en", "Following talks with Members, the Port Director", "Port Director"),
        ("en", "The PMU, HR and the Legal Section", "PMU; HR; Legal Section"),
        ("en", "The Division of Ports and Roads", "Division of Ports and Roads"),
        ("en", "The secretariat", "secretariat"),
        ("en", "The Division of Ports (DP) and HR", "Division of Ports; HR"),
        ("fr", "L’Office des ports", "Office des ports"),
        ("fr", "Le département des finances", "département des finances"),
        ("es", "La Oficina de Auditoría", "Oficina de Auditoría"),
        ("ru", "Отдел перевозок", "Отдел перевозок"),
        *(
            ("en", subject, "")
            for subject in (
                *("It", "The strategy", "Office work", "UN staff", "The Office’s plan"),
                *("Working methods, agenda items and reviews", "Talks with the Board"),
                *("The measures that the Office", "The Committee was told that the Office"),
            )
        ),
    ],
)
def test_who_is_the_subject_where_it_is_a_unit_or_an_office(
    language: str, subject: str, names: str
) -> None:
    verb = {"en": "will act", "fr": "agira", "es": "actuará", "ru": "обеспечит учет"}[language]
    reading = read(f"{subject} {verb}.", language=language)
    assert reading.is_action
    assert reading.said.get("responsible", "") == names


@pytest.mark.parametrize(
    ("language", "text", "due"),
    [
        ("en", "The PMU will act by end February 2018.", "by end February 2018"),
        ("fr", "La PMU agira le 3 mai 2022 au plus tard.", "le 3 mai 2022 au plus tard"),
        ("en", "The PMU will act (Q4 2022).", "Q4 2022"),
        ("en", "The PMU will apply the strategy (2022).", ""),
        ("en", "The PMU will act by May 2021 (deadline: 31 May 2022).", ""),
        ("en", "The PMU will act (deadline: 31 May 2022).", "31 May 2022"),
        ("en", "Publish it no later than Q2 2019", "no later than Q2 2019"),
        ("en", "The PMU will act by its board by May 2019 (if asked).", "by May 2019"),
        ("fr", "Le Bureau agira d’ici à fin juin 2019.", "d’ici à fin juin 2019"),
        (
            "es",
            "La Oficina actuará a más tardar el 30 de junio de 2019.",
            "a más tardar el 30 de junio de 2019",
        ),
        ("ru", "Отдел обеспечит учет до 31 марта 2019 года.", "до 31 марта 2019 года"),
        ("en", "The PMU will apply the framework for 2020-21.", ""),
        ("en", "The PMU will act on what was adopted in 2017.", ""),
        ("en", "The PMU will act by spring 2019.", ""),
    ],
)
def test_by_when_is_a_deadline_that_names_one_day(language: str, text: str, due: str) -> None:
    assert read(text, language=language).said.get("due", "") == due


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Once the Board agrees, the PMU will act.", "the Board agrees"),
        ("After the Board will have met, the PMU will act.", "the Board will have met"),
        ("After talks with A, B and C, the PMU will act.", "talks with A, B and C"),
        ("The PMU will act after the Board’s decision; HR helps.", "the Board’s decision"),
        ("The PMU will report once a year.", ""),
        ("The PMU will report after 31 May 2019.", ""),
        ("After the talks of May it will act.", ""),
    ],
)
def test_what_must_come_first(text: str, event: str) -> None:
    reading = read(text)
    assert reading.said.get("after", "") == event
    assert (event in reading.reading) if event else True


def test_what_is_read_between_the_lines_stands_in_the_reading() -> None:
    reading = read("The PMU may continue the reviews.")
    assert reading.said == {"responsible": "PMU", "discretionary": "true", "ongoing": "true"}
    assert reading.reading == (
        "“may” was read as leaving it open. “continue” was read as a continuing duty."
    )
    dated = read("The PMU will act following approval by 31 May 2019.")
    assert "“by 31 May 2019” was read as the deadline, and may belong to that event" in dated.why


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Board will also be informed."),
        ("fr", "Un groupe de travail sera créé."),
        ("es", "Se creará un grupo de trabajo."),
        ("ru", "Рабочая группа должна быть создана."),
    ],
)
def test_what_is_done_to_a_group_is_not_done_by_it(language: str, text: str) -> None:
    reading = read(text, language=language)
    assert "responsible" not in reading.said
    assert "nobody as responsible, since it" in reading.why


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The PMU will act in Q3 2025.", "no deadline was read, though it names 2025"),
        ("The PMU will act.", "no deadline was read"),
        ("After the talks the PMU will act.", "“After” may say what must come first"),
    ],
)
def test_what_is_not_read_is_told_of(text: str, said: str) -> None:
    assert said in read(text).why


def test_what_has_a_deadline_is_not_continuing() -> None:
    assert "ongoing" not in read("The PMU will continue the reviews by May 2019.").said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Office has published the list (May 2022)."),
        ("en", "Related activities will be undertaken as needed."),
        ("fr", "Les mesures correspondantes seront exécutées."),
        ("es", "Las medidas conexas se ejecutarán."),
        ("ru", "Эти меры будут осуществлены."),
        ("ru", "Директор обеспечит выполнение этих мер."),
    ],
)
def test_a_sentence_that_is_no_action_of_its_own_is_a_note(language: str, text: str) -> None:
    reading = read(text, language=language, above=ABOVE)
    assert not reading.is_action
    assert reading.why.startswith("this was read as a note: ")


def test_who_sees_to_the_action_above_is_accountable() -> None:
    text = "The Director will ensure that these reviews are held."
    assert read(text, above=ABOVE).said == {"accountable": "Director"}
    assert read(text, above="HR will train staff.").is_action


def test_labels_in_brackets_at_the_end_say_who_and_by_when() -> None:
    said = read("The PMU will act (Responsible: HR; deadline: 31 May 2022).").said
    assert said == {"responsible": "HR", "due": "31 May 2022"}
    assert read("The PMU will act (Responsible: HR; see: 3).").said == {"responsible": "PMU"}


def test_what_comes_first_in_russian_is_told_of() -> None:
    reading = read("После утверждения бюджета Отдел закупит лампы.", language="ru")
    assert reading.is_action
    assert "“После” may say what must come first" in reading.why


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It is planned that the Division recruits."),
        ("fr", "Il est prévu que la Division recrute."),
        ("es", "Está previsto que la División contrate."),
        ("ru", "Планируется, что Отдел наберет людей."),
    ],
)
def test_what_is_planned_is_an_action_of_nobody_who_is_sure(language: str, text: str) -> None:
    reading = read(text, language=language)
    assert reading.is_action
    assert "responsible" not in reading.said


def test_an_item_of_a_list_is_an_action_without_any_duty() -> None:
    assert read("Publish the list", is_item=True).is_action
    assert not read("Publish the list").is_action
