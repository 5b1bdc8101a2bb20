"""Rules of checks on plain values."""
