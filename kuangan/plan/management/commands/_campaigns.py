"""Subcommands on the data base: load, publish, preview."""

import getpass
from collections.abc import Callable

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.rules import day, due_day
from kuangan.plan import actions
from kuangan.plan.models import Plan
from kuangan.plan.queries import (
    PreviewLine,
    foresee,
    known_facts,
    plans_in_force,
    preview,
    published_version,
    sparse_facts,
    version_by,
)
from kuangan.plan.rules.facts import SCOPE
from kuangan.plan.rules.phrases import awaits_words, bearers_words, due_words, occasion_words
from kuangan.plan.rules.wording import scope_left_open
from kuangan.registry.models import Mine

from ._packages import finding_line, opened_at, version_named

Say = Callable[[str], None]


def operator() -> Actor:
    """Whoever runs the command on the server: named in the audit trail as such."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = ""
    return Actor.system(f"command line {name}".strip())


def load(say: Say, path: str) -> int:
    """Load the package at a path as a draft."""
    try:
        version = actions.load(operator(), opened_at(path))
    except Refused as refusal:
        raise CommandError(str(refusal)) from None
    for finding in version.findings:
        say(finding_line(finding))
    say(_("Loaded %(urn)s %(version)s (%(state)s).") % {
        "urn": version.plan.urn, "version": version.version, "state": version.get_state_display()
    })  # fmt: skip
    return 0


def publish(say: Say, urn: str, number: str, reason: str = "") -> int:
    """Put a loaded version in force, after saying what it does to the duties."""
    version = version_by(urn, number)
    if version is None:
        raise CommandError(
            _("Version %(version)s of %(urn)s is not loaded. Load it first.") % {"urn": urn, "version": number},
            returncode=2,
        )
    for fact in sparse_facts(version):
        words = {"fact": fact.label, "known": fact.known, "mines": fact.mines, "duties": len(fact.duties)}
        say(_("%(fact)s is known for %(known)d of %(mines)d mines; %(duties)d duties ask about it.") % words)
    if foreseen := foresee(version.plan, version=version):
        figures = {name: getattr(foreseen, name) for name in ("appears", "vanishes", "overdue", "moves")}
        say(
            _("Duties that appear: %(appears)d, vanish: %(vanishes)d (overdue: %(overdue)d), move: %(moves)d") % figures
        )
    try:
        version = actions.publish(operator(), version, reason=reason)
    except Refused as refusal:
        raise CommandError(str(refusal)) from None
    say(_("In force: %(title)s %(version)s.") % {"title": version.plan.title, "version": version.version})
    return 0


def preview_mine(say: Say, code: str, urn: str = "") -> int:
    """Print what a mine would owe under a plan, and why."""
    version = version_named(urn) if urn else published_version(_only_plan())
    if version is None:
        raise CommandError(_("No plan is in force."), returncode=2)
    try:
        found = preview(Scope.everywhere(), version, code)
    except Mine.DoesNotExist:
        raise CommandError(_("No mine has the code %(code)s.") % {"code": code}, returncode=2) from None
    say(f"{found.mine.name} ({found.mine.code}) · {version}")
    since = found.since.get("scope")
    say(f"{SCOPE.get(found.outcome.code, found.outcome.code)}: {found.outcome.sentence} {day(since) if since else ''}")
    if found.outcome.until:
        say(_("Ends when: %(state)s") % {"state": found.outcome.until})
    if found.outcome.open:
        say(scope_left_open(found.outcome, known_facts(version)))
    for title, lines in ((_("Owed by the mine"), found.own), (_("Owed for this mine by others"), found.of_others)):
        say("")
        say(f"{title}: {len(lines)}")
        for line in lines:
            _say_line(say, line)
    if found.unknown:
        say("")
        say(_("Would be owed if it were known: %(count)d") % {"count": len(found.unknown)})
        for duty, words in found.unknown:
            say(f"· [{', '.join(duty.clauses)}] {duty.title} — {words}")
    say("")
    say(_("Not owed: %(count)d") % {"count": len(found.not_owed)})
    return 0


def _say_line(say: Say, line: PreviewLine) -> None:
    duty = line.duty
    due = due_day(line.due) if line.due else (occasion_words(duty.cadence) if line.event else due_words(duty))
    say(f"· [{', '.join(duty.clauses)}] {duty.title} — {bearers_words(duty)} — {due}")
    for reason in line.reasons:
        say(f"    {_('Why')}: {reason}")
    for end in line.enders:
        say(f"    {end}")
    if line.awaits:
        say(f"    {awaits_words(line.awaits, line.awaits_event)}")


def _only_plan() -> Plan:
    plans = plans_in_force(Scope.everywhere())
    if len(plans) == 1:
        return plans[0]
    if not plans:
        raise CommandError(_("No plan is in force."), returncode=2)
    names = ", ".join(plan.urn for plan in plans)
    raise CommandError(_("Several plans are in force; name one with --plan: %(urns)s") % {"urns": names}, returncode=2)
