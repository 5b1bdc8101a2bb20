"""Puts the invented mines on record: enterprises, mines, people, licences, contractors, the agency."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.registry import actions as registry
from kuangan.registry.models import Agency, Authority, Contractor, Engagement, Enterprise, Mine, Person
from kuangan.registry.states import AuthorityKind, LicenceKind, MineKind, MineStatus, Post
from kuangan.shell.simulation.names import CONTRACTORS, COUNTIES, person_name, phone
from kuangan.shell.simulation.sketches import Sketch

WORKS = ("穿孔爆破", "剥离和采装", "矿石运输", "边坡治理", "掘进施工")


@dataclass
class Holding:
    """A mine on record with its sketch and its people by post."""

    sketch: Sketch
    mine: Mine
    people: dict[str, Person]


def authority(region_code: str, kind: AuthorityKind = AuthorityKind.EMERGENCY_BUREAU) -> Authority:
    """The bureau (or government) of a region, as content/authorities has it."""
    return Authority.objects.get(region_code=region_code, kind=kind)


def settle(registrar: Actor, sketch: Sketch, known: dict[int, Holding], chance: Random) -> Holding:
    """Register one mine by the officer of its county; a dump belongs to the enterprise of its host."""
    host = known.get(sketch.host)
    enterprise = host.mine.enterprise if host else _enterprise(registrar, sketch, chance)
    mine = registry.register_mine(
        registrar, enterprise=enterprise, name=f"{enterprise.name}{sketch.town}{sketch.short}",
        short_name=sketch.short, kind=sketch.kind, region_code=sketch.county.code, facts=sketch.facts,
        effective_on=sketch.since, basis="2022年度非煤矿山名录", town=sketch.town,
        address=f"{sketch.town}{sketch.stem}矿区", mineral=sketch.mineral,
        design_capacity="" if sketch.kind in (MineKind.DUMP_SITE, MineKind.TAILINGS_POND)
        else f"{chance.choice((10, 30, 50, 60, 100, 150))}万立方米/年",
        longitude=sketch.longitude, latitude=sketch.latitude, attached_to=host.mine if host else None,
        in_scope_since=sketch.since, is_demo=True,
    )  # fmt: skip
    holding = Holding(sketch, mine, {})
    if host:
        holding.people = host.people
    else:
        _staff(registrar, holding, enterprise, chance)
        _licences(registrar, holding)
    return holding


def _enterprise(registrar: Actor, sketch: Sketch, chance: Random) -> Enterprise:
    return registry.register_enterprise(
        registrar, name=sketch.enterprise, region_code=sketch.county.code, credit_code=sketch.credit_code,
        address=f"{sketch.town}{sketch.stem}矿区办公楼", phone=phone(chance), is_demo=True,
    )  # fmt: skip


def _staff(registrar: Actor, holding: Holding, enterprise: Enterprise, chance: Random) -> None:
    posts = [(Post.PRINCIPAL, "矿长"), (Post.SAFETY_OFFICER, "安全科长"), (Post.TECHNICIAN, "采矿工程师")]
    if holding.sketch.number % 2:
        posts.append((Post.SPECIAL_OPERATOR, "爆破员"))
    for post, title in posts:
        person = registry.register_person(
            registrar, name=person_name(chance), employer=enterprise, phone=phone(chance), title=title, is_demo=True
        )
        registry.appoint(
            registrar, person, post=post, organisation=holding.mine, appointed_on=date(2022, 6, 1),
            document=f"{enterprise.name}任命〔2022〕{chance.randint(1, 30)}号",
            speciality="爆破作业" if post == Post.SPECIAL_OPERATOR else "",
            certificate_no=f"T4407{chance.randrange(10**9):09d}",
            certificate_valid_to=clock.today() + timedelta(days=chance.randint(-30, 900)),
        )  # fmt: skip
        holding.people[post] = person


def _licences(registrar: Actor, holding: Holding) -> None:
    sketch = holding.sketch
    if sketch.status == MineStatus.CLOSED:
        return
    safety, mining = sketch.licence_days
    today, number = clock.today(), sketch.number
    kinds = [(LicenceKind.SAFETY, f"（粤）FM安许证字〔2021〕D{number:03d}", "广东省应急管理厅", safety)]
    if sketch.kind not in (MineKind.TAILINGS_POND, MineKind.DUMP_SITE):
        kinds.append((LicenceKind.MINING, f"C4407002021017{number:06d}", "江门市自然资源局", mining))
    for kind, code, issuer, days in kinds:
        registry.register_licence(
            registrar, holding.mine, kind=kind, number=code, issuer=issuer, valid_from=today - timedelta(days=900),
            valid_to=today + timedelta(days=days), scope_of_work=f"{sketch.mineral}开采",
        )  # fmt: skip


def contractors(registrar: Actor) -> list[Contractor]:
    """The invented contractors; the last two are unfit."""
    found = []
    for at, name in enumerate(CONTRACTORS):
        fit = at < len(CONTRACTORS) - 1
        valid = date(2022, 12, 31) if at == len(CONTRACTORS) - 2 else date(2025, 6, 30)
        found.append(
            registry.register_contractor(
                registrar,
                name=f"江门市{name}",
                region_code="440700",
                is_demo=True,
                licence_no=f"（粤）JZ安许证字〔2021〕D{at:03d}" if fit else "",
                licence_valid_to=valid if fit else None,
                qualification="矿山工程施工总承包三级",
            )
        )
    return found


def hire(
    registrar: Actor, mine: Mine, contractor: Contractor, chance: Random, *, since: date, agreed: bool = True
) -> Engagement:
    """A contractor begins to work in a mine, usually with its safety agreement."""
    engagement = registry.engage_contractor(
        registrar, mine, contractor, work=chance.choice(WORKS), started_on=since, is_warned=True
    )
    if agreed:
        registry.record_agreement(
            registrar, engagement, signed_on=since, number=f"外包安全协议〔{since.year}〕{chance.randint(1, 60)}号"
        )
    return engagement


def agency(registrar: Actor) -> Agency:
    """One invented technical-service agency."""
    return registry.register_agency(
        registrar, name="江门市岭砚安全技术咨询有限公司", region_code="440700", services=["evaluation", "design"],
        qualification_no="APJ-（粤）-D001", valid_to=date(2024, 5, 31), in_scope_since=date(2023, 1, 1),
        is_demo=True,
    )  # fmt: skip


def county_codes() -> list[str]:
    """Codes of the seven counties."""
    return [county.code for county in COUNTIES]
