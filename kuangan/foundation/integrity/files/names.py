"""Names of uploaded files: what people see of them, and what a name may not pretend."""

import re
import unicodedata

LONGEST = 120
_INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_FORBIDDEN = re.compile(r'[<>:"|?*/\\]')


def clean_name(name: str) -> str:
    """The bare name, fit to be shown and to be given to a download: no folders, control or direction marks.

    A name longer than 120 characters is cut in its middle part, its ending stays. "" when nothing is left.
    """
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    bare = _FORBIDDEN.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFC", bare))).strip(" .")
    if len(bare) <= LONGEST:
        return bare
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[: LONGEST - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 12 else bare[:LONGEST]
