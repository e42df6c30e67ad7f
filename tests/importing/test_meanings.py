"""Words are read surely or not at all: alone, or where nothing beside them takes anything back."""

# ruff: noqa: RUF001 - Russian is written so

import unicodedata
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.importing import profile
from ecefollow.importing.meanings import Reading, Vocabulary, choices
from ecefollow.importing.profile import Profile
from ecefollow.register.vocabulary import Progress, Status

LANGUAGES = profile.languages()
ENGLISH = Vocabulary([Profile(), LANGUAGES["en"]])
IN = {name: Vocabulary([Profile(), words, LANGUAGES["en"]]) for name, words in LANGUAGES.items()}
KINDS = {"status": Status, "progress": Progress}
# A language has thousands of words beside forms; an everyday run takes every so manieth word.
STEPS = [
    pytest.param((1, 61), marks=pytest.mark.slow, id="all"),
    pytest.param((7, 1009), id="some"),
]
ALL = Vocabulary([Profile(), *LANGUAGES.values()])
BY_FIRST_WORDS = "by its first words"


def read(vocabulary: Vocabulary, key: str, text: str) -> Reading[Status] | Reading[Progress]:
    return vocabulary.status(text) if key == "status" else vocabulary.progress(text)


QUALIFIED = [
    *("{} (partially)", "{}: 50%", "{} – not verified", "{}, except the second part", "not {}"),
    *("{} No", "{}? No", "{}?", "{}: No", "{}. No", "{} with exceptions", "{} - pending review"),
    *("{} (tbc)", "{} but late", "{}, but late", "{}. But not all of it", "{} / not", "50% {}"),
    *("{} in principle", "{} [partially]", "{}\nexcept the second part", "{}: 3 of 5"),
    *("{}. However not the second part", "{} - 50 %", "{} subject to funds"),
    *("{}; not all", "{} (see the note)", "{}, partially", "{} partially", "not\n{}"),
]

