"""A listing or a page as one JSON document."""

import json
from typing import Any

from ecefollow.render import Look
from ecefollow.views import Asked, Listing, data


def render(record: dict[str, Any], look: Look) -> str:
    """The record as JSON, in ASCII where the output knows nothing more."""
    unicode = look.encoding.casefold().startswith("utf")
    return json.dumps(record, ensure_ascii=not unicode, indent=2) + "\n"


def listing(listing: Listing) -> dict[str, Any]:
    """The listing as a record: what was asked, and every field of every row."""
    return {
        "format": 1,
        **question(listing.asked),
        "total": listing.total,
        "states": data(listing.asked.states),
        "shown": len(listing.rows),
        "filter": data(listing.asked.filter),
        listing.name: [
            {field.name: data(field.cell(row)) for field in listing.fields} for row in listing.rows
        ],
    }


def question(asked: Asked) -> dict[str, Any]:
    """The day asked and the register that answered."""
    return {"as_of": data(asked.day), "register": asked.register}
