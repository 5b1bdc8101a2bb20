"""Backup: database and kept files in one archive, with the hash of every part; and the way back, proven.

`making.back_up(place)` writes and verifies an archive, `restoring.restore(place)` brings it into a fresh database,
proves it equal and only then puts it in the place of the empty one. A restore overwrites and deletes nothing.
The secret key and the rest of the environment are not in it.
"""
