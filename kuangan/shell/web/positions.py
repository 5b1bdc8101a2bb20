"""The position plan: mines where their coordinates say, coloured by state, with the same rows as a table."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.foundation.authority.policy import may, scope_for
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel.replica import reading_from_replica
from kuangan.foundation.ui.charts import Point, plan, plan_mark
from kuangan.registry.queries import counties_with_mines
from kuangan.shell.queries.positions import FINE, MAJOR, OVER, Placed, placed

MOST_POINTS, PER_PAGE, NAMED = 2_000, 50, 20
WORDS = {
    OVER: gettext_lazy("Something is overdue"),
    MAJOR: gettext_lazy("A major hazard is open"),
    FINE: gettext_lazy("In order"),
}
_TONES = {OVER: "over", MAJOR: "found", FINE: "closed"}


@screen("shell.progress_map")
def positions(request: HttpRequest) -> HttpResponse:
    """Mines of the reader's jurisdiction or of one county of it; those without coordinates are counted and named."""
    actor = request.actor  # type: ignore[attr-defined]
    scope = scope_for(actor, "shell.progress_map")
    with reading_from_replica():
        names = dict(counties_with_mines(scope).values_list("code", "short_name"))
        county = request.GET.get("county", "")
        county = county if county in names else ""
        rows = placed(scope, county)
    is_linked = bool(may(actor, "registry.read"))
    there, missing = [one for one in rows if one.is_placed], [one for one in rows if not one.is_placed]
    counts = Counter(one.state for one in there)
    points = [_point(one, names, is_linked) for one in reversed(there[:MOST_POINTS])]
    page = Paginator(there, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "drawing": plan(points, _("Position plan of the mines; the table below says the same")) if points else "",
        "key": [(plan_mark(_TONES[state]), word, counts[state]) for state, word in WORDS.items()],
        "page": page,
        "rows": [
            (one, names.get(one.region_code, one.region_code), _TONES[one.state], WORDS[one.state]) for one in page
        ],
        "missing": missing[:NAMED], "missing_count": len(missing), "left_out": max(0, len(there) - MOST_POINTS),
        "mend_url": f"{reverse('registry:incomplete')}?gap=coordinates&county={county}" if is_linked else "",
        "counties": sorted(names.items()), "county": county, "is_linked": is_linked,
    }  # fmt: skip
    return render(request, "shell/positions.html", context)


def _point(one: Placed, names: dict[str, str], is_linked: bool) -> Point:
    county = names.get(one.region_code, one.region_code)
    words = _("%(name)s (%(county)s): %(state)s") % {"name": one.name, "county": county, "state": WORDS[one.state]}
    url = reverse("registry:mine", args=[one.pk]) if is_linked else ""
    return Point(one.east or 0.0, one.north or 0.0, _TONES[one.state], words, url)
