"""Chinese is complete at every commit."""

from tests.house.rooms import ROOT, report, rooms_on_disk
from tools import messages


def test_every_room_with_words_has_a_catalogue():
    known = set(messages.ROOMS)
    problems = [name for name in rooms_on_disk() if name.rpartition(".")[2] not in known]
    report(problems, "add the room to ROOMS in tools/messages.py, between the rooms it stands between")


def test_translations_are_complete_and_consistent():
    report(messages.Check().run(messages.ROOMS), "python tools/messages.py stub ROOM lists what is to be translated")


def test_templates_are_in_order():
    from tools import templates

    report(templates.problems(), "see the advice on each line; python tools/templates.py repeats this check")


def test_nothing_foreign_is_in_the_tree():
    from tools import foreign

    assert (ROOT / "requirements.lock").is_file()
    report([*foreign.lock_problems(), *foreign.tree_problems()], "packages come from the locks only")
