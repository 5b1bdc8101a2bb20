"""A room holds the furniture of the house and nothing else, and opens with its card."""

import ast

from tests.house.rooms import FOUNDATION, place, python_files, report, rooms_on_disk, tree_of

MODULES = {
    *(
        "apps",
        "states",
        "kinds",
        "rules",
        "models",
        "policy",
        "queries",
        "actions",
        "sheets",
        "letters",
        "tasks",
        "api",
    ),
    "web",
}
FOLDERS = {"templates", "static", "migrations", "management", "templatetags", "tests"}
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "managers", "services", "service", "core", "base"}
# Extra furniture a single room needs, with the reason.
EXTRA = {
    "shell": {
        "backup": "takes database and kept files as they are at one moment, and brings them back proven equal",
        "bench": "measures the figures of docs/performance on invented data",
        "serving": "keeps web server and worker running as children of one command",
        "watching": "readiness, figures and request lines for whoever looks after the installation",
        "simulation": "plays an invented campaign through the real actions and fills the demo",
    },
    "duties": {"listeners": "what reaches duties from the rooms below by the event bus"},
    "plan": {
        "package": "reads and checks the packages of content/plans",
        "schema": "the published JSON Schema of a package",
    },
}
CARD = ("Owns:", "Promises:", "Doors:", "Stands on:")


def test_rooms_hold_only_the_furniture_of_the_house():
    problems = []
    for name, folder in rooms_on_disk().items():
        if name.startswith("foundation."):
            continue  # foundation rooms name their modules after what they provide
        allowed = MODULES | FOLDERS | set(EXTRA.get(name, ()))
        for entry in sorted(folder.iterdir()):
            if entry.name in {"__init__.py", "__pycache__"}:
                continue
            if (entry.is_file() and entry.suffix != ".py") or entry.stem not in allowed:
                problems.append(f"{place(entry)}: {entry.name} is no furniture of a room")
    report(problems, f"put the lines where they belong: {', '.join(sorted(MODULES))}, or inside a package of that name")


def test_no_module_has_a_name_that_says_nothing():
    problems = [f"{place(path)}: {path.stem}" for path in python_files(tests=True) if path.stem in FORBIDDEN]
    problems += [f"{place(p)}: {p.parent.name}" for p in python_files(tests=True) if p.parent.name in FORBIDDEN]
    report(problems, "name the module after what is in it")


def test_every_room_opens_with_its_card():
    problems = []
    for name, folder in rooms_on_disk().items():
        tree = tree_of(folder / "__init__.py")
        card = ast.get_docstring(tree) or ""
        missing = [heading for heading in CARD if heading not in card]
        if missing:
            problems.append(f"{place(folder / '__init__.py')}: the card of {name} lacks {' '.join(missing)}")
        if any(not isinstance(node, ast.Expr) for node in tree.body):
            problems.append(f"{place(folder / '__init__.py')}: a room's __init__ holds its card and no code")
    report(problems, "write Owns, Promises, Doors and Stands on into the docstring (house plan, section 2)")


def test_every_room_is_an_installed_app():
    from django.apps import apps

    installed = {config.name for config in apps.get_app_configs()}
    problems = [f"kuangan.{name}" for name in rooms_on_disk() if f"kuangan.{name}" not in installed]
    report(problems, "add the room to ROOMS in config/settings.py")
    assert FOUNDATION[0] == "kernel"
