"""Pages of the inspections room, by what people do there."""
