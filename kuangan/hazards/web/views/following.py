"""The page of one hazard."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.web import screen
from kuangan.hazards.web.fetching import hazard_or_404
from kuangan.hazards.web.presenting import hazard_page


@require_safe
@screen("hazards.read")
def hazard(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands, what is proven, what can be done."""
    return hazard_page(request, hazard_or_404(request, pk))
