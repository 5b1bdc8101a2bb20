"""Rules of the duties room: pure functions on plain values; today is an argument."""
