"""Addresses of the inspections room; the shell mounts them."""

from django.urls import path

from kuangan.inspections.web.views import filling, findings, listing, photos, record, signing, starting

app_name = "inspections"
urlpatterns = [
    path("", listing.check_list, name="list"),
    path("new/", starting.start, name="start"),
    path("<int:pk>/", record.check, name="check"),
    path("<int:pk>/correct/", starting.correct, name="correct"),
    path("<int:pk>/basics/", filling.basics, name="basics"),
    path("<int:pk>/areas/new/", filling.add_area, name="add_area"),
    path("<int:pk>/areas/copy/", filling.copy_route, name="copy_route"),
    path("<int:pk>/areas/<int:area_id>/", filling.area, name="area"),
    path("<int:pk>/areas/<int:area_id>/remove/", filling.remove_area, name="remove_area"),
    path("<int:pk>/criteria/", filling.criteria, name="criteria"),
    path("<int:pk>/findings/new/", findings.add_finding, name="add_finding"),
    path("<int:pk>/findings/link/", findings.link_finding, name="link_finding"),
    path("<int:pk>/standing/<int:hazard_id>/", findings.answer_standing, name="answer_standing"),
    path("<int:pk>/findings/<int:finding_id>/unlink/", findings.unlink_finding, name="unlink_finding"),
    path("<int:pk>/photos/<int:photo_id>/", photos.photo, name="photo"),
    path("<int:pk>/photos/<int:photo_id>/preview/", photos.preview, name="preview"),
    path("<int:pk>/photos/<int:photo_id>/remove/", photos.remove_photo, name="remove_photo"),
    path("<int:pk>/sign/", signing.sign, name="sign"),
    path("<int:pk>/withdraw/", signing.withdraw, name="withdraw"),
]
