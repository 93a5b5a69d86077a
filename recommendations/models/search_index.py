"""The index behind ``SearchedWording``, which each database keeps by triggers on the wordings.

It is laid after every migrate, and its triggers are lifted before: SQLite alters no table that the
trigger of another one names.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

from recommendations.models.wordings import Wording


def lay(connection: BaseDatabaseWrapper) -> None:
    """Make the index where there is none, fill in what it lacks, and let it follow its rows."""
    lift(connection)
    statements, add = SQLITE, ADD_TO_SQLITE
    if connection.vendor == "postgresql":
        statements, add = POSTGRESQL, ADD_TO_POSTGRESQL
    execute(connection, (statement.format(add=add) for statement in statements))


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away."""
    on_table = " ON recommendations_wording" if connection.vendor == "postgresql" else ""
    acts = ("insert", "update", "delete", "truncate")
    execute(
        connection, (f"DROP TRIGGER IF EXISTS wording_searched_{act}{on_table}" for act in acts)
    )


def execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    """Where there is anything to index, which there is not before the first migrate."""
    with connection.cursor() as cursor:
        if Wording._meta.db_table in connection.introspection.table_names(cursor):
            for statement in statements:
                cursor.execute(statement)


ADD_TO_SQLITE = """
    INSERT OR REPLACE INTO recommendations_searchedwording (rowid, council, words)
    SELECT wording.id, council_id, address || ' ' || title || ' ' || text || ' ' || closing
    FROM recommendations_wording AS wording
    JOIN recommendations_recommendation AS its ON its.id = recommendation_id
    WHERE wording.id"""

SQLITE: tuple[str, ...] = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS recommendations_searchedwording
    USING fts5(council, words, tokenize = 'unicode61 remove_diacritics 2', prefix = 3)""",
    "{add} NOT IN (SELECT rowid FROM recommendations_searchedwording)",
    """CREATE TRIGGER wording_searched_insert AFTER INSERT ON recommendations_wording
    BEGIN {add} = NEW.id; END""",
    """CREATE TRIGGER wording_searched_update AFTER UPDATE ON recommendations_wording
    BEGIN {add} = NEW.id; END""",
    """CREATE TRIGGER wording_searched_delete AFTER DELETE ON recommendations_wording
    BEGIN DELETE FROM recommendations_searchedwording WHERE rowid = OLD.id; END""",
)

ADD_TO_POSTGRESQL = r"""
    INSERT INTO recommendations_searchedwording (rowid, recommendations_searchedwording)
    SELECT wording.id, array_to_tsvector(ARRAY['council ' || council_id]) || to_tsvector(
        'simple',
        regexp_replace(
            regexp_replace(
                normalize(
                    left(address || ' ' || title || ' ' || text || ' ' || closing, 250000), NFD
                ),
                '[\u0300-\u036f]', '', 'g' -- accents, which stand apart by now
            ),
            -- what divides words, or else it would see addresses and numbers in them
            '[\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f]', ' ', 'g'
        )
    )
    FROM recommendations_wording AS wording
    JOIN recommendations_recommendation AS its ON its.id = recommendation_id
    WHERE wording.id"""

POSTGRESQL: tuple[str, ...] = (
    """CREATE TABLE IF NOT EXISTS recommendations_searchedwording (
        rowid bigint PRIMARY KEY, recommendations_searchedwording tsvector NOT NULL
    )""",
    """CREATE INDEX IF NOT EXISTS searched_words ON recommendations_searchedwording
    USING gin (recommendations_searchedwording)""",
    "SET statement_timeout = 0",  # which is for pages, and not for a long register
    "{add} NOT IN (SELECT rowid FROM recommendations_searchedwording)",
    "RESET statement_timeout",
    """CREATE OR REPLACE FUNCTION wording_searched() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE recommendations_searchedwording;
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM recommendations_searchedwording WHERE rowid = OLD.id;
    ELSE
        {add} = NEW.id
        ON CONFLICT (rowid) DO UPDATE
        SET recommendations_searchedwording = EXCLUDED.recommendations_searchedwording;
    END IF;
    RETURN NULL;
    END $$""",
    """CREATE TRIGGER wording_searched_insert
    AFTER INSERT OR UPDATE OR DELETE ON recommendations_wording
    FOR EACH ROW EXECUTE FUNCTION wording_searched()""",
    """CREATE TRIGGER wording_searched_truncate AFTER TRUNCATE ON recommendations_wording
    FOR EACH STATEMENT EXECUTE FUNCTION wording_searched()""",
)
