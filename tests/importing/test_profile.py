"""How documents are read, as data: profiles of offices, forms and languages."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import FICTION, ROOT

from ecefollow.importing import profile
from ecefollow.importing.profile import KEYS, SENTENCES, Profile, load
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.vocabulary import Progress, Status
from ecefollow.views import actions

FOLDER: Final = ROOT / "src" / "ecefollow" / "importing" / "profiles"
FILES: Final = sorted(FOLDER.rglob("*.yaml"))
LANGUAGES: Final = ("en", "es", "fr", "ru")
FORMS: Final = (
    *("canada-mrap", "ecefollow-workbook", "ecefollow", "fao", "gao", "jiu", "poam", "undp-erc"),
    *("unicef", "wfp"),
)
# Few documents have a column for these, or only our own.
RARE: Final = {
    "verification",
    *("original_responsible", "due_text", "reading", "after", "expected", "happened", "ongoing"),
    *("discretionary", "see", "left-out"),
}

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize("name", LANGUAGES)


def loaded(text: str) -> Profile:
    read, problems = load(text.encode(), "p.yaml")
    assert not problems
    assert read
    return read


def complaints(text: str) -> list[str]:
    read, problems = load(text.encode(), "p.yaml")
    assert read is None
    return [str(problem).removeprefix("p.yaml:") for problem in problems]


def folded(text: str) -> str:
    """The text without what makes no difference wherever it stands."""
    text = unicodedata.normalize("NFC", text).casefold().replace("’", "'")
    text = re.sub(r"n[°º]|№|\bno\.", "no", text.replace("(s)", "s"))
    return re.sub(r"[\s_–—-]+", " ", text).strip(" .,;:!") or text


def sections(read: Profile) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    """Each part of a profile in which a word has one meaning."""
    yield "columns", read.columns.items()
    yield "answers", read.answers.items()
    for name, words in read.words.items():
        yield name, words.items()


# What a profile says


def test_a_profile_says_how_a_document_is_read_and_what_a_language_has() -> None:
    read = loaded("""\
language: fr
sheet: Evaluation 2023
encoding: windows-1252
columns: {Recommandation: title, Budget: left-out, G: note}
words:
  status: {Acceptée: accepted}
  progress: {Terminé: completed, En retard: not-reported}
  due: {permanent: ongoing, à déterminer: none}
  Fait: {Oui: completed, "Non": not-started}
dates: day-first
as_of: 2024-06-30
actions: from-recommendations
split-by: Report symbol
names-parted-by: ["/", ","]
recommendation: [Recommandation]
action: [Mesure]
answers: {accepte: accepted}
qualifiers: [pas]
nothing: [néant]
no-record: [total]
date-words: {janvier: january}
sentences: {duty: [devra]}
""")
    assert read == Profile(
        language="fr",
        sheet="Evaluation 2023",
        encoding="windows-1252",
        columns={"Recommandation": "title", "Budget": "left-out", "G": "note"},
        words={
            "status": {"Acceptée": "accepted"},
            "progress": {"Terminé": "completed", "En retard": "not-reported"},
            "due": {"permanent": "ongoing", "à déterminer": "none"},
            "Fait": {"Oui": "completed", "Non": "not-started"},
        },
        dates=DateOrder.DAY_FIRST,
        as_of=date(2024, 6, 30),
        actions="from-recommendations",
        split_by="Report symbol",
        names_parted_by=("/", ","),
        recommendation=("Recommandation",),
        action=("Mesure",),
        answers={"accepte": "accepted"},
        qualifiers=("pas",),
        nothing=("néant",),
        no_record=("total",),
        date_words={"janvier": "january"},
        sentences={"duty": ("devra",)},
    )


def test_endings_give_the_forms_of_a_word_and_what_is_listed_goes_before_them() -> None:
    read = loaded("""\
