"""Who may do what: one table of roles and permissions."""

from enum import StrEnum


class Role(StrEnum):
    OFFICER = "officer"
    MEMBER = "member"
    CLERK = "clerk"
    SCRUTINY_OFFICER = "scrutiny officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Permission(StrEnum):
    COUNCIL_HOME = "open the council's first page"
    REPORT_VIEW = "read scrutiny reports"
    RECOMMENDATION_VIEW = "read, search and filter recommendations"
    EVENT_VIEW = "read events and what hangs on them"
    EVENT_DAY_ENTER = "enter the day of an event"
    EXCEPTION_REPORT_VIEW = "read exception reports"
    EXCEPTION_REPORT_EXPORT = "take an exception report away as a file"


EVERYONE_WHO_READS = frozenset(
    {
        Permission.COUNCIL_HOME,
        Permission.REPORT_VIEW,
        Permission.RECOMMENDATION_VIEW,
        Permission.EVENT_VIEW,
        Permission.EXCEPTION_REPORT_VIEW,
        Permission.EXCEPTION_REPORT_EXPORT,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: EVERYONE_WHO_READS,
    Role.MEMBER: EVERYONE_WHO_READS,
    Role.CLERK: EVERYONE_WHO_READS | {Permission.EVENT_DAY_ENTER},
    Role.SCRUTINY_OFFICER: EVERYONE_WHO_READS | {Permission.EVENT_DAY_ENTER},
    # People, posts and settings only: what scrutiny is looking into is not an administrator's.
    Role.ADMINISTRATOR: frozenset({Permission.COUNCIL_HOME}),
}
