"""Worker entry points of exchange."""

from django_tasks import task


@task()
def work_on_import(job_id: int) -> str:
    """Do one piece of work on an upload; done already, cancelled or taken twice is no work. Returns the state."""
    from kuangan.foundation.exchange.actions.jobs import run

    return run(job_id)


@task()
def write_export(export_id: int) -> str:
    """Write one large export; done already or taken twice is no work. Returns the state."""
    from kuangan.foundation.exchange.actions.exports import write

    return write(export_id)
