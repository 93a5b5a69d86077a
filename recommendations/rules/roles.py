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
    MY_WORK = "see what one's posts owe, and what waits to be decided"
    MY_COMMITTEES = "choose one's committees, and see what changed since they met"
    PROGRESS_REPORT = "report progress, with evidence"
    EVIDENCE_RELEASE = "let a file of evidence through that was not scanned for viruses"
    NEW_DATE_ASK = "ask for a new date"
    NEW_DATE_DECIDE = "decide a new date"
    POSITION_RECORD = "record the committee's position, close and reopen"
    ROUND_MANAGE = "open rounds of updates and see who has answered"
    RATING_ACCEPT = "accept an officer's better rating"
    FACT_CORRECT = "correct or take back a fact"
    REPORT_EDIT = "enter and edit reports and their recommendations"
    RECOMMENDATION_EDIT = "put words, milestones, notices and stages of a response right"
    NOTICE_SERVE = "serve notice, and record receipts and last days"
    RESOLUTION_RECORD = "record what a body resolved, endorsement included"
    RESOLUTION_END = "record that what was resolved is done"
    MEETING_MANAGE = "enter and edit the meetings of a body"
    AGENDA_EDIT = "enter and edit what is on an agenda or a work programme"
    TOPIC_VIEW = "read the work programmes of committees"
    RESPONSE_BUILD = "build the executive's response"
    RESPONSE_CLEAR = "clear or approve a response"
    RESPONSE_RECORD = "record that a response is given, decided or withdrawn"
    PACK_PREVIEW = "put a pack together and see it"
    PACK_ISSUE = "issue a pack"
    PACK_READ = "read and take away the packs that were issued"

    PEOPLE_MANAGE = "invite people, give and take roles, close a leaver's part"
    POST_HAND_OVER = "say who acts for which post, and hand over what it owes"
    BODY_VIEW = "read which bodies there are, and which came after which"
    BODY_MANAGE = "enter, rename and end bodies, and hand over what they watch"
    PART_TWO_SEE = "see who may read exempt matter"
    PART_TWO_GIVE = "give and end leave to read exempt matter"
    PART_TWO_CONFIRM = "confirm leave to read exempt matter, having it oneself"
    AUDIT_VIEW = "read and take away who changed what"
    POLICY_EDIT = "say what ratings are called and when they turn, how long answers may take"


EVERYONE_WHO_READS = frozenset(
    {
        Permission.COUNCIL_HOME,
        Permission.REPORT_VIEW,
        Permission.RECOMMENDATION_VIEW,
        Permission.EVENT_VIEW,
        Permission.BODY_VIEW,
        Permission.TOPIC_VIEW,
        Permission.EXCEPTION_REPORT_VIEW,
        Permission.EXCEPTION_REPORT_EXPORT,
        Permission.PACK_READ,
    }
)

OWNERS = frozenset({Permission.PROGRESS_REPORT, Permission.NEW_DATE_ASK})
MINUTE_TAKERS = frozenset(
    {
        *(Permission.EVENT_DAY_ENTER, Permission.NEW_DATE_DECIDE, Permission.POSITION_RECORD),
        *(Permission.NOTICE_SERVE, Permission.RESPONSE_RECORD, Permission.RESOLUTION_RECORD),
    }
)
# By the kind of post that they hold: see rules/stages.py.
RESPONDERS = frozenset({Permission.RESPONSE_BUILD, Permission.RESPONSE_CLEAR})
AGENDA_MAKERS = frozenset(
    {
        Permission.MEETING_MANAGE,
        Permission.AGENDA_EDIT,
        Permission.PACK_PREVIEW,
        Permission.ROUND_MANAGE,
    }
)
RECORDERS = frozenset({Permission.MY_WORK, Permission.FACT_CORRECT, Permission.RESOLUTION_END})
PART_TWO_CONFIRMERS = frozenset({Permission.PART_TWO_SEE, Permission.PART_TWO_CONFIRM})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: EVERYONE_WHO_READS | RECORDERS | OWNERS | RESPONDERS,
    Role.MEMBER: EVERYONE_WHO_READS | {Permission.RESPONSE_CLEAR, Permission.MY_COMMITTEES},
    Role.CLERK: (
        EVERYONE_WHO_READS
        | RECORDERS
        | MINUTE_TAKERS
        | AGENDA_MAKERS
        | PART_TWO_CONFIRMERS
        | {Permission.PACK_ISSUE, Permission.MY_COMMITTEES}
    ),
    Role.SCRUTINY_OFFICER: (
        EVERYONE_WHO_READS
        | RECORDERS
        | OWNERS
        | MINUTE_TAKERS
        | AGENDA_MAKERS
        | PART_TWO_CONFIRMERS
        | {Permission.REPORT_EDIT, Permission.RECOMMENDATION_EDIT, Permission.RATING_ACCEPT}
        | {Permission.RESPONSE_BUILD, Permission.MY_COMMITTEES}
        | {Permission.EVIDENCE_RELEASE}
        | {Permission.POST_HAND_OVER, Permission.AUDIT_VIEW}
        | {Permission.BODY_MANAGE}
    ),
    # People, posts and settings only: what scrutiny is looking into is not an administrator's.
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.COUNCIL_HOME,
            Permission.MEETING_MANAGE,
            Permission.PEOPLE_MANAGE,
            Permission.POST_HAND_OVER,
            Permission.BODY_VIEW,
            Permission.BODY_MANAGE,
            Permission.PART_TWO_SEE,
            Permission.PART_TWO_GIVE,
            Permission.AUDIT_VIEW,
            Permission.POLICY_EDIT,
        }
    ),
}
