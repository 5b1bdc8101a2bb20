"""Which accounts belong to one person, as far as names, telephone numbers and the registry can tell. No database."""

import re
import unicodedata
from dataclasses import dataclass

_ALIKE = (
    *("己已巳", "未末", "日曰", "土士", "人入八", "千干于", "天夭", "戊戌戍", "王玉壬", "刀刁力", "大太犬", "段叚"),
    *("aаα", "eеε", "oоο0", "pрρ", "cс", "xхχ", "yу", "iіιl1", "kκк", "mм", "tτт", "bв", "hһн", "nν", "uυ"),  # noqa: RUF001
)
"""Characters that an eye takes for one another; Cyrillic and Greek letters among the Latin ones."""
_SAME = str.maketrans({one: alike[0] for alike in _ALIKE for one in alike[1:]})
_RADICALS = str.maketrans("⻁⻄⻓⻢⻥⻩⻬⻰⺠", "虎西长马鱼黄齐龙民")
"""Radicals that look like characters and that NFKC leaves as they are."""
_UNSEEN = re.compile(r"[^\w]|_", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of the person behind an account; numbers are the registry's."""

    name: str
    phone: str = ""
    person_id: int | None = None
    id_number: str = ""


def name_skeleton(name: str) -> str:
    """A name as the eye sees it: without spaces, signs and invisible characters, look-alike characters made one."""
    text = unicodedata.normalize("NFKC", (name or "").translate(_RADICALS)).casefold()
    return _UNSEEN.sub("", text).translate(_SAME)


def phone_digits(phone: str) -> str:
    """The eleven digits that count, however they were typed."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", phone or ""))[-11:]


def is_one_person(one: Traits, other: Traits) -> bool:
    """Whether two accounts are taken for one person's: same person in the registry, same number, or a name that reads
    alike with nothing that tells the two apart."""
    if one.person_id is not None and one.person_id == other.person_id:
        return True
    phones = phone_digits(one.phone), phone_digits(other.phone)
    if phones[0] and phones[0] == phones[1]:
        return True
    if name_skeleton(one.name) != name_skeleton(other.name):
        return False
    if one.id_number and other.id_number:
        return one.id_number == other.id_number
    return not all(phones)
