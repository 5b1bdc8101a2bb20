"""Views of the governance room."""
