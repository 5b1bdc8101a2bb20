"""No scope, no rows: every read says on whose behalf it reads."""

from tests.house.rooms import door_functions, is_exempt, place, report, rooms_on_disk


def test_every_query_takes_a_scope_or_an_actor_first():
    problems = []
    for folder in rooms_on_disk().values():
        for path, function in door_functions(folder, "queries"):
            names = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
            if names[:1] not in (["scope"], ["actor"]) and not is_exempt(path, function, "unscoped"):
                problems.append(f"{place(path, function)}: {function.name}({', '.join(names)})")
    report(
        problems,
        "make `scope: Scope` or `actor: Actor` the first argument; a read that belongs to no jurisdiction says"
        " `# house: unscoped — why` above it; a helper starts with an underscore",
    )
