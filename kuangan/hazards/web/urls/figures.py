"""Addresses of figures, of the lists made from the ledger, and of the recurrence watch."""

from django.urls import URLPattern, path

from kuangan.hazards.web.views import figures, lists, recurrence

patterns: list[URLPattern] = [
    path("figures/", figures.figure_page, name="figures"),
    path("figures.xlsx", figures.figures_export, name="figures_export"),
    path("behind/", figures.behind, name="behind"),
    path("recurrence/", recurrence.recurrence, name="recurrence"),
    path("lists/", lists.two_lists, name="two_lists"),
    path("lists/two-lists.xlsx", lists.two_lists_export, name="two_lists_export"),
    path("lists/closed/", lists.closed_out, name="closed_list"),
    path("lists/closed.xlsx", lists.closed_export, name="closed_export"),
]
