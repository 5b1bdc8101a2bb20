"""Kernel (内核): time, working days, errors, state charts, events.

Owns:      DemoClock.
Promises:  one source of now; a refusal is a sentence the user can act on; a state moves only along its chart.
Doors:     clock.now / today / at; working_days.add_working_days; errors.Refused; charts.Chart; events.announce;
           children.run (work whose cost a stranger sets); lock_wait.note_soon; deadline.Deadline (anything outside);
           reading.day / clock_time / number / plain (what people type as a day, a time, a number);
           yaml_text.check_bounds / spoken (YAML that somebody hands in).
Stands on: nothing.
Not here:  who may do what (authority); what happened (integrity).
"""
