"""Views of the plan room, by page."""
