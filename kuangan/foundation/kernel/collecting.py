"""Python's search for cycles is put off while tens of thousands of rows are made that all stay in use."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """No search for cycles inside the block: it would walk all rows again and again and find nothing.

    What is no longer referred to goes at once as always; only cycles wait until the end of the block.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
