"""Addresses of the risk control list."""

from django.urls import URLPattern, path

from kuangan.hazards.web.views import risks

patterns: list[URLPattern] = [
    path("risks/", risks.risk_list, name="risks"),
    path("risks/new/", risks.new_risk, name="new_risk"),
    path("risks/<int:pk>/", risks.show_risk, name="risk"),
    path("risks/<int:pk>/assess/", risks.assess_risk, name="assess_risk"),
    path("risks/<int:pk>/retire/", risks.retire_risk, name="retire_risk"),
    path("risks/<int:pk>/revive/", risks.revive_risk, name="revive_risk"),
    path("<int:pk>/risks/", risks.link_risk, name="link_risk"),
]
