"""The API's root (接口): every room's operations under one roof, and the document that describes them."""

from functools import cache
from typing import Any

from kuangan.access.api import audit, me
from kuangan.duties.api import duties
from kuangan.foundation.api.doors import ROOT
from kuangan.foundation.api.mounting import Api
from kuangan.governance.api import governance
from kuangan.hazards.api import hazards
from kuangan.inspections.api import inspections
from kuangan.plan.api import plans
from kuangan.registry.api import registry
from kuangan.shell.api.statistics import statistics
from kuangan.standards.api import standards

api = Api(
    title="Kuang'an",
    version="1.0.0",
    description="The same acts and reads as the site, for programmes. See docs/api.md.",
)
api.add("/me", me)
api.add("/registry", registry)
api.add("/standards", standards)
api.add("/plans", plans)
api.add("/hazards", hazards)
api.add("/inspections", inspections)
api.add("/governance", governance)
api.add("/duties", duties)
api.add("/audit", audit)
api.add("/statistics", statistics)


@cache
def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, made once: readers take it as it is and change nothing in it."""
    return api.document(ROOT)
