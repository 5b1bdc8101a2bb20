"""The life of a plan version: loaded as a draft, published once, replaced by the next."""

from dataclasses import asdict
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may, require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.plan import kinds
from kuangan.plan.models import Duty, Plan, PlanVersion, Receipt
from kuangan.plan.package.findings import ERROR
from kuangan.plan.package.opening import Opened, open_package
from kuangan.plan.package.parts import PlanPackage
from kuangan.plan.queries import (
    county_bureaus,
    effect_row,
    foresee,
    package_of,
    parent_data,
    published_version,
    version_by,
)
from kuangan.plan.states import VERSION_CHART, VersionState

_SHOWN = 20
"""So many errors are named in a refusal; more tell nobody more."""


@transaction.atomic
def load(actor: Actor, package: Path | Opened) -> PlanVersion:
    """Take a package in as a draft, with the warnings of its check; the same content once more changes nothing.

    Raises Refused when the check found errors (naming file and line), or when this version number already has other
    content.
    """
    opened = open_package(package, parent_data) if isinstance(package, Path) else package
    built = _without_errors(opened)
    plan = _plan_for(actor, built)
    found = PlanVersion.objects.filter(plan=plan, version=built.version).first()
    if found is not None:
        return _same(found, built)
    version = PlanVersion.objects.create(
        plan=plan,
        version=built.version,
        parent=version_by(*built.parent) if built.parent else None,
        data=dict(built.data),
        content_hash=built.hash,
        findings=[asdict(finding) for finding in opened.findings],
        loaded_by=actor.name,
    )
    record(actor, kinds.LOADED, version, urn=plan.urn, version=version.version, content_hash=version.content_hash)
    return version


def _without_errors(opened: Opened) -> PlanPackage:
    if opened.package is not None:
        return opened.package
    errors = [finding for finding in opened.findings if finding.level == ERROR]
    lines = "\n".join(f"{each.file}:{each.line} {each.message} {each.mend}".strip() for each in errors[:_SHOWN])
    raise Refused(_("The package has errors and was not loaded:") + "\n" + lines)


def _plan_for(actor: Actor, built: PlanPackage) -> Plan:
    head = {
        "title": built.title[:200],
        "short_title": built.short_title[:60],
        "region_code": built.issuer.region.ljust(6, "0"),
        "starts_on": built.window.start,
        "ends_on": built.window.end,
    }
    wanted = Plan(urn=built.urn, **head)
    if may(actor, "plan.load", wanted).outside:
        raise Refused(_("This plan is issued for a region outside your jurisdiction. Its own bureau has to load it."))
    require(actor, "plan.load", wanted)
    plan, _created = Plan.objects.select_for_update().get_or_create(urn=built.urn, defaults=head)
    if plan.region_code != head["region_code"]:
        raise Refused(_("A plan with this URN belongs to another region. Give your plan a URN of its own."))
    return plan


def _same(found: PlanVersion, built: PlanPackage) -> PlanVersion:
    if found.content_hash != built.hash:
        raise Refused(
            _("Version %(version)s is already loaded with other content. Raise the version in the head of the package.")
            % {"version": found.version}
        )
    if found.state == VersionState.WITHDRAWN:
        raise Refused(
            _("Version %(version)s was withdrawn. Raise the version in the head of the package.")
            % {"version": found.version}
        )
    return found


@transaction.atomic
def publish(actor: Actor, version: PlanVersion, *, reason: str = "") -> PlanVersion:
    """Put a draft in force: replaces the version before it, lays out its duties, hands receipts to the county bureaus.

    Raises Refused when the version is no draft any more, a newer one is in force, or overdue duties would vanish and no
    `reason` is given. Announces `plan.published`.
    """
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)  # two publishers queue here
    version = PlanVersion.objects.select_for_update().select_related("plan").get(pk=version.pk)
    require(actor, "plan.publish", version)
    state = VERSION_CHART.move(version.state, "publish")
    before = published_version(plan)
    foreseen = foresee(plan, version=version)
    if foreseen is not None and foreseen.overdue and not reason.strip():
        raise Refused(
            _("%(count)d overdue duties vanish with this version. Say why.") % {"count": foreseen.overdue}, "reason"
        )
    if before is not None:
        _replace(actor, before, version)
    version.state = state
    version.published_at = clock.now()
    version.published_by = actor.name
    version.save(update_fields=["state", "published_at", "published_by"])
    package = package_of(version)
    _retitle(plan, package)
    _lay_out(version, package)
    bureaus = _hand_to_bureaus(actor, version)
    if foreseen is not None:
        effect = effect_row(plan, foreseen)
        effect.version = version
        effect.save()
    record(
        actor, kinds.PUBLISHED, version,
        version=version.version, content_hash=version.content_hash,
        replaces=before.version if before else "", bureaus=bureaus, reason=reason.strip(),
    )  # fmt: skip
    announce("plan.published", version_id=version.pk)
    return version


def _replace(actor: Actor, before: PlanVersion, version: PlanVersion) -> None:
    if _numbers(before.version) > _numbers(version.version):
        raise Refused(
            _("Version %(version)s is newer and in force. Raise the version of yours.") % {"version": before.version}
        )
    before.state = VERSION_CHART.move(before.state, "replace")
    before.save(update_fields=["state"])
    record(actor, kinds.REPLACED, before, by=version.version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _retitle(plan: Plan, package: PlanPackage) -> None:
    """The plan is called as its version in force calls it."""
    plan.title, plan.short_title = package.title[:200], package.short_title[:60]
    plan.starts_on, plan.ends_on = package.window.start, package.window.end
    plan.save(update_fields=["title", "short_title", "starts_on", "ends_on"])


def _lay_out(version: PlanVersion, package: PlanPackage) -> None:
    Duty.objects.bulk_create(
        Duty(
            version=version,
            slug=duty.id,
            position=position,
            title=duty.title[:200],
            short=duty.short[:20],
            group=duty.group[:40],
            clauses=list(duty.clauses),
            bearer_kind=duty.bearer.kind,
            per_mine=duty.bearer.for_each == "mine",
            cadence=duty.cadence.kind,
            force=duty.force,
            counted=duty.counted,
        )
        for position, duty in enumerate(package.duties, start=1)
    )


def _hand_to_bureaus(actor: Actor, version: PlanVersion) -> list[str]:
    bureaus = county_bureaus(version.plan)
    Receipt.objects.bulk_create(
        Receipt(version=version, authority=bureau, region_code=bureau.region_code, handed_out_by=actor.name)
        for bureau in bureaus
    )
    return [bureau.code for bureau in bureaus]


@transaction.atomic
def withdraw(actor: Actor, version: PlanVersion) -> PlanVersion:
    """Take a draft back for good; a published version is replaced, never withdrawn. Raises Refused for one."""
    version = PlanVersion.objects.select_for_update().select_related("plan").get(pk=version.pk)
    require(actor, "plan.withdraw", version)
    version.state = VERSION_CHART.move(version.state, "withdraw")
    version.save(update_fields=["state"])
    record(actor, kinds.WITHDRAWN, version, version=version.version)
    return version
