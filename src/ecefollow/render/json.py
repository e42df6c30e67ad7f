"""A listing or a page as one JSON document."""

import json
import re
from typing import Any

from ecefollow.register.characters import FORBIDDEN
from ecefollow.render.formats import Look


def render(document: dict[str, Any], look: Look) -> str:
    """The document as JSON, in ASCII if the output is not Unicode."""
    text = json.dumps(document, ensure_ascii=not look.has_unicode, indent=2)
    # json.dumps escapes only the ASCII control characters; the name of a file may have others.
    return re.sub(FORBIDDEN, lambda match: json.dumps(match[0])[1:-1], text) + "\n"
