"""The characters that no text of a register may have."""

import re
from typing import Final

# Terminal controls (C0 except tab and line ends, DEL, C1 with NEL). The line and paragraph
# separators: PyYAML takes them for line ends, and editors do not. Bidirectional overrides
# (CVE-2021-42574). Surrogates: an escape can make one, and no output can take it. The two code
# points that libyaml refuses everywhere.
_CONTROLS: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
)
# Characters without width, by which two texts can differ and look the same: what Unicode calls
# default ignorable (DerivedCoreProperties.txt), among them a byte order mark inside the text.
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065"
    "\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
INVISIBLE: Final = re.compile(f"[{_INVISIBLE}]")
FORBIDDEN: Final = re.compile(f"[{_CONTROLS}{_INVISIBLE}]")
