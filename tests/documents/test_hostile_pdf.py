"""Small PDFs that would keep a reader busy for hours, or fill the memory: a line, and soon."""

import resource
import zlib
from collections.abc import Callable

import pytest
from pdf_files import seconds, words, written

from ecefollow.documents import document_file
from ecefollow.documents.cells import TableError

pytest.importorskip("pdfplumber", reason="the extra pdf is not installed")
_SECONDS = 5
_MEGABYTES = 500


def one_page(contents: str, resources: str, *more: str) -> bytes:
    """A page, its contents as the fourth object, and more objects from the fifth on."""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {resources} >>"
    return written(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"{page} /Contents 4 0 R >>",
            contents,
            *more,
        ]
    )


def stream(data: str, entries: str = "") -> str:
    return f"<< /Length {len(data)} {entries} >>\nstream\n{data}\nendstream"


def bomb() -> bytes:
    """A page whose contents unpack to a gigabyte."""
    once = zlib.compress(bytes(10**9), 9)
    filters = "/Filter [/ASCIIHexDecode /FlateDecode]"
    return one_page(stream(once.hex(), filters), "")


def laughs() -> bytes:
    """Drawings that draw others ten times over."""
    forms = [
        stream(f"/X{number} Do " * 10, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {own}")
        for number, own in (
            (n + 1, f"/Resources << /XObject << /X{n + 1} {n + 6} 0 R >> >>") for n in range(12)
        )
    ]
    last = stream(words(5, 5, "ha"), "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return one_page(stream("/X0 Do"), "/XObject << /X0 5 0 R >>", *forms, last)


def widths() -> bytes:
    """A font that has a width for ten thousand million letters."""
    font = "/Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H "
    font += "/DescendantFonts [5 0 R] >> >>"
    descendant = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /W [0 9999999999 500] >>"
    return one_page(stream(words(5, 5, "ha")), font, descendant)


@pytest.mark.slow
@pytest.mark.parametrize("make", [bomb, laughs, widths])
def test_a_hostile_pdf_is_refused_soon_in_one_line(make: Callable[[], bytes]) -> None:
    data = make()
    begun = seconds()
    with pytest.raises(TableError) as caught:
        document_file.read_data(data)
    assert seconds() - begun < _SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < _MEGABYTES * 1024
    assert "\n" not in f"{caught.value}"
