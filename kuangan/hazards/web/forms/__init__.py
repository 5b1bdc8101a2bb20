"""Forms of the hazards room, by who fills them in."""
