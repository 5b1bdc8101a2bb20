"""The address plan: the shell mounts every room's pages; library pages for sign-in keep their own names."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/devices/", include("allauth.usersessions.urls")),
    path("", include("kuangan.shell.web.urls")),
]
handler400 = "kuangan.foundation.ui.errors.bad_request"
handler403 = "kuangan.foundation.ui.errors.forbidden"
handler404 = "kuangan.foundation.ui.errors.not_found"
handler500 = "kuangan.foundation.ui.errors.server_error"
