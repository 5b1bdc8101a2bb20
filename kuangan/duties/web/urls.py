"""Addresses of the duties room; the shell mounts the desk itself as everybody's first page."""

from django.urls import path

from kuangan.duties.web.views import (
    board,
    bulk,
    deciding,
    delivering,
    duty,
    listing,
    missing_facts,
    running,
    supplying,
    urging,
)

app_name = "duties"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("export/", listing.export, name="export"),
    path("accept/", bulk.accept, name="accept_many"),
    path("accept/result/", bulk.result, name="accept_result"),
    path("urge/", urging.urge_many_page, name="urge_many"),
    path("urge/result/", urging.result, name="urge_result"),
    path("board/", board.board, name="board"),
    path("board/export/", board.export, name="board_export"),
    path("board/why/<int:plan_id>/<int:mine_id>/<slug:slug>/", board.not_owed, name="not_owed"),
    path("missing-facts/", missing_facts.listing, name="missing_facts"),
    path("derivations/<int:pk>/", running.progress, name="derivation"),
    path("derivations/<int:pk>/stop/", running.stop, name="stop_derivation"),
    path("derivations/<int:pk>/resume/", running.resume, name="resume_derivation"),
    path("submissions/<int:pk>/", duty.submission, name="submission"),
    path("submissions/<int:pk>/receipt/", duty.receipt, name="receipt"),
    path("<int:pk>/", duty.duty, name="duty"),
    path("<int:pk>/history/", duty.history, name="history"),
    path("<int:pk>/review/", deciding.review, name="review"),
    path("<int:pk>/redo/", deciding.redo, name="redo"),
    path("<int:pk>/urge/", deciding.urge, name="urge"),
    path("<int:pk>/submit/", delivering.submit, name="submit"),
    path("<int:pk>/withdraw/", delivering.withdraw, name="withdraw"),
    path("<int:pk>/extension/", delivering.extend, name="extend"),
    path("<int:pk>/extension/<int:extension_id>/", deciding.decide_extension, name="decide_extension"),
    path("<int:pk>/shares/<int:share_id>/", delivering.confirm_share, name="confirm_share"),
    path("<int:pk>/evidence/<str:key>/", supplying.supply, name="supply"),
    path("<int:pk>/files/<int:file_id>/", supplying.file, name="file"),
    path("<int:pk>/files/<int:file_id>/preview/", supplying.preview, name="preview"),
    path("<int:pk>/files/<int:file_id>/remove/", supplying.remove_file, name="remove_file"),
]
