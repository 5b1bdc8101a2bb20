"""Pages of the duties room."""
