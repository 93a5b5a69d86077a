"""Tables whose rows the database itself keeps from being altered or deleted.

A trigger on each refuses UPDATE and DELETE, on PostgreSQL TRUNCATE too. They are laid anew after
every migrate, since SQLite silently loses a table's triggers when a migration rebuilds it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from recommendations.models.classified import COLUMNS

OUTRIGHT = (
    "Answer",
    "ClassificationChange",
    "Condition",
    "DateChange",
    "DateDecision",
    "EventDay",
    "Evidence",
    "EvidenceRelease",
    "EvidenceScan",
    "Link",
    "Milestone",
    "MilestoneDone",
    "Notice",
    "OccurrenceOutcome",
    "Position",
    "RatingAcceptance",
    "ReportReturn",
    "Resolution",
    "ResolutionDone",
    "ResolutionUpdate",
    "ResponseStage",
    "TopicStage",
    "Wording",
)
"""Dated rows: a fact that was wrong is corrected or taken back by another row.

What a row says is frozen; who may read it is not, since raising a classification is immediate.
"""

ONCE_SUBMITTED = ("ProgressUpdate",)
"""Free while a draft, frozen from its submission on."""

OF_A_ROUND = ("Owed", "ResolutionOwed")
"""What was owed when a round opened."""

HANDED_OVER = ("Succession",)
"""Which body or post came after which, from a day on."""

UNTIL_FILLED = ("BodyName", "MilestoneOwnership", "Ownership", "Remit", "ResolutionOwnership")
"""Rows of a time: only an empty ``until`` may be filled, once, with when that was recorded."""

END = ("until", "until_recorded_at")

PUBLISHED = ("reports.Publication", "reports.PublicationRow")
"""Editions as they were issued; a correction is the next edition."""

HISTORIES = (
    "HistoricalAgendaItem",
    "HistoricalBody",
    "HistoricalChosenCommittee",
    "HistoricalExecutiveResponse",
    "HistoricalMeeting",
    "HistoricalMembership",
    "HistoricalMilestoneOwnership",
    "HistoricalOwnership",
    "HistoricalPartTwoGrant",
    "HistoricalPolicy",
    "HistoricalPost",
    "HistoricalPostHolding",
    "HistoricalRecommendation",
    "HistoricalRemit",
    "HistoricalReportMember",
    "HistoricalResolutionOwnership",
    "HistoricalResponseGroup",
    "HistoricalResponseLine",
    "HistoricalScrutinyReport",
    "HistoricalUpdateRound",
    "HistoricalTheme",
    "HistoricalTopic",
    "HistoricalUser",
)
"""The earlier states of what is edited in place: nobody has reason to alter any."""

EVERY = (
    *(*OUTRIGHT, *ONCE_SUBMITTED, *OF_A_ROUND, *HANDED_OVER, *UNTIL_FILLED),
    *(*PUBLISHED, *HISTORIES),
)
"""All that are frozen, in whatever way."""


@dataclass(frozen=True)
class Frozen:
    """A table, and the condition on its old and new row under which an update is refused."""

    table: str
    update_refused_when: str
    delete_refused_when: str

    @property
    def refusal(self) -> str:
        return f"{self.table} is frozen: correct a row by another, or take it back"


def frozen_tables() -> Iterator[Frozen]:
    """Every frozen table; a condition names the old row OLD and the new one NEW."""
    for name in OUTRIGHT:
        yield Frozen(table_of(name), altered(name, but=COLUMNS), "1 = 1")
    for name in ONCE_SUBMITTED:
        submitted = "OLD.state = 'submitted'"
        yield Frozen(table_of(name), f"{submitted} AND ({altered(name, but=COLUMNS)})", submitted)
    for name in (*OF_A_ROUND, *HANDED_OVER, *PUBLISHED, *HISTORIES):
        yield Frozen(table_of(name), altered(name, but=()), "1 = 1")
    for name in UNTIL_FILLED:
        filled = f"OLD.until IS NOT NULL OR {altered(name, but=END)}"
        yield Frozen(table_of(name), filled, "1 = 1")


def model_of(name: str) -> type[Model]:
    """By its name in this application, or by "app.Model" in another."""
    return apps.get_model(name if "." in name else f"recommendations.{name}")


def table_of(model: str) -> str:
    return str(model_of(model)._meta.db_table)


def altered(model: str, *, but: Collection[str]) -> str:
    """Whether any column changes but those."""
    fields = model_of(model)._meta.concrete_fields
    return " OR ".join(differs(str(field.column)) for field in fields if field.name not in but)


def differs(column: str) -> str:
    """Whether a column changes, in words that both databases read; two NULLs are the same."""
    old, new = f'OLD."{column}"', f'NEW."{column}"'
    return f"({old} <> {new} OR ({old} IS NULL) <> ({new} IS NULL))"


def lay(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on every frozen table, whatever was there before."""
    lift(connection)
    statements = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for frozen in frozen_tables():
            if frozen.table not in there:  # of another application, not migrated yet
                continue
            for statement in statements:
                cursor.execute(
                    statement.format(
                        table=frozen.table,
                        refusal=frozen.refusal,
                        update=frozen.update_refused_when,
                        delete=frozen.delete_refused_when,
                    )
                )


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for what lays them anew, and for tests that empty the tables."""
    on_table = " ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for table in map(table_of, EVERY):
            for act in ("update", "delete", "truncate"):
                name = f"{table}_no_{act}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + on_table.format(table=table))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should be in the database and are not."""
    acts = ["update", "delete"] + (["truncate"] if connection.vendor == "postgresql" else [])
    wanted = {f"{table}_no_{act}" for table in map(table_of, EVERY) for act in acts}
    listing = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(listing)
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


SQLITE = (
    """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {update}
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END""",
    """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {delete}
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END""",
)

POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
    RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN ({update}) EXECUTE FUNCTION {table}_refuse()""",
    """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW
    WHEN ({delete}) EXECUTE FUNCTION {table}_refuse()""",
    """CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT
    EXECUTE FUNCTION {table}_refuse()""",
)
