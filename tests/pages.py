"""The table: every page, each method of it, and the parts that open it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from recommendations.rules.roles import Permission, Role

READ = ("GET", "HEAD")

WRITE = (*READ, "POST")

PAGES: dict[str, dict[str, Permission]] = {
    "recommendations:home": dict.fromkeys(READ, Permission.COUNCIL_HOME),
    "recommendations:recommendation_list": dict.fromkeys(READ, Permission.RECOMMENDATION_VIEW),
    "recommendations:recommendation_list_csv": dict.fromkeys(READ, Permission.RECOMMENDATION_VIEW),
    "recommendations:recommendation": dict.fromkeys(READ, Permission.RECOMMENDATION_VIEW),
    "recommendations:open_longest": dict.fromkeys(READ, Permission.RECOMMENDATION_VIEW),
    "recommendations:report_list": dict.fromkeys(READ, Permission.REPORT_VIEW),
    "recommendations:report": dict.fromkeys(READ, Permission.REPORT_VIEW),
    "recommendations:report_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:report_edit": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:member_list": dict.fromkeys(READ, Permission.REPORT_EDIT),
    "recommendations:member_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:member_edit": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:member_remove": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:theme_list": dict.fromkeys(READ, Permission.REPORT_EDIT),
    "recommendations:theme_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:theme_edit": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:theme_remove": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:recommendation_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:recommendation_edit": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:part_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:wording_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:owner_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:owner_end": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:link_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:condition_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:event_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:response_new": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:response": dict.fromkeys(READ, Permission.REPORT_VIEW),
    "recommendations:response_build": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:response_step": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:response_clear": dict.fromkeys(WRITE, Permission.RESPONSE_CLEAR),
    "recommendations:response_record": dict.fromkeys(WRITE, Permission.RESPONSE_RECORD),
    "recommendations:response_version": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:response_lines": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:response_paper": dict.fromkeys(WRITE, Permission.RESPONSE_BUILD),
    "recommendations:endorsement": dict.fromkeys(WRITE, Permission.RESOLUTION_RECORD),
    "recommendations:resolutions": dict.fromkeys(WRITE, Permission.RESOLUTION_RECORD),
    "recommendations:schedule": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:return_settle": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:return_item": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:discharge": dict.fromkeys(WRITE, Permission.POSITION_RECORD),
    "recommendations:resolution": dict.fromkeys(WRITE, Permission.RESOLUTION_END),
    "recommendations:notice_list": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "recommendations:notice_new": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "recommendations:notice_serve": dict.fromkeys(WRITE, Permission.NOTICE_SERVE),
    "recommendations:notice_receipt": dict.fromkeys(WRITE, Permission.NOTICE_SERVE),
    "recommendations:notice_last_day": dict.fromkeys(WRITE, Permission.NOTICE_SERVE),
    "recommendations:event_list": dict.fromkeys(READ, Permission.EVENT_VIEW),
    "recommendations:event": dict.fromkeys(READ, Permission.EVENT_VIEW),
    "recommendations:event_day": dict.fromkeys(WRITE, Permission.EVENT_DAY_ENTER),
    "recommendations:my_committees": dict.fromkeys(READ, Permission.MY_COMMITTEES),
    "recommendations:committees_choose": dict.fromkeys(WRITE, Permission.MY_COMMITTEES),
    "recommendations:my_work": dict.fromkeys(READ, Permission.MY_WORK),
    "recommendations:report_progress": dict.fromkeys(WRITE, Permission.PROGRESS_REPORT),
    "recommendations:evidence_file": dict.fromkeys(READ, Permission.RECOMMENDATION_VIEW),
    "recommendations:evidence_release": dict.fromkeys(WRITE, Permission.EVIDENCE_RELEASE),
    "recommendations:accept_rating": dict.fromkeys(WRITE, Permission.RATING_ACCEPT),
    "recommendations:milestone_new": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:milestone_owner": dict.fromkeys(WRITE, Permission.REPORT_EDIT),
    "recommendations:occurrence": dict.fromkeys(WRITE, Permission.NEW_DATE_DECIDE),
    "recommendations:new_date": dict.fromkeys(WRITE, Permission.NEW_DATE_ASK),
    "recommendations:new_date_decision": dict.fromkeys(WRITE, Permission.NEW_DATE_DECIDE),
    "recommendations:position": dict.fromkeys(WRITE, Permission.POSITION_RECORD),
    "recommendations:fact": dict.fromkeys(WRITE, Permission.FACT_CORRECT),
    "recommendations:people_list": dict.fromkeys(READ, Permission.PEOPLE_MANAGE),
    "recommendations:invite": dict.fromkeys(WRITE, Permission.PEOPLE_MANAGE),
    "recommendations:invitation": dict.fromkeys(WRITE, Permission.PEOPLE_MANAGE),
    "recommendations:person": dict.fromkeys(READ, Permission.PEOPLE_MANAGE),
    "recommendations:person_roles": dict.fromkeys(WRITE, Permission.PEOPLE_MANAGE),
    "recommendations:person_leave": dict.fromkeys(WRITE, Permission.PEOPLE_MANAGE),
    "recommendations:post_list": dict.fromkeys(READ, Permission.POST_HAND_OVER),
    "recommendations:post": dict.fromkeys(WRITE, Permission.POST_HAND_OVER),
    "recommendations:holding_end": dict.fromkeys(WRITE, Permission.POST_HAND_OVER),
    "recommendations:post_hand_over": dict.fromkeys(WRITE, Permission.POST_HAND_OVER),
    "recommendations:body_list": dict.fromkeys(READ, Permission.BODY_VIEW),
    "recommendations:body_new": dict.fromkeys(WRITE, Permission.BODY_MANAGE),
    "recommendations:body": dict.fromkeys(READ, Permission.BODY_VIEW),
    "recommendations:body_edit": dict.fromkeys(WRITE, Permission.BODY_MANAGE),
    "recommendations:body_rename": dict.fromkeys(WRITE, Permission.BODY_MANAGE),
    "recommendations:body_end": dict.fromkeys(WRITE, Permission.BODY_MANAGE),
    "recommendations:body_hand_over": dict.fromkeys(WRITE, Permission.BODY_MANAGE),
    "recommendations:part_two_list": dict.fromkeys(READ, Permission.PART_TWO_SEE),
    "recommendations:part_two_give": dict.fromkeys(WRITE, Permission.PART_TWO_GIVE),
    "recommendations:part_two_confirm": dict.fromkeys(WRITE, Permission.PART_TWO_CONFIRM),
    "recommendations:part_two_end": dict.fromkeys(WRITE, Permission.PART_TWO_GIVE),
    "recommendations:audit": dict.fromkeys(READ, Permission.AUDIT_VIEW),
    "recommendations:audit_csv": dict.fromkeys(READ, Permission.AUDIT_VIEW),
    "recommendations:item_audit": dict.fromkeys(READ, Permission.AUDIT_VIEW),
    "recommendations:item_audit_csv": dict.fromkeys(READ, Permission.AUDIT_VIEW),
    "recommendations:policy_list": dict.fromkeys(READ, Permission.POLICY_EDIT),
    "recommendations:policy_new": dict.fromkeys(WRITE, Permission.POLICY_EDIT),
    "recommendations:policy_edit": dict.fromkeys(WRITE, Permission.POLICY_EDIT),
    "recommendations:meeting_list": dict.fromkeys(READ, Permission.MEETING_MANAGE),
    "recommendations:meeting": dict.fromkeys(READ, Permission.MEETING_MANAGE),
    "recommendations:meeting_new": dict.fromkeys(WRITE, Permission.MEETING_MANAGE),
    "recommendations:meeting_edit": dict.fromkeys(WRITE, Permission.MEETING_MANAGE),
    "recommendations:item_new": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:item_edit": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:topic_list": dict.fromkeys(READ, Permission.TOPIC_VIEW),
    "recommendations:topic": dict.fromkeys(READ, Permission.TOPIC_VIEW),
    "recommendations:topic_new": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:topic_edit": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:topic_plan": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:topic_drop": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:topic_take_back": dict.fromkeys(WRITE, Permission.AGENDA_EDIT),
    "recommendations:round_list": dict.fromkeys(READ, Permission.ROUND_MANAGE),
    "recommendations:round_new": dict.fromkeys(WRITE, Permission.ROUND_MANAGE),
    "recommendations:round": dict.fromkeys(READ, Permission.ROUND_MANAGE),
    "recommendations:round_edit": dict.fromkeys(WRITE, Permission.ROUND_MANAGE),
    "recommendations:round_late": dict.fromkeys(READ, Permission.ROUND_MANAGE),
    "recommendations:round_updates": dict.fromkeys(WRITE, Permission.PROGRESS_REPORT),
    "reports:notice_draft": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "reports:notice_draft_pdf": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "reports:notice": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "reports:notice_pdf": dict.fromkeys(READ, Permission.NOTICE_SERVE),
    "reports:pack": dict.fromkeys(READ, Permission.PACK_PREVIEW),
    "reports:part_new": dict.fromkeys(WRITE, Permission.PACK_PREVIEW),
    "reports:part_out": dict.fromkeys(WRITE, Permission.PACK_PREVIEW),
    "reports:pack_preview": dict.fromkeys(READ, Permission.PACK_PREVIEW),
    "reports:pack_issue": dict.fromkeys(WRITE, Permission.PACK_ISSUE),
    "reports:job": dict.fromkeys(READ, Permission.PACK_PREVIEW),
    "reports:job_json": dict.fromkeys(READ, Permission.PACK_PREVIEW),
    "reports:pack_list": dict.fromkeys(READ, Permission.PACK_READ),
    "reports:issued_pack": dict.fromkeys(READ, Permission.PACK_READ),
    "reports:issued_pack_pdf": dict.fromkeys(READ, Permission.PACK_READ),
    "reports:exception_report": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_VIEW),
    "reports:roll_over": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_VIEW),
    "reports:roll_over_pdf": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
    "reports:roll_over_csv": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
    "reports:statistics": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_VIEW),
    "reports:committee": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_VIEW),
    "reports:exception_report_pdf": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
    "reports:exception_report_json": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
    "reports:exception_report_csv": dict.fromkeys(READ, Permission.EXCEPTION_REPORT_EXPORT),
}
"""The pages of a council, each method with the permission that opens it."""

BY_POST = {
    "recommendations:response_new": "executive support",
    "recommendations:response_build": "executive support",
    "recommendations:response_step": "executive support",
    "recommendations:response_version": "executive support",
    "recommendations:response_lines": "executive support",
    "recommendations:response_paper": "executive support",
    "recommendations:response_clear": "a director or a portfolio holder",
}
"""What an officer or a member opens only by the kind of post that they hold."""

ITS_OWN_TOO = {
    "recommendations:resolution": "only whose post is to act on it, or who takes minutes",
    "recommendations:evidence_file": "while it is not scanned, only who sent it or may release it",
    "recommendations:fact": "a clerk's and an officer's own, for a time",
    "recommendations:round_updates": "only who was asked, or records for whom the address names",
    "recommendations:occurrence": "only of a milestone that recurs",
    "recommendations:part_two_confirm": "only who has Part 2 leave, and not who gave it",
    "recommendations:item_audit": "an administrator reads no recommendation",
    "recommendations:item_audit_csv": "an administrator reads no recommendation",
}
"""Where the permission is not enough; what more it takes has tests of its own."""

OF_ONESELF = {
    "recommendations:choose_council": READ,
    "recommendations:account": READ,
    "recommendations:password": WRITE,
    "recommendations:reminders": WRITE,
    "recommendations:calendar_address": WRITE,
    "recommendations:sign_out_everywhere": ("POST",),
    "stay_signed_in": READ,
}
"""For whoever is signed in, whatever their part."""

OF_NOBODY_YET = {
    *("sign_in", "sign_out", "recommendations:sign_up", "recommendations:calendar"),
    *("forgotten", "forgotten_sent", "new_password"),
}
"""The way in and out; each has tests of its own."""

OF_EVERYBODY = {"accessibility_statement"}
"""Signed in or not; tests/test_accessibility_statement.py opens it."""

OF_NO_COUNCIL = OF_NOBODY_YET | OF_EVERYBODY | set(OF_ONESELF)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

OFFICER, MEMBER, CLERK = Role.OFFICER, Role.MEMBER, Role.CLERK
SCRUTINY, ADMINISTRATOR = Role.SCRUTINY_OFFICER, Role.ADMINISTRATOR
READERS = {OFFICER, MEMBER, CLERK, SCRUTINY}
MAY: dict[Permission, set[Role]] = {
    Permission.COUNCIL_HOME: set(Role),
    Permission.REPORT_VIEW: READERS,
    Permission.RECOMMENDATION_VIEW: READERS,
    Permission.EVENT_VIEW: READERS,
    Permission.EVENT_DAY_ENTER: {CLERK, SCRUTINY},
    Permission.EXCEPTION_REPORT_VIEW: READERS,
    Permission.EXCEPTION_REPORT_EXPORT: READERS,
    Permission.MY_COMMITTEES: {MEMBER, CLERK, SCRUTINY},
    Permission.MY_WORK: {OFFICER, CLERK, SCRUTINY},
    Permission.PROGRESS_REPORT: {OFFICER, SCRUTINY},
    Permission.NEW_DATE_ASK: {OFFICER, SCRUTINY},
    Permission.NEW_DATE_DECIDE: {CLERK, SCRUTINY},
    Permission.POSITION_RECORD: {CLERK, SCRUTINY},
    Permission.RATING_ACCEPT: {SCRUTINY},
    Permission.EVIDENCE_RELEASE: {SCRUTINY},
    Permission.FACT_CORRECT: {OFFICER, CLERK, SCRUTINY},
    Permission.REPORT_EDIT: {SCRUTINY},
    Permission.RECOMMENDATION_EDIT: {SCRUTINY},
    Permission.RESPONSE_BUILD: {OFFICER, SCRUTINY},
    Permission.RESPONSE_CLEAR: {OFFICER, MEMBER},
    Permission.RESPONSE_RECORD: {CLERK, SCRUTINY},
    Permission.NOTICE_SERVE: {CLERK, SCRUTINY},
    Permission.RESOLUTION_RECORD: {CLERK, SCRUTINY},
    Permission.RESOLUTION_END: {OFFICER, CLERK, SCRUTINY},
    Permission.MEETING_MANAGE: {CLERK, SCRUTINY, ADMINISTRATOR},
    Permission.AGENDA_EDIT: {CLERK, SCRUTINY},
    Permission.TOPIC_VIEW: READERS,
    Permission.PACK_PREVIEW: {CLERK, SCRUTINY},
    Permission.ROUND_MANAGE: {CLERK, SCRUTINY},
    Permission.PACK_ISSUE: {CLERK},
    Permission.PACK_READ: READERS,
    Permission.PEOPLE_MANAGE: {ADMINISTRATOR},
    Permission.POST_HAND_OVER: {SCRUTINY, ADMINISTRATOR},
    Permission.BODY_VIEW: set(Role),
    Permission.BODY_MANAGE: {SCRUTINY, ADMINISTRATOR},
    Permission.PART_TWO_SEE: {CLERK, SCRUTINY, ADMINISTRATOR},
    Permission.PART_TWO_GIVE: {ADMINISTRATOR},
    Permission.PART_TWO_CONFIRM: {CLERK, SCRUTINY},
    Permission.AUDIT_VIEW: {SCRUTINY, ADMINISTRATOR},
    Permission.POLICY_EDIT: {ADMINISTRATOR},
}
"""What was agreed, written out here so that the matrix is not checked against itself."""


def patterns(of: list, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in of:
        if isinstance(pattern, URLResolver):
            inside = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from patterns(pattern.url_patterns, namespace + inside)
        else:
            yield f"{namespace}{pattern.name}", pattern


ADDRESSES = [
    (name, pattern)
    for name, pattern in patterns(get_resolver().url_patterns)
    if not name.startswith("admin:")  # tests/test_administration.py has those
]

KEYS = {name: tuple(pattern.pattern.converters) for name, pattern in ADDRESSES}
"""What an address of each name is made of."""
