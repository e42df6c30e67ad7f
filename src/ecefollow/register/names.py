"""Names and texts in the form in which they are compared."""


def fold(text: str) -> str:
    """*text* as it is compared: case, spacing and how an accent is encoded make no difference."""
    if not text.isascii():
        # Late: most texts are ASCII, in which nothing is composed.
        import unicodedata

        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split()).casefold()
