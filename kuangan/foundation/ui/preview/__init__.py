"""Sample pages for builders: every component with invented data, written as files by `manage.py ui_preview`."""
