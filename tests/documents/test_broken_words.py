"""Words that a narrow column breaks without a hyphen, told by the other words of the document."""

import pytest

from ecefollow.documents.broken_words import BrokenWords, Seam

TEXT = """The office will publish an evaluation of its management and of all agreements. Its
government takes action, or responds on time; comments are made about documents."""


@pytest.mark.parametrize(
    ("head", "tail", "is_one", "is_sure"),
    [
        ("evalua", "tion", True, True),
        ("(Evalua", "tion).", True, True),
        ("office", "will", False, True),
        ("https://example.o", "rg/page", True, True),
        ("collaboration", ".", True, True),
        ("collaborati", "on", True, False),
        ("Management", "response", False, True),
        ("arrangement", "s", True, False),
        ("arrangement", "resources", False, False),
        ("stakeholders", "number", False, False),
        ("governments", "by", False, False),
        ("2012/10/0", "7]", True, False),
        ("Xyz", "qars", False, False),
    ],
)
def test_whether_two_halves_are_one_word(head: str, tail: str, is_one: bool, is_sure: bool) -> None:
    broken = BrokenWords([TEXT, "response"], [])
    assert broken.is_one(Seam(head, tail)) == (is_one, is_sure)


def test_what_the_page_shows_is_sure_but_of_two_words_that_the_document_has() -> None:
    broken = BrokenWords([TEXT], [])
    assert broken.is_one(Seam("stakehol", "ders", is_sure=True)) == (True, True)
    assert broken.is_one(Seam("office", "will", is_sure=True)) == (False, True)


@pytest.mark.parametrize("is_sure", [False, True])
def test_a_half_is_no_word_that_the_document_has_but_a_whole_is(is_sure: bool) -> None:
    texts = ["Recomme", "ndation", "ndation", "Recomme"]
    broken = BrokenWords(texts, [Seam("Recomme", "ndation", is_sure)] * 2)
    assert broken.is_one(Seam("Recomme", "ndation")) == (is_sure, is_sure)
