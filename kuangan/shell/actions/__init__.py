"""Writes of the shell: the demo clock and the system's own nightly work."""

from kuangan.shell.actions.demo_time import move_clock, resume_clock
from kuangan.shell.actions.nightly import derive_all, put_back_stuck_tasks, run_nightly
from kuangan.shell.actions.violations import count_violation

__all__ = ["count_violation", "derive_all", "move_clock", "put_back_stuck_tasks", "resume_clock", "run_nightly"]
