"""Addresses of the plan room."""

from django.urls import path

from kuangan.plan.web.views import effects, outline, parameters, previews, receipts, versions

app_name = "plan"
urlpatterns = [
    path("effects/<int:effect_id>/", effects.effect, name="effect"),
    path("", outline.index, name="index"),
    path("clause/", outline.clause, name="clause"),
    path("load/", versions.load, name="load"),
    path("<int:plan_id>/", outline.outline, name="outline"),
    path("<int:plan_id>/parameters/", parameters.parameters, name="parameters"),
    path("<int:plan_id>/parameters/<slug:name>/", parameters.parameter, name="parameter"),
    path("<int:plan_id>/parameters/<slug:name>/set/", parameters.set_parameter, name="set_parameter"),
    path("<int:plan_id>/receipts/", receipts.board, name="receipts"),
    path("<int:plan_id>/preview/", previews.preview, name="preview"),
    path("versions/<int:version_id>/", versions.version, name="version"),
    path("versions/<int:version_id>/trace/", versions.trace, name="trace"),
    path("versions/<int:version_id>/publish/", versions.publish, name="publish"),
    path("versions/<int:version_id>/withdraw/", versions.withdraw, name="withdraw"),
    path("versions/<int:version_id>/distribute/<int:authority_id>/", receipts.distribute, name="distribute"),
    path("receipts/<int:receipt_id>/", receipts.receipt, name="receipt"),
    path("receipts/<int:receipt_id>/acknowledge/", receipts.acknowledge, name="acknowledge"),
    path("receipts/<int:receipt_id>/open/", receipts.open_receipt, name="open_receipt"),
    path("receipts/<int:receipt_id>/confirm/", receipts.confirm, name="confirm_receipt"),
]
