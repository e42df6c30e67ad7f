"""The characters that a register must not contain."""

import re
from typing import Final

# In this order: terminal controls (C0 except tab and line breaks, DEL, C1 with NEL); the line and
# paragraph separators, which are line breaks for PyYAML but not for editors; bidirectional
# overrides (CVE-2021-42574); surrogates, which PyYAML's Python parser makes from escapes, and which
# cannot be printed; a byte order mark that is not at the start, after which PyYAML's two parsers
# count columns differently; and two code points that libyaml always refuses.
FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
