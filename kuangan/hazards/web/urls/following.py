"""Addresses of one hazard and of the acts of the mine's side."""

from django.urls import URLPattern, path

from kuangan.hazards.web.views import (
    determining,
    evacuating,
    explaining,
    following,
    keeping,
    placing,
    rectifying,
)

patterns: list[URLPattern] = [
    path("<int:pk>/", following.hazard, name="hazard"),
    path("<int:pk>/determine/", determining.determine, name="determine"),
    path("<int:pk>/report/", determining.report, name="report"),
    path("<int:pk>/five/", placing.five, name="five"),
    path("<int:pk>/five/sign/", placing.sign, name="sign"),
    path("<int:pk>/five/<int:version>/plan/", placing.emergency_plan, name="emergency_plan"),
    path("<int:pk>/supervisor/", placing.supervisor, name="supervisor"),
    path("<int:pk>/progress/", rectifying.progress, name="progress"),
    path("<int:pk>/extend/", rectifying.extend, name="extend"),
    path("<int:pk>/apply/", rectifying.apply, name="apply"),
    path("<int:pk>/take-back/", rectifying.take_back, name="take_back"),
    path("<int:pk>/evacuate/", evacuating.evacuate, name="evacuate"),
    path("<int:pk>/evacuations/<int:evacuation_id>/count/", evacuating.count_out, name="count_out"),
    path("<int:pk>/evacuations/<int:evacuation_id>/lift/", evacuating.lift, name="lift"),
    path("<int:pk>/cause/", explaining.cause, name="cause"),
    path("<int:pk>/cause/done/", explaining.finish_measure, name="finish_measure"),
    path("<int:pk>/correct/", keeping.correct, name="correct"),
    path("<int:pk>/link/", keeping.link, name="link"),
    path("<int:pk>/withdraw/", keeping.withdraw, name="withdraw"),
    path("<int:pk>/reopen/", keeping.reopen, name="reopen"),
]