# Behind a sentence such as "UNECE accepts recommendation 1" a number is its own.
TO_A_WORD = ["{} 50", "{} 1", "{}-ish", "{}ish", "{}1"]
OWN_QUALIFIED = [
    *("{0} {1}", "{1} {0}", "{0}: {1}", "{0}: {1} of the four offices", "{0}, {1} the office"),
    *("{0} ({1})", "{0} – {1}", "{0}. {1}", "{0}. {1} all of the offices", "{0}\n{1} all of it"),
    *("{0} – {1} of the four offices", "{0}; {1} all of it", "{0} on 15 March 2024, {1}"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_alone_is_read_however_it_is_written(language: str) -> None:
    wrong = [
        text
        for key, word, meaning in words_of(language)
        for text in (word, word.upper(), f"{word}.", f" {word}\n", decomposed(word))
        if read(IN[language], key, text)[:4] != (meaning, True, "", "")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_is_qualified_is_never_read_as_that_word(
    language: str, steps: tuple[int, int]
) -> None:
    words, step = list(words_of(language)), steps[0]
    wrong = [
        text
        for n, form in enumerate(QUALIFIED)
        for key, word, meaning in words[n % step :: step]
        for text in (form.format(word),)
        if is_read_as(meaning, read(IN[language], key, text))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_goes_on_is_another(language: str) -> None:
    wrong = [
        text
        for key, word, _ in words_of(language)
        if " " not in word
        for text in (form.format(word) for form in TO_A_WORD)
        if read(IN[language], key, text).meaning
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_read_beside_what_qualifies_in_its_language(
    language: str, steps: tuple[int, int]
) -> None:
    words, step = list(words_of(language)), steps[1]
    pairs = list(product(LANGUAGES[language].qualifiers, OWN_QUALIFIED))
    wrong = [
        text
        # Each qualifier in each form, beside some words: of both kinds, and in turn all of them.
        for n, (qualifier, form) in enumerate(pairs)
        for key, word, meaning in words[n % step :: step]
        for text in (form.format(word, qualifier),)
        if is_read_as(meaning, read(IN[language], key, text))
    ]
    assert not wrong, "\n".join(wrong)


def words_of(language: str) -> Iterator[tuple[str, str, str]]:
    """Every word for an answer or progress: what it is for, the word, and its meaning."""
    for key in KINDS:
        yield from ((key, word, str(m)) for word, m in LANGUAGES[language].words[key].items())


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def is_read_as(meaning: str, reading: Reading[Status] | Reading[Progress]) -> bool:
    """Whether the meaning is that of a word beside others."""
    return reading.meaning == meaning and not reading.whole


@pytest.mark.parametrize(
    "text",
    [
        *("Acepted", "Not accepted but noted", "Accepted with modification", "Noted"),
        *("Taken note", "Not relevant", "Open", "On hold"),
        *("Accepted in principle", "Not fully accepted", "Accepted? No", "Agree - in general"),
        *("Accepted (mostly)", "Rejected as duplicate", "Agreed with reservations"),
        *("Supported with conditions", "Accepted. However not the second part"),
        *("Agreed with qualification", "Agreed. However, HR will run it", "Accepted/rejected"),
        *("Agree with conditions. Resources permitting.", "Accepted. Rejected in part later on"),
        *("Review is planned as the programme moves on.", "Accepted.\nNot the second part"),
        *("OMB agreed in 2019 and in 2020.", "UNECE accepts donations from its partners."),
        *("UNECE accepts the recommendation, except its second part.", "", "Yes"),
        *("If UNECE accepts the recommendation, it will act.", "UNECE accepts the recommendation?"),
        *("UNECE accepts the recommendation. It does not apply to the second part.",),
        *("The report, which UNECE accepts.", "UNECE never accepts the recommendation"),
        *("UNECE accepts the recommendation. However, not all of it.",),
    ],
)
def test_no_answer_is_read_that_is_not_sure(text: str) -> None:
    assert ENGLISH.status(text).meaning is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Agreed. HR will run a weekly report.", "accepted"),
        ("Partially Agree. Preamble: the office agrees that it needs clarification.", "partial"),
        ("Agree - UN could better use the opportunity.", "accepted"),
        ("Accepted\nThere is an opportunity", "accepted"),
        ("Agreed.\n1. HR will run a report\n2. Finance will read it", "accepted"),
        ("UNDP partially accepts.", "partial"),
        ("The government agrees with the Committee’s recommendation.", "accepted"),
        ("Management agrees with this recommendation.", "accepted"),
        ("UNECE does not accept the recommendation.", "rejected"),
        (
            "UNECE accepts the recommendation, while noting the rules. There may be more to it.",
            "accepted",
        ),
        (
            "UNECE partially accepts the recommendation and, in turn, will help. It does not go.",
            "partial",
        ),
    ],
)
def test_the_first_words_of_a_longer_answer_are_it(text: str, meaning: str) -> None:
    assert ENGLISH.status(text)[:4] == (meaning, False, "", BY_FIRST_WORDS)


@pytest.mark.parametrize(
    "text",
    [
        *("Complted", "Not completed", "Completed - not verified", "Closed without implementation"),
        *("Not yet completed", "Implemented (partially)", "Completed: 50%", "Closed as superseded"),
        *("Complete with exceptions", "Not implemented, closed", "Implemented – partially"),
        *("Open", "On hold", "Closed – Not Implemented", "Not relevant"),
        *("Implemented: No", "Completed: HQ only", "Completed. Phase one is done, but not all."),
        *("Completed by 31 March 2025", "Completed on 15 March 2024 (tbc)", "Completed. 3 of 5"),
        *("Completed 31 March 2024, not verified", "Implemented in 3 of 5 offices", "50% complete"),
    ],
)
def test_no_progress_is_read_that_is_not_sure(text: str) -> None:
    reading = ENGLISH.progress(text)
    assert not (reading.meaning and reading.meaning.is_closed)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(
            (f"Completed{text}", "15 March 2024")
            for text in (
                *(" on 15 March 2024", ": 15 March 2024", " (15 March 2024)"),
                *(", 15 March 2024.", " - 15 March 2024", "\n15 March 2024"),
            )
        ),
        ("Completed on 15 March 2024. The memo is attached.", "15 March 2024"),
        ("COMPLETED (March 15, 2024)", "March 15, 2024"),
        ("Completed 31 Dec. 2024", "31 Dec. 2024"),
        ("Completed in Q2 2024", "Q2 2024"),
        ("Completed 03/04/2024", "03/04/2024"),
        ("Completed on 30 Feb 2024", "30 Feb 2024"),
        ("Completed: memo of 15 March", ""),
        ("Completed. The memo is of 15 March 2024.", ""),
    ],
)
def test_the_day_beside_a_word_is_told(text: str, day: str) -> None:
    reading = ENGLISH.progress(text)
    assert (reading.meaning, reading.whole, reading.day) == (Progress.COMPLETED, False, day)
    assert day or reading.why == BY_FIRST_WORDS


@pytest.mark.parametrize(
    ("language", "word", "text"),
    [
        ("fr", "terminé", "Terminé le 15 mars 2024"),
        ("es", "completado", "Completado el 15 de marzo de 2024"),
        ("ru", "завершено", "Завершено 15 марта 2024 г."),
    ],
)
def test_the_day_beside_a_word_is_of_its_language(language: str, word: str, text: str) -> None:
    own = Profile(words={"progress": {word: "completed"}})
    reading = Vocabulary([own, LANGUAGES[language], LANGUAGES["en"]]).progress(text)
    assert reading.meaning is Progress.COMPLETED
    assert "march" in reading.day


def test_why_nothing_was_read_tells_whether_a_word_was_there() -> None:
    assert ENGLISH.status("Review is planned.").why == "no word of an answer is in it"
    assert ENGLISH.progress("Complted").why == "no word of progress is in it"
    assert "“accepted”" in ENGLISH.status("Accepted in principle").why


def test_the_profile_that_comes_first_decides() -> None:
    own = Profile(words={"status": {"Accepted": "pending", "Oui": "accepted"}})
    vocabulary = Vocabulary([own, LANGUAGES["en"]])
    assert vocabulary.status("accepted").meaning is Status.PENDING
    assert vocabulary.status("OUI").meaning is Status.ACCEPTED
    assert vocabulary.status("rejected").meaning is Status.REJECTED


def test_a_word_of_one_heading_means_nothing_below_another() -> None:
    own = Profile(words={"Accepted (Y/N)": {"Y": "accepted"}, "Done?": {"Y": "completed"}})
    vocabulary = Vocabulary([own, LANGUAGES["en"]])
    assert vocabulary.status("Y", "accepted  (y/n)").meaning is Status.ACCEPTED
    assert vocabulary.progress("Y", "Done?").meaning is Progress.COMPLETED
    assert vocabulary.status("Y").meaning is vocabulary.status("Y", "Done?").meaning is None


def test_a_word_of_either_kind_is_of_the_kind_of_its_meaning() -> None:
    vocabulary = Vocabulary([Profile(words={"outcome": {"OK": "accepted", "Fini": "completed"}})])
    assert vocabulary.status("ok").meaning is Status.ACCEPTED
    assert vocabulary.progress("ok").meaning is None
    assert vocabulary.progress("fini").meaning is Progress.COMPLETED


def test_the_words_of_a_register_are_always_known() -> None:
    nobody = Vocabulary([])
    for status in Status:
        assert nobody.status(status.words).meaning is nobody.status(status).meaning is status
    for progress in Progress:
        assert nobody.progress(progress.words).meaning is nobody.progress(progress).meaning


def test_own_words_that_no_cell_was_are_told() -> None:
    own = Profile(words={"status": {"Oui": "accepted", "Non": "rejected"}, "due": {"Tard": "none"}})
    vocabulary = Vocabulary([own, LANGUAGES["en"]])
    assert [*vocabulary.unmet.values()] == ["Oui", "Non", "Tard"]
    assert vocabulary.status("Oui. Le bureau le fera.").meaning
    assert vocabulary.deadline_word("tard") == "none"
    assert [*vocabulary.unmet.values()] == ["Non"]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Recommendation", "title"),
        ("RECOMMENDATION(S):", "title"),
        ("Key  action(s)", "text"),
        ("Key actions", "text"),
        ("Mgmt. response", "response"),
        ("N°", "number"),
        ("№", "number"),
        ("No.", "number"),
        ("Management’s response", "response"),
        ("3. Due date", "due"),
        ("Due date (dd/mm/yyyy)", "due"),
        ("Status\n(open or closed)", "outcome"),
        ("Status*", "outcome"),
        ("Colour", None),
        ("Management response to the recommendations", None),
        ("", None),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str, key: str | None) -> None:
    assert ENGLISH.key(heading) == key


