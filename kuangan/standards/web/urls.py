"""Addresses of the standards room; the shell mounts them."""

from django.urls import path

from kuangan.standards.web import loading, views

app_name = "standards"
urlpatterns = [
    path("", views.home, name="home"),
    path("criteria/", views.criteria, name="criteria"),
    path("criteria/<int:pk>/", views.criterion, name="criterion"),
    path("criteria/sets/<int:pk>/", views.criterion_set, name="criterion_set"),
    path("laws/", views.laws, name="laws"),
    path("laws/<int:pk>/", views.law, name="law"),
    path("laws/articles/<int:pk>/", views.article, name="article"),
    path("checklists/", views.checklists, name="checklists"),
    path("load", loading.load, name="load"),
    path("<int:pk>/", views.checklist, name="checklist"),
    path("<int:pk>/export", views.export, name="export"),
]
