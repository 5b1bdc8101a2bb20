"""Tables of the duties room, split by what they describe."""

from kuangan.duties.models.assignments import Assignment, CoBearer
from kuangan.duties.models.evidence import EvidenceFile, FormAnswer, Signature
from kuangan.duties.models.orders import Extension, RedoOrder
from kuangan.duties.models.runs import DerivationRun
from kuangan.duties.models.submissions import Review, Submission

__all__ = [
    "Assignment",
    "CoBearer",
    "DerivationRun",
    "EvidenceFile",
    "Extension",
    "FormAnswer",
    "RedoOrder",
    "Review",
    "Signature",
    "Submission",
]
