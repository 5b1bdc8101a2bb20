"""Reads of the shell: what puts rooms side by side."""
