"""Addresses of the standards room; the shell mounts them."""

from django.urls import path

from kuangan.standards.web import loading, views

app_name = "standards"
urlpatterns = [
    path("", views.checklists, name="checklists"),
    path("load", loading.load, name="load"),
    path("<int:pk>/", views.checklist, name="checklist"),
    path("<int:pk>/export", views.export, name="export"),
]
