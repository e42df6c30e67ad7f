"""The characters that no text of a register may hold."""

import re
from typing import Final

# Terminal controls (C0 but tab and line breaks, DEL, C1 with NEL), the line and paragraph
# separators, which PyYAML takes for line breaks and editors do not, bidirectional overrides
# (CVE-2021-42574), a byte order mark that is not at the start, where PyYAML's two parsers count
# columns differently, surrogates, which the pure one makes of an escape and no output can take, and
# the two code points that libyaml refuses everywhere.
FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
