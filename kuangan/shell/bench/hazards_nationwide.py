"""Row 4, and row 7 for the country: the ledger of a city while the country around it has two million hazards."""

from django.db import connection

from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.hazards.models import Hazard
from kuangan.shell.bench.hazard_pages import Browsers, browsers, person
from kuangan.shell.bench.nation import WHOLE
from kuangan.shell.bench.report import Figures, Limit, ms
from kuangan.shell.bench.timing import by_turns, pages_read, statements

CITY_OF_LEDGER = "440700"
PROVINCE_OF_LEDGER = "440000"
_TOWN = 900
"""Where the account of a small county has its number, above those of the city's clients."""


def counties_of(counties: list[str]) -> tuple[list[str], list[str]]:
    """The counties of the measured city, and all others."""
    inside = [code for code in counties if code.startswith(prefix_of(CITY_OF_LEDGER))]
    return inside, [code for code in counties if code not in inside]


def spread(mines: list[int], most: int) -> None:
    """Until there are about `most` hazards: the city's own again and again at these mines elsewhere, by the database.

    The indexes are made afterwards, as whoever restores a large database does; fed row by row they take half
    an hour.
    """
    names = [str(field.column) for field in Hazard._meta.concrete_fields if not field.primary_key]
    taken = ", ".join({"mine_id": "m.id", "region_code": "m.region_code"}.get(name, f"h.{name}") for name in names)
    times = round(most / Hazard.rows.filter(entry_key=None).count()) - 1
    with connection.schema_editor() as editor:
        for index in Hazard._meta.indexes:
            editor.remove_index(Hazard, index)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Hazard._meta.db_table} ({', '.join(names)}) SELECT {taken} "  # noqa: S608 - names of columns
            f"FROM {Hazard._meta.db_table} h CROSS JOIN generate_series(0, {times - 1}) AS copy(number) "
            "JOIN (SELECT id, region_code, row_number() OVER (ORDER BY id) - 1 AS place FROM registry_mine "
            f"WHERE id >= %s) m ON m.place = (h.id * {times} + copy.number) %% {len(mines)} WHERE h.entry_key IS NULL",
            [mines[0]],
        )
    with connection.schema_editor() as editor:
        for index in Hazard._meta.indexes:
            editor.add_index(Hazard, index)


def growth(city: Browsers, pages: dict[int, int]) -> list[Figures]:
    """Row 4: who sees much beside who sees the few hazards of one county, by turns in the same database, so that the
    load of the moment falls on both. `pages` are those of the database that the list read at each size before."""
    county = str(Hazard.rows.exclude(region_code__startswith=prefix_of(CITY_OF_LEDGER)).latest("pk").region_code)
    few = browsers(person(_TOWN, county, Role.COUNTY_LEADER))
    number = Hazard.rows.filter(region_code=county).count()
    found = Figures("4", f"list of 50 with filter among {Hazard.rows.count():,} hazards ÷ of a county with {number:,}")
    readers = {"city": city}
    for at, (name, code) in enumerate({"province": PROVINCE_OF_LEDGER, "country": WHOLE}.items(), start=1):
        readers[name] = browsers(person(_TOWN + at, code, Role.PROVINCE_SUPERVISOR))
    for name, many in readers.items():
        before, after = by_turns(few.page_of_list, many.page_of_list)
        told = f"{ms(before)} → {ms(after)}, {statements(few.page_of_list)} → {statements(many.page_of_list)} SQL"
        read = f"; pages of the database {pages_read(few.page_of_list):,} → {pages_read(many.page_of_list):,}"
        found.lines.append((f"reader of a {name}", told + read))
        found.limits.append(Limit(f"growth, {name}", after / before, 1.3, 1.1, "×"))
    read = " → ".join(f"{count:,} at {size:,}" for size, count in pages.items())
    found.lines.append(("pages read for the city's list", f"{read} → {pages_read(city.page_of_list):,} now"))
    return [found, *(_figures(name, readers[name]) for name in ("province", "country"))]


def _figures(name: str, reader: Browsers) -> Figures:
    """Figures of more than a city: no goal, but said."""
    floor, ours = by_turns(reader.bare_figures, reader.page_of_figures, 2)
    read = pages_read(reader.page_of_figures)
    return Figures(
        "7", f"figures of the {name}, uncached, no goal",
        [("bare GROUP BY page of the city", ms(floor)), (f"ours, of the {name}", f"{ms(ours)}, {read:,} pages")],
    )  # fmt: skip
