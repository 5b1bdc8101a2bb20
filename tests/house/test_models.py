"""No row without a scope; relations point downwards."""

from django.apps import apps
from django.db import models

from tests.house.rooms import report


def platform_models():
    for model in apps.get_models():
        if model.__module__.startswith("kuangan.") and not model._meta.proxy:
            yield model


def test_every_table_is_scoped_or_says_why_not():
    from kuangan.foundation.authority.querysets import ScopedManager
    from kuangan.foundation.authority.scopes import ScopePaths

    problems = []
    for model in platform_models():
        reason = getattr(model, "unscoped_because", "")
        scoped = isinstance(model._default_manager, ScopedManager)
        if scoped and not isinstance(getattr(model, "scope_paths", None), ScopePaths):
            problems.append(f"{model._meta.label}: scoped manager without scope_paths")
        if not scoped and not reason:
            problems.append(f"{model._meta.label}: default manager is {type(model._default_manager).__name__}")
    report(
        problems, 'inherit ScopedModel and set scope_paths, or say `unscoped_because = "…"` when it has no jurisdiction'
    )


def test_relations_across_rooms_leave_no_way_back_up():
    problems = []
    for model in platform_models():
        for field in model._meta.get_fields():
            if not isinstance(field, (models.ForeignKey, models.ManyToManyField)) or field.model is not model:
                continue
            other = field.remote_field.model._meta.app_label
            if other != model._meta.app_label and not (field.remote_field.related_name or "").endswith("+"):
                problems.append(f"{model._meta.label}.{field.name} → {other}")
    report(problems, 'related_name="+": a lower room knows nothing of the rooms above it')
