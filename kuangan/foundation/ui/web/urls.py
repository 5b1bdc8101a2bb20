"""Addresses of the frame's own switches; the shell mounts them."""

from django.urls import path

from kuangan.foundation.ui.web import views

app_name = "ui"
urlpatterns = [
    path("large", views.large, name="large"),
    path("language", views.language, name="language"),
]
