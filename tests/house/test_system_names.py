"""Work that no account did is named in words on every page: a new name of `Actor.system` needs its words."""

import ast

from django.utils import translation

from kuangan.foundation.ui.rules import who
from tests.house.rooms import place, python_files, report, tree_of


def names():
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "system"):
                continue
            if getattr(node.func.value, "id", "") == "Actor" and node.args and isinstance(node.args[0], ast.Constant):
                yield path, node, node.args[0].value


def test_every_name_of_the_system_has_its_words():
    found = list(names())
    assert {"nightly", "sealing"} <= {name for _path, _node, name in found}
    with translation.override("zh-hans"):
        raw = [
            f"{place(path, node)} “{name}” has no words in ui/rules.py"
            for path, node, name in found
            if who(name) == name
        ]
    report(raw, "give every name of the system's own work its words in kuangan/foundation/ui/rules.py")