def test_a_heading_may_be_left_out() -> None:
    own = Profile(columns={"Échéance": "due", "Status": "left-out"})
    vocabulary = Vocabulary([own, LANGUAGES["en"]])
    assert vocabulary.key("status") == "left-out"
    assert vocabulary.key(unicodedata.normalize("NFD", "ÉCHÉANCE")) == "due"


@pytest.mark.parametrize(("text", "word"), [("On-going", "ongoing"), ("TBD", "none"), ("x", None)])
def test_a_word_for_no_deadline_is_told(text: str, word: str | None) -> None:
    assert ENGLISH.deadline_word(text) == word


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "N/A", "n/a.", "None", "..."])
def test_a_cell_that_says_nothing(text: str) -> None:
    assert ENGLISH.is_nothing(text)


@pytest.mark.parametrize("text", ["No", "0", "?", "✓", "Nothing was done"])
def test_a_cell_that_says_something(text: str) -> None:
    assert not ENGLISH.is_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Total", "TOTAL:", "Total 12", "Total actions: 12", "Source: the office", "* by HR"),
        *("Note: see below", "Prepared by J. Smith", "¹ In 2024", "† Not yet", "Legend"),
    ],
)
def test_what_begins_no_record(text: str) -> None:
    assert ENGLISH.is_no_record(text)


