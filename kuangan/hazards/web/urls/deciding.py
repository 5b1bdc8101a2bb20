"""Addresses of whoever decides: acceptance, listed supervision, close-out, settings."""

from django.urls import URLPattern, path

from kuangan.hazards.web.views import settings, supervising, verifying

patterns: list[URLPattern] = [
    path("supervision/", supervising.supervision, name="supervision"),
    path("settings/", settings.settings, name="settings"),
    path("settings/<slug:name>/", settings.setting, name="setting"),
    path("settings/<slug:name>/change/", settings.change_setting, name="change_setting"),
    path("<int:pk>/accept/", verifying.accept, name="accept"),
    path("<int:pk>/refuse/", verifying.refuse, name="refuse"),
    path("<int:pk>/check/", verifying.check, name="check"),
    path("<int:pk>/checks/<int:check_id>/sign/", verifying.sign_check, name="sign_check"),
    path("<int:pk>/checks/<int:check_id>/drop/", verifying.drop_check, name="drop_check"),
    path("<int:pk>/send-back/", verifying.send_back, name="send_back"),
    path("<int:pk>/extensions/<int:extension_id>/decide/", verifying.decide_extension, name="decide_extension"),
    path("<int:pk>/list/", supervising.list_it, name="list_it"),
    path("<int:pk>/notice/", supervising.notice, name="notice"),
    path("<int:pk>/listings/<int:listing_id>/number/", supervising.number_listing, name="number_listing"),
    path("<int:pk>/listings/<int:listing_id>/return/", supervising.return_progress, name="return_progress"),
    path("<int:pk>/listings/<int:listing_id>/delist/", supervising.delist, name="delist"),
    path("<int:pk>/close/", supervising.close, name="close"),
]
