"""Addresses of documents: notices of a listed supervision, ledger and lists on paper."""

from django.urls import URLPattern, path

from kuangan.hazards.web.views import papers

_NOTICE, _DELISTING = {"kind": papers.NOTICE}, {"kind": papers.DELISTING}
patterns: list[URLPattern] = [
    path("<int:pk>/notice.docx", papers.letter, {**_NOTICE, "ending": "docx"}, name="notice_docx"),
    path("<int:pk>/notice.pdf", papers.letter, {**_NOTICE, "ending": "pdf"}, name="notice_pdf"),
    path("<int:pk>/delisting.docx", papers.letter, {**_DELISTING, "ending": "docx"}, name="delisting_docx"),
    path("<int:pk>/delisting.pdf", papers.letter, {**_DELISTING, "ending": "pdf"}, name="delisting_pdf"),
    path("<int:pk>/listings/<int:listing_id>/notice.docx", papers.listing_letter, name="listing_letter"),
    path("ledger.pdf", papers.ledger, name="ledger_pdf"),
    path("closed-list.pdf", papers.closed_list, name="closed_list_pdf"),
    path("lists.pdf", papers.two_lists, name="two_lists_pdf"),
]
