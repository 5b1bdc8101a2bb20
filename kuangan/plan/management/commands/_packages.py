"""Subcommands on packages as files, or on versions by URN: check, diff, trace."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuangan.plan.models import PlanVersion
from kuangan.plan.package.differing import differ
from kuangan.plan.package.findings import ERROR, Finding
from kuangan.plan.package.opening import Opened, ParentOf, beside, open_package
from kuangan.plan.package.serving import AWAITS, NOT_SERVED
from kuangan.plan.package.tracing import Trace, trace_data
from kuangan.plan.queries import parent_data, version_by
from kuangan.plan.rules.phrases import STATES

from ._tables import cut, table

Say = Callable[[str], None]


def check(say: Say, path: str) -> int:
    """Print every finding; 1 when the package cannot be loaded."""
    opened = opened_at(path)
    for finding in opened.findings:
        say(finding_line(finding))
    errors = sum(finding.level == ERROR for finding in opened.findings)
    warnings = len(opened.findings) - errors
    if opened.package:
        package = opened.package
        say(f"{package.urn} {package.version} {package.title}")
        say(_("Clauses %(clauses)d, duties %(duties)d, parameters %(parameters)d.") % {
            "clauses": len(package.clauses), "duties": len(package.duties), "parameters": len(package.parameters)
        })  # fmt: skip
    say(_("Errors: %(errors)d. Warnings: %(warnings)d.") % {"errors": errors, "warnings": warnings})
    return 1 if errors else 0


def diff(say: Say, before: str, after: str) -> int:
    """Print what differs between two packages or versions (PATH, or URN@VERSION)."""
    found = differ(data_of(before), data_of(after))
    rows = [(_("added"), part, name, title) for part, name, title in found.added]
    rows += [(_("removed"), part, name, title) for part, name, title in found.removed]
    rows += [
        (_("changed"), each.part, each.id, f"{each.path}: {cut(str(each.before), 16)} → {cut(str(each.after), 16)}")
        for each in found.changed
    ]
    rows += [(_("moved"), "duties", name, "") for name in found.moved]
    say(table((_("What"), _("Part"), _("Id"), _("Content")), rows) if rows else _("No difference."))
    return 0


def trace(say: Say, what: str, *, as_json: bool = False) -> int:
    """Print which part answers each row of the catalogue and each clause, and whether it can work in this installation;
    1 when something has no answer or is served by nothing."""
    report = trace_data(data_of(what))
    if as_json:
        say(json.dumps(traced(report), ensure_ascii=False, indent=1))
        return 1 if report.missing_rows or report.bare_clauses or report.service[NOT_SERVED] else 0
    rows = [(row, STATES[report.state_of(row)], _answers(answers)) for row, answers in report.rows.items()]
    say(table((_("Row"), _("Whether it works"), _("Answered by")), rows))
    say("")
    for row, state in ((row, report.state_of(row)) for row in report.rows):
        if state in (NOT_SERVED, AWAITS):
            words = dict.fromkeys(each for answer in report.rows[row] for each in answer.awaits)
            say(f"{row} {STATES[state]}: {_(', ').join(words)}")
    say("")
    say(table((_("Clause"), _("Answered by")), [(clause, _answers(found)) for clause, found in report.clauses.items()]))
    say("")
    say(_("Rows answered: %(answered)d of %(rows)d, by a duty: %(duties)d.") % {
        "answered": report.answered, "rows": len(report.rows), "duties": len(report.duty_rows)
    })  # fmt: skip
    counts = {state: len(rows) for state, rows in report.service.items()}
    say(
        _("Served: %(served)d, awaiting: %(awaits)d, not served: %(not_served)d, in words only: %(in_words)d.") % counts
    )
    return _say_gaps(say, report)


def traced(report: Trace) -> dict[str, Any]:
    """The report as JSON values: rows and duties with their state and what they await, clauses with their answers."""
    parts = {(each.part, each.id): each for answers in report.rows.values() for each in answers}
    return {
        "rows": [
            {"row": row, "state": report.state_of(row), "answers": [asdict(each) for each in answers]}
            for row, answers in report.rows.items()
        ],
        "duties": [asdict(each) for (part, _id), each in parts.items() if part == "duty"],
        "clauses": {clause: [f"{each.part} {each.id}" for each in found] for clause, found in report.clauses.items()},
        "service": {state: len(rows) for state, rows in report.service.items()},
    }


def _say_gaps(say: Say, report: Trace) -> int:
    if report.missing_rows:
        say(_("Rows without an answer: %(rows)s") % {"rows": ", ".join(map(str, report.missing_rows))})
    if report.bare_clauses:
        say(_("Clauses without an answer: %(clauses)s") % {"clauses": ", ".join(report.bare_clauses)})
    if report.service[NOT_SERVED]:
        rows = ", ".join(map(str, report.service[NOT_SERVED]))
        say(_("Rows that nothing serves: %(rows)s") % {"rows": rows})
    return 1 if report.missing_rows or report.bare_clauses or report.service[NOT_SERVED] else 0


def _answers(answers: Any) -> str:
    return "; ".join(f"{each.part} {each.id}" for each in answers) or "—"


def finding_line(finding: Finding | Mapping[str, Any]) -> str:
    """`plan.yaml:12 error: … mend`."""
    get = finding.get if isinstance(finding, Mapping) else lambda name: getattr(finding, name)
    level = _("error") if get("level") == ERROR else _("warning")
    return f"{get('file')}:{get('line')} {level}: {get('message')} {get('mend')}".rstrip()


def opened_at(path: str) -> Opened:
    """The package at a path; its parent is looked for in the folders beside it, then among the loaded versions."""
    place = Path(path)
    if not place.exists():
        raise CommandError(_("There is no file or folder %(path)s.") % {"path": path}, returncode=2)
    return open_package(place, parents_of(place))


def parents_of(place: Path) -> ParentOf:
    """How the parent of a package file is found."""
    return lambda urn, version: beside(place, urn, version) or parent_data(urn, version)


def data_of(what: str) -> Mapping[str, Any]:
    """Canonical data of a path, or of a loaded version written URN or URN@VERSION."""
    if what.startswith("urn:"):
        return version_named(what).data
    opened = opened_at(what)
    if opened.package is None:
        errors = [each for each in opened.findings if each.level == ERROR]
        head = ngettext("The package has %(count)d error:", "The package has %(count)d errors:", len(errors))
        raise CommandError("\n".join([head % {"count": len(errors)}, *map(finding_line, errors)]))
    return opened.package.data


def version_named(what: str) -> PlanVersion:
    """A loaded version written URN@VERSION; URN alone means the newest one loaded."""
    urn, _at, number = what.partition("@")
    versions = PlanVersion.objects.select_related("plan").filter(plan__urn=urn).order_by("-id")
    found = version_by(urn, number) if number else versions.first()
    if found is None:
        raise CommandError(_("No loaded plan has the URN %(urn)s.") % {"urn": what}, returncode=2)
    return found
