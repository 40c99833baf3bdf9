"""The database itself refuses to change or delete a line of the trail; put in place after every `migrate`."""

from __future__ import annotations

from typing import Any

TABLE = "people_event"
NAMES = {
    "sqlite": ("trail_stays_update", "trail_stays_delete"),
    "postgresql": ("trail_stays_update", "trail_stays_delete", "trail_stays_truncate"),
}


def guard(connection: Any) -> None:
    """Installs the triggers that are missing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION trail_stays() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$"
            )
        for name in missing(connection):
            what = name.rpartition("_")[2].upper()
            if connection.vendor == "postgresql":
                each = "STATEMENT" if what == "TRUNCATE" else "ROW"
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {what} ON {TABLE} FOR EACH {each} EXECUTE FUNCTION trail_stays()"
                )
            else:
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {what} ON {TABLE} "
                    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
                )


def unguard(connection: Any) -> None:
    """Takes the triggers away: for tests that empty the database."""
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in NAMES[connection.vendor]:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: Any) -> list[str]:
    """Triggers that should stand in this database and do not."""
    ask = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass('people_event') AND NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'people_event'"
    )
    with connection.cursor() as cursor:
        cursor.execute(ask)
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in NAMES[connection.vendor] if name not in standing]
