"""Fail-closed reading: a queryset that was given no scope refuses to fetch (docs/adr/0003)."""

from collections.abc import Iterator
from typing import Any, Self, TypeVar

from django.db import models

from kuangan.foundation.authority.scopes import Scope, ScopePaths
from kuangan.foundation.kernel.errors import UnscopedRead

Row = TypeVar("Row", bound=models.Model)


class ScopedQuerySet(models.QuerySet[Row]):
    """Refuses to touch rows until it was narrowed by `within(scope)` or opened by `unscoped(reason)`.

    Rows reached through an already loaded row (`mine.licences.all()`) carry Django's instance hint and are let pass:
    whoever holds the row was allowed to see it.
    """

    _opened = False

    def within(self, scope: Scope) -> Self:
        """Only the rows that `scope` covers."""
        paths: ScopePaths = self.model.scope_paths  # type: ignore[attr-defined]
        condition = scope.condition(paths)
        if _passes_reverse_relation(self.model, paths) and not scope.is_everywhere:
            # A join over a reverse relation would list a row once per match.
            condition = models.Q(pk__in=self.model._base_manager.filter(condition).values("pk"))
        narrowed = self.filter(condition)
        narrowed._opened = True
        return narrowed

    def unscoped(self, reason: str) -> Self:
        """All rows, for work that belongs to no jurisdiction. `reason` is for the reader of the code."""
        if not reason:
            raise UnscopedRead("say why these rows are read without a scope")
        opened = self.all()
        opened._opened = True
        return opened

    def _clone(self) -> Self:
        copy: Self = super()._clone()  # type: ignore[misc]
        copy._opened = self._opened
        return copy

    def _guard(self) -> None:
        if self._opened or "instance" in self._hints:  # type: ignore[attr-defined]
            return
        label = self.model._meta.label
        raise UnscopedRead(f"{label} was read without a scope: add .within(scope) or .unscoped(reason)")

    def __or__(self, other: Any) -> Self:
        return self._opened_with([other], super().__or__(other))

    def __xor__(self, other: Any) -> Self:
        return self._opened_with([other], super().__xor__(other))

    def _combinator_query(self, combinator: str, *others: Any, all: bool = False) -> Self:
        combined = super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]
        return self._opened_with(others, combined)

    def _opened_with(self, others: Any, combined: Self) -> Self:
        """A sum of rows is as open as its least open part."""
        combined._opened = self._opened and all(getattr(other, "_opened", False) for other in others)
        return combined

    def _fetch_all(self) -> None:
        self._guard()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[Row]:
        self._guard()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._guard()
        return super().count()

    def exists(self) -> bool:
        self._guard()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._guard()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._guard()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._guard()
        return super().delete()


def _passes_reverse_relation(model: type[models.Model], paths: ScopePaths) -> bool:
    for path in (paths.region, paths.authority, paths.enterprise, paths.mine, paths.agency):
        here: Any = model
        for name in (path or "pk").split("__")[:-1]:
            field = here._meta.get_field(name)
            if field.one_to_many or field.many_to_many:
                return True
            here = field.related_model
    return False


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """The default manager of every row that belongs to a jurisdiction."""


class PlainManager(models.Manager):
    """Django's own way of following a foreign key; set as base manager beside ScopedManager, never used by name."""


class ScopedModel(models.Model):
    """Base of every table whose rows belong to a jurisdiction; the subclass declares `scope_paths`."""

    scope_paths: ScopePaths

    objects = ScopedManager()
    rows = PlainManager()

    class Meta:
        abstract = True
        base_manager_name = "rows"
        default_manager_name = "objects"
