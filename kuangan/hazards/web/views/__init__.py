"""Pages of the hazards room, by what people do there."""
