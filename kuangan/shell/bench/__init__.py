"""Measuring (`make bench`): each goal of docs/performance.md beside its floor, in the same run."""
