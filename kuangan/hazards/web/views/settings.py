"""The settings of the hazard ledger: what holds, since when, by whom, on what it rests; and changing one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.forms import Form
from kuangan.hazards import actions
from kuangan.hazards.models import Setting
from kuangan.hazards.queries.setting_lines import SettingLine, home_of, setting_lines
from kuangan.hazards.queries.settings import history
from kuangan.hazards.rules.settings import SETTINGS, value_words
from kuangan.hazards.web.fetching import actor_of
from kuangan.hazards.web.forms.settings import setting_form
from kuangan.plan.queries import region_names

LATEST, HISTORY = 8, 100


@require_safe
@screen("hazards.see_settings")
def settings(request: HttpRequest) -> HttpResponse:
    """Every setting with the value in force, its source, the counties that differ, and who may change it."""
    actor = actor_of(request)
    home = home_of(actor.scope)
    lines = setting_lines(actor, home)
    latest = list(history(actor.scope)[:LATEST])
    rows = [row for line in lines for row in (*line.own, *line.coming, *([line.held] if line.held else []))]
    names = region_names(sorted({home, *(row.region_code for row in (*rows, *latest))}))
    context = {
        "home": names.get(home, ""),
        "rows": [_told(line, names) for line in lines],
        "latest": [_entry(row, names) for row in latest if row.name in SETTINGS],
    }
    return render(request, "hazards/settings.html", context)


@require_safe
@screen("hazards.see_settings")
def setting(request: HttpRequest, name: str) -> HttpResponse:
    """One setting: what it is, its values, its history, and the form for those who may change it."""
    return _page(request, name)


@require_POST
@screen("hazards.change_setting")
def change_setting(request: HttpRequest, name: str) -> HttpResponse:
    """Set a value; a refusal comes back beside its field with everything typed."""
    form = _form(request, _line(request, name))(request.POST)
    if not form.is_valid():
        return _page(request, name, form, 422)
    said = form.cleaned_data
    try:
        actions.change_setting(
            actor_of(request), said["region"], name, str(said["value"]), reason=said["reason"],
            effective_on=said["effective_on"],
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, name, form, 422)
    messages.success(request, _("The setting was changed. What was decided under the former value stays."))
    return redirect("hazards:setting", name)


def _page(request: HttpRequest, name: str, form: Form | None = None, status: int = 200) -> HttpResponse:
    line = _line(request, name)
    actor = actor_of(request)
    rows = list(history(actor.scope, name)[:HISTORY])
    inherited = [line.held] if line.held is not None and line.held.pk not in {row.pk for row in rows} else []
    names = region_names(sorted({home_of(actor.scope), *(row.region_code for row in (*rows, *inherited, *line.own))}))
    held = may(actor, "hazards.change_setting")
    context = {
        "told": _told(line, names),
        "home": names.get(home_of(actor.scope), ""),
        "default": value_words(line.item, line.item.default),
        "entries": [_entry(row, names) for row in (*rows, *inherited)],
        "form": (form or _form(request, line)()) if line.codes else None,
        "reason": held.reason or _("This setting is decided by the city bureau."),
    }
    return render(request, "hazards/setting.html", context, status=status)


def _line(request: HttpRequest, name: str) -> SettingLine:
    actor = actor_of(request)
    found = next((one for one in setting_lines(actor, home_of(actor.scope)) if one.item.name == name), None)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, line: SettingLine) -> type[Form]:
    names = region_names(list(line.codes))
    return setting_form(line.item, line.value, [(code, names.get(code, code)) for code in line.codes])


def _told(line: SettingLine, names: dict[str, str]) -> dict[str, Any]:
    return {
        "line": line,
        "value": value_words(line.item, line.value),
        "from": names.get(line.held.region_code, "") if line.held else "",
        "own": [_entry(row, names) for row in line.own],
        "coming": [_entry(row, names) for row in line.coming],
    }


def _entry(row: Setting, names: dict[str, str]) -> dict[str, Any]:
    item = SETTINGS[row.name]
    return {
        "row": row,
        "title": item.label,
        "value": value_words(item, row.value),
        "region": names.get(row.region_code, row.region_code),
    }
