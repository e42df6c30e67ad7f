"""Which language and which form a document is in."""

import pytest

from ecefollow.documents.blocks import Block, Paragraph, Table
from ecefollow.importing import profile, recognition
from ecefollow.importing.profile import Profile

FORMS = {id(form): name for name, form in profile.forms().items()}
LANGUAGES = {id(language): name for name, language in profile.languages().items()}


def recognised(*blocks: Block, own: Profile | None = None) -> tuple[str, list[str]]:
    """The form, empty if there is none, and the languages, the one that decides first."""
    profiles = recognition.profiles_for(blocks, own or Profile())
    forms = [FORMS[id(each)] for each in profiles if id(each) in FORMS]
    return "".join(forms), [LANGUAGES[id(each)] for each in profiles if id(each) in LANGUAGES]


def table(row: str) -> Table:
    return Table("", [["A title of the table"], [text.strip() for text in row.split("|")]])


@pytest.mark.parametrize(
    ("row", "languages"),
    [
        ("Recommendation | Action | Responsible | Due date", ["en"]),
        ("Recommandation | Mesures à prendre | Responsable | Échéance", ["fr", "en"]),
        ("Recomendación | Medidas | Responsable | Plazo", ["es", "en"]),
        ("Рекомендация | Мероприятия | Срок", ["ru", "en"]),
        ("a | b", ["en"]),
    ],
)
def test_the_language_is_that_of_the_most_headings_and_english_comes_after(
    row: str, languages: list[str]
) -> None:
    assert recognised(table(row))[1] == languages


def test_a_label_before_a_colon_tells_the_language() -> None:
    assert recognised(Paragraph("paragraph 1", "Recommandation: Partager"))[1] == ["fr", "en"]


def test_the_reader_says_the_language() -> None:
    assert recognised(table("Recommendation | Action"), own=Profile(language="ru"))[1] == [
        "ru",
        "en",
    ]


@pytest.mark.parametrize(
    ("row", "form"),
    [
        (
            "Report symbol | Rec. No. | Recommendation | Addressed to | Acceptance status | Notes",
            "jiu",
        ),
        ("Recommendation | Response | Action | Lead | Deadline | Status | Comments", ""),
        ("Recommendation | Action", ""),
    ],
)
def test_a_form_is_told_by_headings_of_its_own(row: str, form: str) -> None:
    assert recognised(table(row))[0] == form


@pytest.mark.parametrize("form", profile.forms())
def test_a_table_with_all_headings_of_a_form_is_in_this_form(form: str) -> None:
    if columns := profile.forms()[form].columns:
        assert recognised(table(" | ".join(columns)))[0] in {form, ""}


def test_the_readers_own_profile_decides_first() -> None:
    own = Profile(columns={"X": "note"})
    assert recognition.profiles_for([], own)[0] is own


def test_a_date_is_read_in_every_language() -> None:
    words = [each.date_words for each in recognition.profiles_for([], Profile())]
    assert {"janvier", "enero", "январь"} <= {word for each in words for word in each}
