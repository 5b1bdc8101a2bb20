"""Triggers by which the database refuses an administration beside another role in the hand of one person.

One person is what a database can know: one account, accounts of one person of the registry, accounts of one telephone
number. Names that read alike are judged by the act (`rules.persons`), and by the report of what is mixed already.
"""

from collections.abc import Iterator
from typing import Any

from kuangan.foundation.authority.roles import ADMIN_ROLES

GRANTS, ACCOUNTS = "access_grantrecord", "access_user"
NAMES = ("grants_apart_insert", "grants_apart_update", "accounts_apart")
_SAID = "an administration and another role are never in the hand of one person"
_ADMIN = ", ".join(f"'{role}'" for role in sorted(ADMIN_ROLES))
_LAST_DIGITS = {
    "sqlite": "substr(replace(replace({0}.phone, ' ', ''), '-', ''), -11)",
    "postgresql": "right(replace(replace({0}.phone, ' ', ''), '-', ''), 11)",
}


def _one_person(vendor: str) -> str:
    theirs, own = (_LAST_DIGITS[vendor].format(name) for name in ("theirs", "own"))
    return f"(theirs.id = own.id OR theirs.person_id = own.person_id OR (own.phone <> '' AND {theirs} = {own}))"


def _mixes(vendor: str, grant: str) -> str:
    """Whether `grant` (NEW, or a row) and a grant that somebody holds at the same time must be in two hands."""
    who = f"JOIN {ACCOUNTS} theirs ON theirs.id = held.user_id JOIN {ACCOUNTS} own ON own.id = {grant}.user_id"
    together = (
        f"held.revoked_at IS NULL AND held.role <> {grant}.role "
        f"AND (held.valid_to IS NULL OR held.valid_to >= {grant}.valid_from) "
        f"AND ({grant}.valid_to IS NULL OR held.valid_from <= {grant}.valid_to) AND {_one_person(vendor)}"
    )
    held = f"SELECT 1 FROM {GRANTS} held {who} WHERE {together}"  # noqa: S608 - names of our own tables
    return (
        f"{grant}.revoked_at IS NULL AND (({grant}.role IN ({_ADMIN}) AND EXISTS ({held})) "
        f"OR ({grant}.role NOT IN ({_ADMIN}) AND EXISTS ({held} AND held.role IN ({_ADMIN}))))"
    )


def _conditions(vendor: str) -> list[tuple[str, str, str, str]]:
    """Name, moment, table and condition of each trigger."""
    moved = "role, user_id, valid_from, valid_to, revoked_at"
    given, own = _mixes(vendor, "NEW"), _mixes(vendor, "mine")
    theirs = f"EXISTS (SELECT 1 FROM {GRANTS} mine WHERE mine.user_id = NEW.id AND {own})"  # noqa: S608 - our own tables
    return [
        (NAMES[0], "BEFORE INSERT", GRANTS, given),
        (NAMES[1], f"BEFORE UPDATE OF {moved}", GRANTS, given),
        (NAMES[2], "AFTER UPDATE OF person_id, phone", ACCOUNTS, theirs),
    ]


def _statements(vendor: str) -> Iterator[str]:
    for name, moment, table, condition in _conditions(vendor):
        if vendor == "sqlite":
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} {moment} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
            )
            continue
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield f"CREATE TRIGGER {name} {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def install(connection: Any) -> None:
    """Put the triggers in place; safe to repeat. What is mixed already stays, and is reported."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take the triggers away: for the migration that is taken back."""
    with connection.cursor() as cursor:
        for name, _moment, table, _condition in _conditions(connection.vendor):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))


def missing(connection: Any) -> list[str]:
    """Names of the triggers that should be there and are not, or are switched off."""
    question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor != "sqlite":
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(question)
        return sorted(set(NAMES) - {str(name) for (name,) in cursor.fetchall()})
