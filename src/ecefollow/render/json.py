"""A listing or a page as one JSON document."""

import json
import re
from typing import Any

from ecefollow.register.characters import FORBIDDEN
from ecefollow.render.formats import Look
from ecefollow.views.listing import Listing, as_json


def render(document: dict[str, Any], look: Look) -> str:
    """The record as JSON, in ASCII if the output is not Unicode."""
    return written(document, in_ascii=not look.has_unicode)


def written(document: Any, *, in_ascii: bool) -> str:
    """The document as JSON that a terminal or the log of a workflow may show."""
    text = json.dumps(document, ensure_ascii=in_ascii, indent=2)
    # Such a log obeys "##[" anywhere; escaped, it is the same text to whoever parses it.
    text = text.replace("##[", r"##\u005b")
    # json.dumps escapes only the ASCII control characters; the name of a file may have others.
    return re.sub(FORBIDDEN, lambda match: json.dumps(match[0])[1:-1], text) + "\n"


def listing(listing: Listing) -> dict[str, Any]:
    """The listing as a record: facts about the answer, and every field of every row."""
    return listing.about | {listing.name: [as_json(listing.fields, row) for row in listing.rows]}
