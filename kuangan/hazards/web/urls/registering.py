"""Addresses of registering and finding hazards: the ledger, the form, pictures and papers."""

from django.urls import URLPattern, path

from kuangan.hazards.states import Grade
from kuangan.hazards.web.views import listing, photos, registering

patterns: list[URLPattern] = [
    path("", listing.hazard_list, name="list"),
    path("major/", listing.hazard_list, {"grade": Grade.MAJOR}, name="major"),
    path("general/", listing.hazard_list, {"grade": Grade.GENERAL}, name="general"),
    path("new/", registering.new_hazard, name="new"),
    path("new/kept/<str:reference>/", registering.kept, name="kept"),
    path("<int:pk>/photos/", photos.photos, name="photos"),
    path("<int:pk>/photos/<int:photo_id>/", photos.photo, name="photo"),
    path("<int:pk>/photos/<int:photo_id>/preview/", photos.preview, name="preview"),
    path("<int:pk>/photos/<int:photo_id>/remove/", photos.remove, name="remove_photo"),
]
