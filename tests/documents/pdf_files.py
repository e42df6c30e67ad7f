"""Small PDFs, written by hand: letters and rules in their places, and nothing compressed."""

import resource
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from ecefollow.documents import sandbox
from ecefollow.documents.blocks import Document

WIDTH: Final = 595
HEIGHT: Final = 842
_PITCH: Final = 14  # points from line to line
_HEAD: Final = b"%PDF-1.7\n"


def pdf(*pages: str, more: Mapping[int, str] = {}, trailer: str = "") -> bytes:
    """A PDF of these pages; *more* are entries of a page, by its place."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    fonts = "/Font << /F1 3 0 R /F2 4 0 R >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        *(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
            for name in ("Helvetica", "Helvetica-Bold")
        ),
    ]
    for number, page in enumerate(pages):
        box = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << {fonts} >>"
        contents = f"/Contents {6 + 2 * number} 0 R {more.get(number, '')}"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {box} {contents} >>",
            f"<< /Length {len(page.encode('cp1252'))} >>\nstream\n{page}\nendstream",
        ]
    return written(objects, trailer)


def written(objects: Sequence[str], trailer: str = "") -> bytes:
    """The objects as a file, with the table that says where each begins."""
    data = _HEAD
    table = b"0000000000 65535 f \n"
    for number, made in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(data)
        data += f"{number} 0 obj\n{made}\nendobj\n".encode("cp1252")
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + b"xref\n0 %d\n" % size + table + end.encode()


def words(x: float, y: float, text: str, *, size: float = 11, font: str = "F1") -> str:
    """Words that begin at a place, measured from the left and from the top of the page."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm ({escaped}) Tj ET\n"


def lines(x: float, y: float, texts: Iterable[str], *, font: str = "F1") -> str:
    """Lines below each other; an empty one is a gap."""
    return "".join(
        words(x, y + number * _PITCH, text, font=font) for number, text in enumerate(texts) if text
    )


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line from one place to another."""
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def table(
    edges: Sequence[float], tops: Sequence[float], rows: Sequence[Sequence[str | None]]
) -> str:
    """A ruled table; a cell may have several lines, and None goes on from the left."""
    made = "".join(rule(edges[0], y, edges[-1], y) for y in tops)
    for top, bottom, row in zip(tops, tops[1:], [*rows, *[()] * len(tops)], strict=False):
        for x, text in zip(edges, row, strict=False):
            if text is not None:
                made += rule(x, top, x, bottom) + lines(x + 4, top + 12, text.split("\n"))
        made += rule(edges[-1], top, edges[-1], bottom)
    return made


def run_here(read: Callable[[bytes], Document], data: bytes) -> Document:
    """What `sandbox.run` gives, without a process of its own, which takes half a second."""
    made = sandbox.answered(read, data)
    if isinstance(made, Exception):
        raise made
    return made


def seconds() -> float:
    """Those of the processor, for this process and those that it waited for."""
    return time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
