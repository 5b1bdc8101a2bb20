"""Views, split by what they show or do."""
