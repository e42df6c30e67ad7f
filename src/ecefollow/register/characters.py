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
# default ignorable (DerivedCoreProperties.txt), among them a byte order mark inside the text; the
# empty Braille pattern, and what annotates other characters.
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065"
    "\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Two of these decide how Arabic, Indic and like scripts join their letters, and one that the
# character before it is an emoji: there they can be seen.
_JOINERS: Final = "\u200c\u200d"
_EMOJI_SIGN: Final = "\ufe0f"
# The letters and marks of the blocks of these scripts.
_JOINED: Final = (
    "\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06fc\u06ff"
    "\u0710-\u077f\u07ca-\u07f5\u07fa-\u07fd\u0860-\u0887\u0889-\u088e\u0898-\u08e1"
    "\u08e3-\u0963\u0971-\u09e3\u09f0-\u09f1\u09fc\u09fe-\u0a5e\u0a70-\u0a75\u0a81-\u0ae3"
    "\u0af9-\u0b63\u0b71\u0b82-\u0bd7\u0c00-\u0c63\u0c80-\u0c83\u0c85-\u0ce3\u0cf1-\u0d4e"
    "\u0d54-\u0d57\u0d5f-\u0d63\u0d7a-\u0ddf\u0df2-\u0df3\u0f40-\u0f84\u0f86-\u0fbc"
    "\u1000-\u103f\u1050-\u108f\u109a-\u109d\u1780-\u17b3\u17b6-\u17d3\u17d7\u17dc-\u17dd"
    "\u1820-\u18aa\u1900-\u193b\u1a20-\u1a7f\u1b00-\u1b4c\u1b6b-\u1b73\u1b80-\u1baf"
    "\u1bba-\u1bf3\u1cd0-\u1cd2\u1cd4-\u1cfa\ua800-\ua827\ua82c\ua840-\ua873\ua880-\ua8c5"
    "\ua8e0-\ua8f7\ua8fb\ua8fd-\ua8ff\ua980-\ua9c0\ua9cf\uaa00-\uaa4d\uabc0-\uabea"
    "\uabec-\uabed"
)
_EMOJI: Final = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
# A pattern, compiled when it is used: few texts need it.
INVISIBLE: Final = f"[{_INVISIBLE}]"
# May be forbidden: whether a joiner is shows beside its neighbours. ASCII may be left out of a text
# that is searched for these, and not of one that is searched for FORBIDDEN.
SUSPECT: Final = re.compile(f"[{_CONTROLS}{_INVISIBLE}]")
FORBIDDEN: Final = (  # likewise
    SUSPECT.pattern
    + f"(?!(?<=[{_JOINED}][{_JOINERS}])[{_JOINED}])"
    + f"(?<![{_EMOJI}]{_EMOJI_SIGN})"
)


def forbidden_anywhere() -> str:
    """The pattern of the characters that are forbidden whatever stands beside them."""
    return f"(?![{_JOINERS}{_EMOJI_SIGN}]){SUSPECT.pattern}"
