"""Shell (门户): puts the rooms side by side: addresses, menu, home pages, search, demo.

Owns:      Violation, Play.
Promises:  every address leads to one room; the home page shows what is owed, due and waiting before anything else.
Doors:     web.urls; management commands demo, serve, web, work, tick, prepare, backup, restore, doctor, simulate,
           bench.
Stands on: every other room.
Not here:  any rule of the work itself.
"""
