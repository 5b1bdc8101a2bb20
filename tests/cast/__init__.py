"""The cast: named places, mines and people that every test shares."""
