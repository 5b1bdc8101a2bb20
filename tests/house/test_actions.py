"""A write is a named verb: it takes the actor first and happens in one transaction."""

import ast

from tests.house.rooms import door_functions, is_exempt, module_files, place, report, rooms_on_disk, tree_of

VAGUE = ("process", "handle", "manage", "do", "perform")


def action_functions():
    for folder in rooms_on_disk().values():
        yield from door_functions(folder, "actions")


def is_atomic(function: ast.FunctionDef) -> bool:
    """Whether `transaction.atomic` decorates the function or encloses work in it."""
    enclosing = [item.context_expr for n in ast.walk(function) if isinstance(n, ast.With) for item in n.items]
    return any("atomic" in ast.unparse(expression) for expression in [*function.decorator_list, *enclosing])


def test_every_action_takes_the_actor_first():
    problems = []
    for path, function in action_functions():
        names = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
        if names[:1] != ["actor"] and not is_exempt(path, function, "no-actor"):
            problems.append(f"{place(path, function)}: {function.name}({', '.join(names)})")
    report(problems, "make `actor: Actor` the first argument; a real exception says `# house: no-actor — why` above it")


def test_every_action_is_one_transaction():
    problems = [
        f"{place(path, function)}: {function.name}"
        for path, function in action_functions()
        if not is_atomic(function) and not is_exempt(path, function, "not-atomic")
    ]
    report(problems, "decorate it with @transaction.atomic; a real exception says `# house: not-atomic — why` above it")


def test_actions_are_named_as_people_say_them():
    problems = [
        f"{place(path, function)}: {function.name}"
        for path, function in action_functions()
        if function.name.split("_")[0] in VAGUE
    ]
    report(problems, "name what a person does: accept, return_, extend, register…")


DECIDING = ("policy", "gates", "queries/gates", "actions", "acts", "web/acts")
"""Where it is decided who may do what to a row."""


def test_whoever_decides_about_a_row_asks_for_the_roles_held_over_it():
    problems = [
        f"{place(path, node)}: {ast.unparse(node)}"
        for folder in rooms_on_disk().values()
        for furniture in DECIDING
        for path in module_files(folder, furniture)
        if folder.name != "authority"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("roles", "scope_as") and "actor" in ast.unparse(node.value)
        if ast.unparse(node) not in _NOT_ABOUT_A_ROW.get(f"{folder.name}/{path.name}", ())
    ]
    report(
        problems,
        "a role held at one place counts for nothing at another: ask `actor.holds(ROLES, row)`;"
        " where there is no row yet, `scope_for(actor, verb)` says where the verb is held",
    )


_NOT_ABOUT_A_ROW = {"access/tokens.py": ("actor.roles",)}
"""What a token may be made for at all; each of its acts is decided over its row."""
