"""`{% load ka %}`: the design system's tags and filters. The complete list stands in the room card."""

from kuangan.foundation.ui.tags import acts, facts, fields, navigation, words
from kuangan.foundation.ui.tags.library import register

__all__ = ["acts", "facts", "fields", "navigation", "register", "words"]
