"""Addresses of the import screens; the registry's urls.py takes them in: `path("import/", include(importing_urls))`."""

from django.urls import path

from kuangan.registry.web import importing

urlpatterns = [
    path("", importing.upload, name="import_upload"),
    path("form.xlsx", importing.form_sheet, name="import_form"),
    path("<int:pk>/columns/", importing.columns, name="import_columns"),
    path("<int:pk>/", importing.preview, name="import_preview"),
    path("<int:pk>/rows/<int:row_pk>/decide/", importing.decide, name="import_decide"),
    path("<int:pk>/apply/", importing.apply, name="import_apply"),
    path("<int:pk>/cancel/", importing.cancel, name="import_cancel"),
    path("<int:pk>/discard/", importing.discard, name="import_discard"),
    path("<int:pk>/to-mend.xlsx", importing.bad_rows, name="import_bad_rows"),
]
