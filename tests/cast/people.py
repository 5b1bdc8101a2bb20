"""People of the cast: named accounts with their grants, actors without accounts, and signed-in browsers.

`county_reviewer("440785")` and its like return a User; `as_actor(user)` its Actor; `client(user)` a signed-in test
client; `actor(Role.COUNTY_REVIEWER, Scope(...))` an Actor from thin air for tests that need no account.
"""

import re
from datetime import date
from itertools import count
from typing import Any

from django.test import Client

from kuangan.access import actions
from kuangan.access.actions import Place
from kuangan.access.models import User
from kuangan.access.queries import build_actor
from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.registry.models import Agency, Authority, Enterprise, Mine
from tests.cast.places import ENPING, JIANGMEN, region

PASSWORD = "Cuiping-2023-shan"
LONG_AGO = date(2020, 1, 1)
_numbers = count(1)


def actor(role: Role, scope: Scope, name: str = "某人", organisation: str = "") -> Actor:
    """An actor with one grant and no account."""
    return Actor(user_id=9_000_000 + next(_numbers), name=name, organisation=organisation, grants=(Grant(role, scope),))


def user(name: str = "路人", username: str = "", **told: Any) -> User:
    """An account without any grant; its password is PASSWORD."""
    return User.objects.create_user(username or f"user{next(_numbers)}", PASSWORD, name=name, **told)


def with_role(name: str, role: Role, place: Place, username: str = "", **told: Any) -> User:
    """An account with one grant that has been valid for years."""
    told.setdefault("valid_from", LONG_AGO)
    account = user(name, username)
    actions.grant(Actor.system("cast"), account, role=role, place=place, **told)
    return account


def in_region(name: str, role: Role, code: str, organisation: str, **told: Any) -> User:
    """An account with a role over a region."""
    region(code)
    return with_role(name, role, Place(region_code=code, organisation=organisation), **told)


def county_reviewer(code: str = ENPING, name: str = "陈主任", **told: Any) -> User:
    """县局经办 of a county."""
    return in_region(name, Role.COUNTY_REVIEWER, code, f"{region(code).name}应急管理局", **told)


def county_leader(code: str = ENPING, name: str = "梁局长", **told: Any) -> User:
    """县局领导 of a county."""
    return in_region(name, Role.COUNTY_LEADER, code, f"{region(code).name}应急管理局", **told)


def county_inspector(code: str = ENPING, name: str = "何队长", **told: Any) -> User:
    """县局执法人员 of a county."""
    return in_region(name, Role.COUNTY_INSPECTOR, code, f"{region(code).name}应急管理局", **told)


def government_office(code: str = ENPING, name: str = "冯秘书", **told: Any) -> User:
    """县政府办 of a county."""
    return in_region(name, Role.GOVERNMENT_OFFICE, code, f"{region(code).name}人民政府", **told)


def city_office(code: str = JIANGMEN, name: str = "黄科长", **told: Any) -> User:
    """市局基础科."""
    return in_region(name, Role.CITY_OFFICE, code, f"{region(code).name}应急管理局", **told)


def city_leader(code: str = JIANGMEN, name: str = "谭局长", **told: Any) -> User:
    """市局领导."""
    return in_region(name, Role.CITY_LEADER, code, f"{region(code).name}应急管理局", **told)


def city_inspector(code: str = JIANGMEN, name: str = "余队长", **told: Any) -> User:
    """市局执法人员."""
    return in_region(name, Role.CITY_INSPECTOR, code, f"{region(code).name}应急管理局", **told)


def province_supervisor(code: str = JIANGMEN, name: str = "区处长", **told: Any) -> User:
    """省厅督导, who reads and changes nothing."""
    return in_region(name, Role.PROVINCE_SUPERVISOR, code, "广东省应急管理厅", **told)


def auditor(code: str = JIANGMEN, name: str = "司徒审计", **told: Any) -> User:
    """审计人员, who reads everything, the trail too."""
    return in_region(name, Role.AUDITOR, code, "江门市审计局", **told)


def system_admin(code: str = JIANGMEN, name: str = "系统甲", **told: Any) -> User:
    """系统管理员."""
    return in_region(name, Role.SYSTEM_ADMIN, code, "江门市应急管理局", **told)


def security_admin(code: str = JIANGMEN, name: str = "安全乙", **told: Any) -> User:
    """安全管理员, who gives accounts and grants."""
    return in_region(name, Role.SECURITY_ADMIN, code, "江门市应急管理局", **told)


def audit_admin(code: str = JIANGMEN, name: str = "审计丙", **told: Any) -> User:
    """审计管理员, who reads the trail."""
    return in_region(name, Role.AUDIT_ADMIN, code, "江门市应急管理局", **told)


def principal(mine: Mine, name: str = "李老板", **told: Any) -> User:
    """主要负责人 of one mine."""
    return with_role(name, Role.MINE_PRINCIPAL, Place(mine=mine), **told)


def safety_officer(mine: Mine, name: str = "吴安全员", **told: Any) -> User:
    """安全管理人员 of one mine."""
    return with_role(name, Role.MINE_SAFETY_OFFICER, Place(mine=mine), **told)


def enterprise_principal(enterprise: Enterprise, name: str = "关总", **told: Any) -> User:
    """主要负责人 of an enterprise with several mines."""
    return with_role(name, Role.MINE_PRINCIPAL, Place(enterprise=enterprise), **told)


def agency_staff(agency: Agency, name: str = "评价师邓", **told: Any) -> User:
    """Somebody of a technical-service agency."""
    return with_role(name, Role.AGENCY_STAFF, Place(agency=agency), **told)


def officer_of(authority: Authority, role: Role = Role.COUNTY_REVIEWER, name: str = "局里的人", **told: Any) -> User:
    """Somebody whose grant names the authority itself instead of its region."""
    return with_role(name, role, Place(authority=authority), **told)


def as_actor(account: User, address: str = "") -> Actor:
    """The actor that an account is at the clock's present day."""
    return build_actor(account, address)


class Reader(Client):
    """A browser whose forms carry what their page shows (the hidden field `shown`), as a real one's do."""

    def post(self, path: str, data: Any = None, *positional: Any, **told: Any) -> Any:
        """Open the page of the form first, where the caller says nothing of what was shown."""
        if data is None or (isinstance(data, dict) and "shown" not in data):
            found = re.search(r'name="shown" value="(\w{64})"', self.get(path).content.decode(errors="replace"))
            data = {**(data or {}), **({"shown": found[1]} if found else {})}
        return super().post(path, data, *positional, **told)


def reader(account: User) -> Reader:
    """A browser in which the account is signed in and reads the page before it sends a form."""
    browser = Reader()
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def client(account: User) -> Client:
    """A browser in which the account is signed in."""
    browser = Client()
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return browser
