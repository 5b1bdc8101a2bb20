"""What tests of this room stand on: two counties of one city, their bureaus and mines, people, and a small package."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.registry.models import Authority, Enterprise, Mine, MineState, Region
from kuangan.registry.states import AuthorityKind, Level, MineKind

CITY, ENPING, KAIPING, ELSEWHERE = "449900", "449985", "449983", "448881"
URN = "urn:kuangan:plan:test:quarries"


def person(role: Role, scope: Scope, name: str = "", organisation: str = "") -> Actor:
    """Somebody with one role in one scope."""
    return Actor(user_id=7, name=name or str(role.value), organisation=organisation, grants=(Grant(role, scope),))


def city_office() -> Actor:
    return person(Role.CITY_OFFICE, Scope.of_region(CITY), "市局经办")


def city_leader() -> Actor:
    return person(Role.CITY_LEADER, Scope.of_region(CITY), "市局领导")


def county_reviewer(region: str = ENPING) -> Actor:
    return person(Role.COUNTY_REVIEWER, Scope.of_region(region), f"县局经办{region}")


def county_leader(region: str = ENPING) -> Actor:
    return person(Role.COUNTY_LEADER, Scope.of_region(region), f"县局领导{region}")


def principal(mine: Mine) -> Actor:
    return person(Role.MINE_PRINCIPAL, Scope.of_mine(mine.pk), f"矿长{mine.code}")


def bureau(region: str, level: str = Level.COUNTY) -> Authority:
    found, _created = Authority.objects.get_or_create(
        code=f"bureau-{region}",
        defaults={
            "name": f"{region}应急管理局",
            "kind": AuthorityKind.EMERGENCY_BUREAU,
            "level": level,
            "region_code": region,
        },
    )
    return found


def counties() -> dict[str, Authority]:
    """The city, its two counties and a county elsewhere, each with its bureau."""
    for code, name, level in (
        (CITY, "试验市", Level.CITY),
        (ENPING, "东县", Level.COUNTY),
        (KAIPING, "西县", Level.COUNTY),
        (ELSEWHERE, "外县", Level.COUNTY),
    ):
        Region.objects.update_or_create(code=code, defaults={"name": name, "short_name": name, "level": level})
    return {
        code: bureau(code, Level.CITY if code == CITY else Level.COUNTY) for code in (CITY, ENPING, KAIPING, ELSEWHERE)
    }


def mine(code: str, region: str = ENPING, *, since: date = date(2023, 1, 1), **facts: Any) -> Mine:
    """A mine with one present state: a producing open pit unless said otherwise."""
    kind = facts.pop("kind", MineKind.OPEN_PIT)
    enterprise = Enterprise.objects.create(name=f"{code}公司", region_code=region)
    row = Mine.objects.create(enterprise=enterprise, name=f"{code}矿", code=code, kind=kind, region_code=region)
    state = MineState.objects.create(mine=row, valid_from=since, **{"status": "producing", **facts})
    row.current = state
    row.save(update_fields=["current"])
    return row


SMALL: dict[str, Any] = {
    "schema": "kuangan-plan/1",
    "urn": URN,
    "version": "1.0.0",
    "title": "采石场整治试验方案",
    "short_title": "采石场整治",
    "industry": "quarries",
    "issuer": {"region": "4499", "name": "试验市应急管理局"},
    "issued_on": "2023-03-01",
    "window": {"start": "2023-03-01", "end": "2023-12-31"},
    "catalogue_rows": 4,
    "clauses": [
        {"id": "一", "heading": "目标", "summary": "守住底线。"},
        {"id": "二", "heading": "任务", "summary": "两项任务。"},
        {"id": "二(一)1", "heading": "每月排查", "parent": "二", "task": 1, "summary": "主要负责人每月排查1次。"},
        {"id": "二(一)2", "heading": "边坡监测", "parent": "二", "task": 2, "summary": "高边坡监测。"},
    ],
    "phases": [{"id": "start", "title": "部署", "starts": "2023-03-01", "ends": "2023-03-31", "clause": "二"}],
    "parameters": [
        {"id": "flood_start", "title": "汛期开始日", "type": "date", "default": "2023-04-15", "set_by": ["city_office"], "per_region": True, "clauses": ["二"]},
        {"id": "watch_days", "title": "盯守间隔", "type": "integer", "default": 7, "least": 1, "most": 31, "unit": "天", "set_by": ["city_office", "county_leader"], "per_region": True, "clauses": ["二"]},
        {"id": "visit", "title": "检查方式", "type": "choice", "default": "joint", "choices": {"joint": "联合1次", "separate": "各1次"}, "set_by": ["city_office"], "clauses": ["二"]},
        {"id": "strict", "title": "从严", "type": "yes_no", "default": False, "set_by": ["city_leader"], "clauses": ["二"]},
    ],
    "scope": [
        {"id": "stopped", "when": {"all": [{"fact": "status", "is": "long_stopped"}, {"not": {"fact": "people_working", "is": True}}]}, "outcome": "watch", "mode": "contact", "sentence": "长期停产且无人作业，联系盯守。", "until": "恢复作业。", "clauses": ["一"]},
        {"id": "closed", "when": {"fact": "status", "is": "closed"}, "outcome": "out", "sentence": "已关闭。", "clauses": ["一"]},
        {"id": "active", "when": True, "outcome": "full", "sentence": "在产在建，列入整治范围。", "clauses": ["一"]},
    ],
    "principles": [{"id": "line", "title": "守住底线", "text": "不发生重特大事故。", "kept_by": "目标页。", "clauses": ["一"], "rows": [1]}],
    "duties": [
        {
            "id": "monthly-check", "title": "每月排查重大隐患", "short": "每月排查", "group": "自查", "summary": "主要负责人带队排查。",
            "clauses": ["二(一)1"], "rows": [2], "bearer": "mine", "applies": {"scope": "full"}, "cadence": "monthly",
            "evidence": [{"key": "file", "kind": "file", "accepts": ["document"], "label": "排查记录"}],
        },
        {
            "id": "slope", "title": "高边坡监测", "short": "边坡监测", "group": "自查", "summary": "边坡150米以上的监测。",
            "clauses": ["二(一)2"], "rows": [3], "bearer": "mine",
            "applies": {"all": [{"scope": "full"}, {"fact": "kind", "is": "open_pit"}, {"fact": "slope_height_m", "at_least": 150}]},
            "cadence": "once", "due": {"before": {"parameter": "flood_start"}},
            "evidence": [{"key": "file", "kind": "file", "accepts": ["document"], "label": "监测报告"}],
        },
        {
            "id": "watch", "title": "盯守停产矿山", "short": "盯守", "group": "监管", "summary": "按间隔盯守。",
            "clauses": ["二"], "rows": [4], "bearer": {"kind": "county_bureau", "for_each": "mine", "link": "county"},
            "applies": {"scope": "watch"}, "cadence": {"every_days": {"parameter": "watch_days"}},
            "evidence": [{"key": "note", "kind": "file", "accepts": ["document"], "label": "盯守记录"}],
        },
        {
            "id": "county-meeting", "title": "县局部署", "short": "县局部署", "group": "监管", "summary": "县局开会部署。",
            "clauses": ["二"], "bearer": "county_bureau", "cadence": "once", "due": {"on": "2023-03-24", "at": "12:00"},
            "evidence": [{"key": "minutes", "kind": "file", "accepts": ["document"], "label": "会议纪要"}],
        },
    ],
}  # fmt: skip


def data(**changes: Any) -> dict[str, Any]:
    """The small package, with parts replaced."""
    return {**copy.deepcopy(SMALL), **changes}


def package_file(folder: Path, content: dict[str, Any] | None = None) -> Path:
    """The package as a file: JSON is YAML."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "plan.yaml"
    file.write_text(json.dumps(content or data(), ensure_ascii=False, indent=1), "utf-8")
    return file
