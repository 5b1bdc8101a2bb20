"""Second factors at rest: sealed, opened by every key of the list, sealed anew under the first."""

from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client

from config import environment
from kuangan.access import actions, kinds, rules
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.errors import Forbidden
from tests import cast

pytestmark = [pytest.mark.urls("kuangan.access.tests.addresses")]
OLD, NEW = "old-" * 10, "new-" * 10
SECRET = "JBSWY3DPEHPK3PXP"


def test_sealed_text_opens_with_any_key_of_the_list_and_with_no_other() -> None:
    sealed = rules.seal(SECRET, [OLD])
    assert SECRET not in sealed and rules.unseal(sealed, [NEW, OLD]) == SECRET
    assert rules.seal(SECRET, [OLD]) != sealed, "the same secret never looks the same"
    for text, keys in ((sealed, [NEW]), (sealed[:-4] + "AAA=", [OLD])):
        with pytest.raises(rules.SealBroken):
            rules.unseal(text, keys)


def test_short_key_is_refused_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUANGAN_SECOND_FACTOR_KEYS", f"{NEW},short")
    with pytest.raises(ImproperlyConfigured):
        environment.second_factor_keys()
    monkeypatch.setenv("KUANGAN_SECOND_FACTOR_KEYS", f"{NEW},{OLD}")
    assert environment.second_factor_keys() == [NEW, OLD]


@pytest.mark.django_db
def test_database_holds_neither_the_key_of_the_app_nor_the_seed_of_the_codes() -> None:
    user = cast.county_reviewer()
    totp.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    stored = [row.data for row in Authenticator.objects.filter(user=user)]
    assert len(stored) == 2 and SECRET not in str(stored)
    assert all(rules.is_sealed(data.get("secret") or data["seed"]) for data in stored)


@pytest.mark.django_db
def test_rows_from_before_are_sealed_by_the_migration_and_still_work() -> None:
    user = cast.county_reviewer()
    row = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    migration = import_module("kuangan.access.migrations.0002_sealed_factors_identities_home_region")
    migration.seal_all(apps, None)
    row.refresh_from_db()
    assert rules.is_sealed(row.data["secret"])
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    assert totp.TOTP(row).validate_code(totp.format_hotp_value(totp.hotp_value(SECRET, counter)))
    migration.unseal_all(apps, None)
    row.refresh_from_db()
    assert row.data["secret"] == SECRET


@pytest.mark.django_db
def test_new_key_in_front_reseals_every_row_and_the_old_key_can_go(settings: Any) -> None:
    settings.KUANGAN_SECOND_FACTOR_KEYS = [OLD]
    user = cast.county_reviewer()
    totp.TOTP.activate(user, SECRET)
    settings.KUANGAN_SECOND_FACTOR_KEYS = [NEW, OLD]
    said = StringIO()
    call_command("seal_second_factors", stdout=said)
    assert said.getvalue().startswith("1 ")
    row = Authenticator.objects.get(user=user)
    assert rules.unseal(row.data["secret"], [NEW]) == SECRET
    call_command("seal_second_factors", stdout=StringIO())
    assert Authenticator.objects.get(user=user).data == row.data, "a second run changes nothing"
    told = AuditEvent.objects.unscoped("test").filter(kind=kinds.SECOND_FACTORS_SEALED.name).order_by("id")
    assert [event.details["rows"] for event in told] == [1, 0]


@pytest.mark.django_db
def test_lost_key_changes_nothing_and_says_so(settings: Any) -> None:
    settings.KUANGAN_SECOND_FACTOR_KEYS = [OLD]
    totp.TOTP.activate(cast.county_reviewer(), SECRET)
    settings.KUANGAN_SECOND_FACTOR_KEYS = [NEW]
    before = Authenticator.objects.get().data
    with pytest.raises(CommandError):
        call_command("seal_second_factors", stdout=StringIO())
    assert Authenticator.objects.get().data == before


@pytest.mark.django_db
def test_signing_in_with_a_lost_key_is_a_sentence_and_lets_nobody_in(settings: Any, client: Client) -> None:
    settings.KUANGAN_SECOND_FACTOR_KEYS = [OLD]
    totp.TOTP.activate(cast.county_reviewer(username="chen"), SECRET)
    settings.KUANGAN_SECOND_FACTOR_KEYS = [NEW]
    client.post("/account/login/", {"login": "chen", "password": cast.PASSWORD})
    empty = totp.format_hotp_value(totp.hotp_value("", next(iter(totp.yield_hotp_counters_from_time()))))
    answer = client.post("/account/mfa/authenticate/", {"code": empty})
    assert answer.status_code == 409 and "密钥" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_only_the_system_administrator_reseals() -> None:
    for who in (cast.security_admin(), cast.city_office()):
        with pytest.raises(Forbidden):
            actions.seal_second_factors(cast.as_actor(who))
    assert actions.seal_second_factors(Actor.system("test")) == 0