@pytest.mark.parametrize(
    "text", ["Note the risks in the register", "Sources of funds", "A", "1. X"]
)
def test_what_may_begin_a_record(text: str) -> None:
    assert not ENGLISH.is_no_record(text)


def test_the_choices_are_listed() -> None:
    assert choices(Status) == "accepted, partial, rejected, pending or not-stated"


@given(st.text() | st.text(st.sampled_from("Acept ed.:-(\n?%not12 March2024")))
def test_whatever_stands_there_is_read_or_says_why(text: str) -> None:
    for reading in (ALL.status(text), ALL.progress(text)):
        assert reading.whole == (reading.meaning is not None and not reading.why)
        assert reading.meaning or reading.why or not text.strip()
    ALL.key(text)
    ALL.is_no_record(text)
    ALL.is_nothing(text)


def test_a_word_means_the_same_in_each_of_its_forms() -> None:
    for language, text in (
        *(("fr", "Partiellement mises en œuvre"), ("es", "No aplicada"), ("es", "Aceptados")),
        *(("ru", "Ещё не начаты"), ("ru", "еще не начата")),
    ):
        assert IN[language].progress(text).whole or IN[language].status(text).whole, text
    assert IN["fr"].key("Actions clés") == IN["fr"].key("Action clé") == "text"


def test_to_take_note_is_no_acceptance() -> None:
    for text in ("принимает к сведению", "Руководство принимает к сведению рекомендацию."):
        assert IN["ru"].status(text).meaning is None


def test_a_word_written_with_an_apostrophe_stands_in_the_next_sentence() -> None:
    french = Vocabulary([LANGUAGES["fr"]])
    assert not french.status("Accepté. Le service est tout à fait d'accord sur un point.").whole


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Office agrees with the thrust of the recommendation."),
        ("en", "The Office accepts the recommendation to the extent possible."),
        ("en", "The Office supports the intent of the recommendation."),
        ("fr", "Le Bureau souscrit à l'orientation générale de la recommandation."),
        ("fr", "Le Bureau accepte la recommandation dans la mesure du possible."),
        ("es", "La Oficina acepta la recomendación en la medida de lo posible."),
        ("es", "La Oficina está de acuerdo con la intención de la recomendación."),
        ("ru", "Секретариат принимает рекомендацию по мере возможности."),
        ("ru", "Секретариат согласен с общей направленностью рекомендации."),
    ],
)
def test_a_sentence_that_agrees_not_quite_is_no_acceptance(language: str, text: str) -> None:
    reading = Vocabulary([LANGUAGES[language]]).status(text)
    assert (reading.meaning, reading.is_qualified) == (None, True)
