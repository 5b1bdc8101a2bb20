"""An act that knows a form sent twice also knows when it was sent with something else in it."""

from tests.house import rooms

TAKES_WHAT_IS_NEW = {"kuangan/inspections/actions/route.py": "an area is the author's own draft: the newer words stay"}


def test_whoever_knows_an_entry_by_its_key_compares_what_was_sent() -> None:
    problems = []
    for path in rooms.ROOT.glob("kuangan/*/actions/**/*.py"):
        text, place = path.read_text(encoding="utf-8"), path.relative_to(rooms.ROOT).as_posix()
        if "filter(entry_key=" in text and "entries.refuse_other(" not in text and place not in TAKES_WHAT_IS_NEW:
            problems.append(place)
    assert not problems, "ask entries.refuse_other before answering with what the same key made"
