"""Rules of assistance: plain functions on plain values."""
