"""No scope, no rows: the fail-closed queryset and the conditions that scopes turn into."""

import pytest

from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel.errors import UnscopedRead
from kuangan.registry.models import Enterprise, Mine
from tests.cast import places

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "prefix"),
    [("440000", "44"), ("440700", "4407"), ("440785", "440785"), ("110101", "110101"), ("500000", "50")],
)
def test_a_code_is_cut_to_its_jurisdiction(code: str, prefix: str) -> None:
    assert prefix_of(code) == prefix


@pytest.mark.parametrize(
    "read",
    [
        list,
        lambda rows: rows.count(),
        lambda rows: rows.exists(),
        lambda rows: rows.first(),
        lambda rows: rows.get(pk=1),
        lambda rows: list(rows.values_list("name")),
        lambda rows: rows.update(name="x"),
        lambda rows: rows.delete(),
        lambda rows: list(rows.iterator()),
        lambda rows: rows.in_bulk([1]),
        lambda rows: rows.aggregate(),
        lambda rows: rows.order_by("name")[0],
        lambda rows: bool(rows.filter(name="x") | rows.filter(name="y")),
        lambda rows: list(rows.union(Mine.objects.within(Scope.everywhere()))),
        lambda rows: list(Mine.objects.within(Scope.everywhere()) | rows),
    ],
)
def test_reading_or_changing_rows_without_a_scope_is_an_error(read: object) -> None:
    places.mine()
    with pytest.raises(UnscopedRead):
        read(Mine.objects.filter(name__gt=""))  # type: ignore[operator]


def test_a_scope_narrows_to_its_regions_and_named_rows() -> None:
    here, there = places.mine(code=places.KAIPING), places.mine(code=places.ENPING)
    assert set(Mine.objects.within(Scope.of_region("440700"))) == {here, there}
    assert set(Mine.objects.within(Scope.of_region(places.KAIPING))) == {here}
    assert set(Mine.objects.within(Scope.of_mine(there.pk))) == {there}
    assert set(Mine.objects.within(Scope(enterprises=frozenset({here.enterprise_id})))) == {here}
    assert not Mine.objects.within(Scope.nothing()).exists()
    assert Mine.objects.within(Scope.everywhere()).count() == 2


def test_a_neighbour_whose_code_only_begins_alike_stays_outside() -> None:
    places.mine(code="440705")
    assert not Mine.objects.within(Scope.of_region("440704")).exists()


def test_a_row_reached_through_a_reverse_relation_is_listed_once() -> None:
    owner = places.enterprise(code=places.KAIPING)
    first, second = places.mine(code=places.KAIPING, owner=owner), places.mine(code=places.KAIPING, owner=owner)
    scope = Scope.of_mine(first.pk, second.pk)
    assert list(Enterprise.objects.within(scope)) == [owner]
    assert scope.covers(owner)


def test_rows_of_a_row_already_held_need_no_second_scope() -> None:
    mine = places.mine()
    assert [state.status for state in mine.states.all()] == ["producing"]


def test_an_unscoped_read_must_say_why() -> None:
    with pytest.raises(UnscopedRead):
        Mine.objects.unscoped("")


def test_covering_a_row_agrees_with_the_database() -> None:
    mines = [places.mine(code=places.KAIPING), places.mine(code=places.ENPING)]
    for scope in (
        Scope.of_region("440000"),
        Scope.of_region(places.ENPING),
        Scope.of_mine(mines[0].pk),
        Scope.nothing(),
    ):
        found = set(Mine.objects.within(scope))
        assert found == {mine for mine in mines if scope.covers(mine)}
