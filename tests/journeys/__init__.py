"""Journeys: people of every role walk through the site in a real browser, on the real plan of 2023."""
