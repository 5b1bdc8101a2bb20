"""API of plans: what is in force, its duties, and what it leaves open."""

from kuangan.plan.api.plans import plans

__all__ = ["plans"]
