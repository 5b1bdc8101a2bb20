"""Regions and authorities come from content, any number of times."""

import pytest
from django.core.management import CommandError, call_command

from kuangan.foundation.integrity.models import AuditEvent
from kuangan.registry.models import Authority, Region

pytestmark = pytest.mark.django_db


def test_regions_of_china_load_down_to_counties():
    call_command("load_regions", verbosity=0)
    call_command("load_regions", verbosity=0)
    enping = Region.objects.get(code="440785")
    assert (enping.name, enping.short_name, enping.name_en, enping.level) == ("恩平市", "恩平", "Enping", "county")
    assert Region.objects.filter(code__startswith="4407", level="county").count() == 7
    assert Region.objects.filter(level="province").count() == 34


def test_the_authorities_of_jiangmen_load_with_their_sections():
    call_command("load_regions", verbosity=0)
    call_command("load_authorities", "jiangmen", verbosity=0)
    written = AuditEvent.objects.unscoped("test").count()
    call_command("load_authorities", verbosity=0)
    assert AuditEvent.objects.unscoped("test").count() == written
    assert Authority.objects.get(name="江门市应急管理局安全生产基础科").parent.name == "江门市应急管理局"
    assert Authority.objects.filter(kind="emergency_bureau", level="county").count() == 7
    assert Authority.objects.filter(kind="government", level="county").count() == 7


def test_authorities_without_regions_say_what_to_do():
    with pytest.raises(CommandError, match="Load the regions first"):
        call_command("load_authorities", "jiangmen", verbosity=0)
