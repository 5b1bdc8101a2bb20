"""Addresses of the hazards room, part by part; the shell mounts them."""

from kuangan.hazards.web.urls import deciding, exchanging, figures, following, papers, registering, risks

app_name = "hazards"
urlpatterns = [
    *registering.patterns,
    *figures.patterns,
    *exchanging.patterns,
    *papers.patterns,
    *risks.patterns,
    *following.patterns,
    *deciding.patterns,
]
