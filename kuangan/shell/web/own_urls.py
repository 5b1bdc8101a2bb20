"""The shell's own pages."""

from django.urls import path

from kuangan.shell.web import administration, demo_clock, desk, finding, machine, manual, positions, reports

app_name = "shell"
urlpatterns = [
    path("", desk.home, name="home"),
    path("search", finding.search, name="search"),
    path("search/suggest", finding.suggest, name="suggest"),
    path("help", administration.help_page, name="help"),
    path("help/manual/", manual.manual, name="manual"),
    path("help/manual/<slug:number>/", manual.manual, name="manual_chapter"),
    path("help/manual/images/<str:name>", manual.picture, name="manual_picture"),
    path("administration", administration.administration, name="administration"),
    path("administration/clock", demo_clock.clock_page, name="clock"),
    path("counties", desk.counties, name="counties"),
    path("positions", positions.positions, name="positions"),
    path("administration/violations", reports.violations, name="violations"),
    path("csp-report", reports.csp_report, name="csp_report"),
    path("healthz", machine.healthz, name="healthz"),
    path("readyz", machine.readyz, name="readyz"),
    path("metrics", machine.metrics, name="metrics"),
    path("robots.txt", machine.robots, name="robots"),
    path("favicon.ico", machine.favicon, name="favicon"),
]
