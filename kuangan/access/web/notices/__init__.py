"""Pages of the notices: a person's inbox and settings, and the channels for the system administrator."""
