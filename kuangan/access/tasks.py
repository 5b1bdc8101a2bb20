"""Worker entry points of access."""

from django_tasks import task


@task()
def verify_trail(account_id: int) -> int:
    """Check the whole audit trail for whoever pressed the button. Returns how many findings there are."""
    from kuangan.access.models import User
    from kuangan.access.queries.actors import build_actor
    from kuangan.access.queries.checking import finished
    from kuangan.foundation.integrity.verifying import verify

    try:
        return len(verify(build_actor(User.objects.get(pk=account_id))).problems)
    finally:
        finished()
