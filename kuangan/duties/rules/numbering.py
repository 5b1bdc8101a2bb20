"""Receipt numbers (回执号)."""

from datetime import date


def receipt_number(region_code: str, day: date, assignment_id: int, round_no: int, attempt: int) -> str:
    """A number that people can read out: region, day, assignment, and which round and attempt it is.

    Unique because assignment, round and attempt together are: 440781-230718-00042-1.2.
    """
    return f"{region_code}-{day:%y%m%d}-{assignment_id:05d}-{round_no}.{attempt}"
