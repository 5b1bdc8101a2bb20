"""Names of enterprises and mines as they are compared: what two offices write differently without meaning it."""

import re
import unicodedata
from functools import lru_cache

_FORM = re.compile(r"(股份有限公司|有限责任公司|有限公司|\(有限合伙\)|有限合伙|公司)$")
_SIGNS = re.compile(r"[\s·•.,，、。“”\"'‘’\-—_()（）〔〕\[\]【】]+")


@lru_cache(maxsize=65_536)  # the names of a large roster, each of which is compared many times
def bare_name(name: str) -> str:
    """A name without legal form, brackets, spaces and signs, half-width: 恩平市丹砾石业有限公司 → 恩平市丹砾石业."""
    text = unicodedata.normalize("NFKC", name or "").strip().lower()
    return _SIGNS.sub("", _FORM.sub("", _SIGNS.sub("", text)))
