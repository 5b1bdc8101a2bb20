"""Addresses of documents: notices of a listed supervision, ledger and lists on paper."""

from django.urls import URLPattern, path

from kuangan.hazards.web.views import papers

_NOTICE, _DELISTING = {"kind": papers.NOTICE}, {"kind": papers.DELISTING}
patterns: list[URLPattern] = [
    path("<int:pk>/notice.docx", papers.letter, {**_NOTICE, "ending": "docx"}, name="listing_notice"),
    path("<int:pk>/notice.pdf", papers.letter, {**_NOTICE, "ending": "pdf"}, name="listing_notice_pdf"),
    path("<int:pk>/delisting.docx", papers.letter, {**_DELISTING, "ending": "docx"}, name="delisting_notice"),
    path("<int:pk>/delisting.pdf", papers.letter, {**_DELISTING, "ending": "pdf"}, name="delisting_notice_pdf"),
    path("ledger.pdf", papers.ledger, name="ledger_pdf"),
    path("closed-list.pdf", papers.closed_list, name="closed_list_pdf"),
    path("lists.pdf", papers.two_lists, name="two_lists_pdf"),
]
