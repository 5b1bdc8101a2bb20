"""Reading identities of the provider: bound ones, and those an administrator noted."""

from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from kuangan.access.models import ExpectedIdentity, User


# house: unscoped — about one account that the caller holds already
def identities_of(user: User, provider: str) -> QuerySet[SocialAccount]:
    """The identities of one provider by which this account is opened."""
    return SocialAccount.objects.filter(user=user, provider=provider).order_by("pk")


# house: unscoped — about one account that the caller holds already
def noted_identity(user: User) -> ExpectedIdentity | None:
    """The identity that an administrator noted for the account, while nobody has signed in with it."""
    return ExpectedIdentity.objects.filter(user=user, used_at__isnull=True, withdrawn_at__isnull=True).first()


# house: unscoped — asked while somebody signs in, before anybody is known
def holder_of(provider: str, subject: str) -> User | None:
    """The account to which the provider's number for a person is bound."""
    found = SocialAccount.objects.filter(provider=provider, uid=subject).select_related("user").first()
    return found.user if found is not None else None
