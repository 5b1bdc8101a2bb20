"""How long a password has to be, told in the reader's language."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class MinimumLength(MinimumLengthValidator):
    """The framework's rule; its own sentence is missing in its Chinese catalogue."""

    def get_error_message(self) -> str:
        """What a password that is too short is answered."""
        return _("The password is too short. At least %(count)s characters are needed.") % {"count": self.min_length}