endings: {ado: [ada], cho: [cha]}
columns: {Hecho: note}
words: {Cerrado: {no aceptado/hecho: rejected, aceptado: accepted, aceptada: partial}}
""")
    assert read.columns == {"Hecho": "note", "Hecha": "note"}
    words = {"no aceptado/hecho": "rejected", "aceptado": "accepted", "aceptada": "partial"}
    words["no aceptada/hecha"] = "rejected"
    assert read.words == {"Cerrado": words, "Cerrada": words}


def test_an_ending_without_another_form_is_left_as_it_is() -> None:
    words = loaded("endings: {o: [a, os], able: [ables]}\nwords: {H: {cerrado: completed}}\n").words
    assert [*words["H"]] == ["cerrada", "cerrados", "cerrado"]


@pytest.mark.parametrize("text", ["", "\n", "# nothing was recognised\n"])
def test_a_profile_may_say_nothing(text: str) -> None:
    assert loaded(text) == Profile()


@pytest.mark.parametrize("word", ["Yes", "No", "on", "n/a", "~", "null", "1", "2024-06-30", "1.0"])
def test_every_word_is_a_text_whatever_yaml_may_take_it_for(word: str) -> None:
    read = loaded(f"words: {{status: {{{word}: accepted}}}}\ncolumns: {{{word}: title}}")
    assert (read.words, read.columns) == ({"status": {word: "accepted"}}, {word: "title"})


def test_words_stay_as_they_are_written() -> None:
    read = loaded('columns: {"  N° de la\\n recommandation*": number}')
    assert list(read.columns) == ["  N° de la\n recommandation*"]


@pytest.mark.parametrize("key", KEYS)
def test_a_column_can_hold_each_key_which_has_a_line_of_help(key: str) -> None:
    assert loaded(f"columns: {{A heading: {key}}}").columns == {"A heading": key}
    assert re.fullmatch(r"[A-Z].*[^.]", KEYS[key])


# What is wrong with one


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "columns: {Mesures: texte}",
            (
                "1:20: error: Mesures: 'texte' is not one of number, recommendation, title, "
                f"{', '.join(list(KEYS)[3:-1])} or left-out; did you mean 'text'? [unknown-value]"
            ),
        ),
        (
            "words: {status: {Fait: completed}}",
            (
                "1:24: error: Fait: 'completed' is not one of accepted, partial, rejected, "
                "pending or not-stated [unknown-value]"
            ),
        ),
        (
            "words: {due: {Bientôt: soon}}",
            "1:24: error: Bientôt: 'soon' is not one of ongoing or none [unknown-value]",
        ),
        (
            "words: {status: accepted}",
            "1:17: error: status: expected a mapping, found a text [wrong-type]",
        ),
        (
            "columns:\n  Fait: title\n  Fait: text\n",
            "3:3: error: 'Fait' is already set on line 2 [duplicate-key]",
        ),
        ("columns: {Fait: }", "1:17: error: Fait: the value is empty; expected one of number, "),
        ('columns: {"": title}', "1:11: error: there is no text before the ':' [empty-value]"),
        (
            "columns: {[a]: title}",
            "1:11: error: expected a text before the ':', found a list [wrong-type]",
        ),
        (
            'columns: {"\\e[1m": title}',
            (
                "1:11: error: the control character '\\x1b' (U+001B) is not allowed "
                "[control-character]"
            ),
        ),
        ("columns: {&a b: title}", "1:11: error: anchors ('&a') are not supported [yaml-feature]"),
        ("split_by: x", "1:1: error: a profile has no key 'split_by'; did you mean 'split-by'? "),
        ("dates: dayfirst", "1:8: error: dates: 'dayfirst' is not day-first or month-first; did "),
        (
            "language: de",
            "1:11: error: language: 'de' is not one of en, es, fr or ru [unknown-value]",
        ),
        ("encoding: cp9", "1:11: error: encoding: 'cp9' is not the name of an encoding, such as "),
        ("encoding: base64", "1:11: error: encoding: 'base64' is not the name of an encoding, "),
        ("sheet: a\n---\nsheet: b", "2:1: error: a second document begins here; a profile is one "),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(text: str, complaint: str) -> None:
    [said] = complaints(text)
    assert said[: len(complaint)] == complaint


def test_all_that_is_wrong_is_said_at_once() -> None:
    text = "columns: {A: titel, B: note, C: nots}\nlanguage: xx\nsheet: [a]\n"
    places = [said.partition(" ")[0] for said in complaints(text)]
    assert places == ["1:14:", "1:33:", "2:11:", "3:8:"]


def test_a_register_is_told_from_a_profile() -> None:
    assert complaints(FICTION.read_text(encoding="utf-8"))[0].endswith(
        "'evaluation' is a key of a register, not of a profile [unknown-key]"
    )


@given(st.text() | st.binary())
def test_whatever_a_file_has_it_is_a_profile_or_has_an_error(content: str | bytes) -> None:
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    read, problems = load(data, "p.yaml")
    assert bool(read) != bool(problems)
    assert all(problem.line > 0 and problem.column > 0 for problem in problems)


# Where it is found


def test_a_built_in_profile_is_known_by_its_name() -> None:
    assert profile.read("undp-erc") is profile.forms()["undp-erc"]
    assert profile.read("fr") is profile.languages()["fr"]


def test_another_profile_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("sheet: Data\n", encoding="utf-8")
    assert profile.read(str(file)) == Profile(sheet="Data")


def test_a_file_with_errors_is_refused_with_all_of_them(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("columns: {A: titel}\nlanguage: xx\n", encoding="utf-8")
    with pytest.raises(RefusedError, match=r"ours\.yaml is no valid profile") as refused:
        profile.read(str(file))
    first, second = refused.value.problems
    assert first.startswith(f"{file}:1:14: error: A: 'titel' is not one of ")
    assert second.startswith(f"{file}:2:11: error: language: ")


def test_the_nearest_name_is_proposed_where_there_is_no_profile() -> None:
    reason = r"no profile 'undp-ecr': there is no such file; did you mean 'undp-erc'\?"
    with pytest.raises(RefusedError, match=reason) as refused:
        profile.read("undp-ecr")
    assert refused.value.problems == (f"the built-in ones are {', '.join(FORMS + LANGUAGES)}",)


def test_the_built_in_profiles_are_these() -> None:
    assert (tuple(profile.languages()), tuple(profile.forms())) == (LANGUAGES, FORMS)


# Those that come with the program


@each_file
def test_no_word_is_there_twice_or_has_two_meanings(path: Path) -> None:
    for section, words in sections(profile.read(path.stem)):
        # In a heading "Follow-up" and "Follow up" are two words.
        marked = ((word.replace("-", "~") if section == "columns" else word) for word, _ in words)
        counts = Counter(map(folded, marked))
        assert [word for word, count in counts.items() if count > 1] == [], section


@each_file
def test_each_built_in_profile_says_whose_it_is_and_has_no_problem(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert load(text.encode(), path.name)[1] == []
    assert re.match(r"# \S.*[^,]\n", text)
    # The one form in which words are compared.
    assert unicodedata.is_normalized("NFC", text)
    assert "’" not in text


@each_language
def test_each_language_says_all_that_is_asked_of_one(name: str) -> None:
    language = profile.languages()[name]
    assert language.language == name
    assert {*language.words["status"].values()} == {*Status}
    assert {*language.words["progress"].values()} == {*Progress}
    assert {*language.words["due"].values()} == {"ongoing", "none"}
    assert {*language.answers.values()} >= {Status.ACCEPTED, Status.PARTIAL, Status.REJECTED}
    assert {*language.columns.values()} >= KEYS.keys() - RARE
    assert all((language.recommendation, language.action, language.nothing, language.no_record))
    assert {kind for kind, some in language.sentences.items() if some} == {*SENTENCES.kinds}


@each_language
def test_no_word_that_accepts_or_closes_is_qualified(name: str) -> None:
    language = profile.languages()[name]
    either = "|".join(re.escape(folded(word)) for word in language.qualifiers)
    is_qualified = re.compile(rf"(?<!\w)(?:{either})(?!\w)").search
    qualified = [
        word
        for _, words in sections(language)
        for word, meaning in words
        if meaning in {Status.ACCEPTED, Progress.COMPLETED} and is_qualified(folded(word))
    ]
    assert language.qualifiers
    assert qualified == []


@pytest.mark.parametrize(
    ("name", "status", "progress"),
    [
        ("en", "Partially accepted", "Partially implemented"),
        ("fr", "Partiellement acceptée", "Partiellement appliquée"),
        ("es", "Parcialmente aceptada", "Parcialmente aplicada"),
        ("ru", "Частично принята", "Частично выполнена"),
    ],
)
def test_partly_is_partly_in_every_language(name: str, status: str, progress: str) -> None:
    words = profile.languages()[name].words
    answers = {folded(word): meaning for word, meaning in words["status"].items()}
    stages = {folded(word): meaning for word, meaning in words["progress"].items()}
    assert answers[folded(status)] == Status.PARTIAL
    assert stages[folded(progress)] == Progress.IN_PROGRESS


def test_our_own_listing_is_a_form_in_which_every_field_has_its_place() -> None:
    fields = {
        f"{name}.{part}" if part else name
        for name, parts in ((column.name, column.parts) for column in actions.FIELDS)
        for part in parts or ("",)
    }
    assert fields <= profile.forms()["ecefollow"].columns.keys()
