"""A seeded campaign of invented mines, played through the real verbs from March to July 2023; fills the demo.

Door: `course.play(seed, mines, until)`. Everything it makes is marked `is_demo`; every name in it is invented.
"""
