"""Addresses of the governance room; the shell mounts them."""

from django.urls import path

from kuangan.governance.web.views import asking, following, helping

app_name = "governance"
urlpatterns = [
    path("help/", following.request_list, name="list"),
    path("help/new/", asking.new_request, name="new"),
    path("help/<int:pk>/", following.show_request, name="request"),
    path("help/<int:pk>/files/<int:file_id>/", following.file, name="file"),
    path("help/<int:pk>/assign/", helping.assign, name="assign"),
    path("help/<int:pk>/decline/", helping.decline, name="decline"),
    path("help/<int:pk>/take-back/", asking.take_back, name="take_back"),
    path("help/<int:pk>/again/", asking.reopen, name="reopen"),
    path("help/<int:pk>/visit/", helping.visit, name="visit"),
    path("help/<int:pk>/report/", helping.report, name="report"),
    path("help/<int:pk>/close/", helping.close, name="close"),
    path("help/<int:pk>/respond/", helping.respond, name="respond"),
    path("help/<int:pk>/measures/<int:measure_id>/", helping.finish_measure, name="finish_measure"),
]
