"""The invented council: its people, what it waits for, its meetings, and who reads Part 2."""

from __future__ import annotations

from datetime import date, timedelta

from recommendations.models import EventDay, Membership, Post, PostHolding, User
from recommendations.rules.roles import Role
from recommendations.services import classification, councils, events, people, policies, rounds
from recommendations.services.demo.days import Diary
from recommendations.services.demo.setting import BEGAN_AGO, Setting
from recommendations.services.demo.sittings import Committee
from recommendations.services.fixtures import Entry

SCRUTINY_OFFICER = "marlshire-scrutiny-officer"
CLERK = "marlshire-clerk"
PAPERS_BEFORE = timedelta(days=9)
POLICY_AHEAD = 120


def open_council(opening: Entry, *, phrases: Entry, diary: Diary) -> Setting:
    """With its bodies, posts and people, and the events that its recommendations wait for."""
    council = councils.found_council(**opening["council"])
    for entry in opening["bodies"]:
        parent = council.bodies.get(slug=entry["parent"]) if "parent" in entry else None
        councils.establish_body(council=council, **{**entry, "parent": parent})
    for entry in opening["posts"]:
        councils.create_post(council=council, **entry)
    told_when_overdue = {
        post.slug: post.title for post in council.posts.filter(kind=Post.Kind.CHAIR)
    }
    policies.set_policy(
        council=council, in_force_from=diary.ago(BEGAN_AGO), escalates_to=told_when_overdue
    )
    policies.set_policy(
        council=council,
        in_force_from=diary.ahead(POLICY_AHEAD),
        overdue_red_after=21,
        word_date_needed="No date yet",
        review_months=6,
        escalates_to=told_when_overdue,
    )
    persons: dict[str, User] = {}
    holders: dict[str, User] = {}
    for entry in opening["people"]:
        person = people.demonstration_person(
            council=council,
            username=entry["username"],
            first_name=entry["first_name"],
            last_name=entry["last_name"],
            roles=[Role(role) for role in entry["roles"]],
        )
        persons[person.username] = person
        for slug, kind in entry["posts"]:
            post = council.posts.get(slug=slug)
            councils.hold_post(post=post, person=person, kind=kind, since=diary.ago(BEGAN_AGO))
            if kind == PostHolding.Kind.HOLDER:
                holders[slug] = person
            elif kind == PostHolding.Kind.DEPUTY:
                holders.setdefault(slug, person)
    setting = Setting(
        council=council,
        diary=diary,
        scrutiny_officer=persons[SCRUTINY_OFFICER],
        clerk=persons[CLERK],
        holders=holders,
        phrases=phrases,
    )
    setting.counted["people"] = len(persons)
    for entry in opening["events"]:
        _name_event(entry, setting=setting)
    return setting


def _name_event(entry: Entry, *, setting: Setting) -> None:
    event = events.name_event(council=setting.council, name=entry["name"], slug=entry["slug"])
    for said in entry["days"]:
        on = setting.diary.workday(said["ago"])
        with setting.diary.recording(on):
            entered = events.enter_day(
                event=event,
                kind=said["kind"],
                day=_day(said, diary=setting.diary),
                source=said["source"],
                by=setting.scrutiny_officer,
                on=on,
            )
        if "corrected" in said:
            _correct_day(entered, said["corrected"], setting=setting)


def _correct_day(entered: EventDay, said: Entry, *, setting: Setting) -> None:
    on = setting.diary.workday(said["ago"])
    with setting.diary.recording(on):
        events.enter_day(
            event=entered.event,
            kind=entered.kind,
            day=_day(said, diary=setting.diary),
            source=said["source"],
            by=setting.scrutiny_officer,
            on=on,
            instead_of=entered,
            why=said["why"],
        )


def _day(said: Entry, *, diary: Diary) -> date:
    if "day_ahead" in said:
        return diary.ahead(said["day_ahead"])
    return diary.ago(said["day_ago"])


def hold_meetings(entries: list[Entry], *, setting: Setting) -> None:
    for entry in entries:
        body = setting.body(entry["slug"])
        committee = Committee(body, setting.clerk, setting.diary)
        committee.sit(entry, reports=body.commissioned_reports.all())
        setting.committees[entry["slug"]] = committee
        setting.counted["meetings"] += len(committee.sittings)


def ask_for_updates(setting: Setting) -> None:
    """Open a round for the next meeting of each committee, where there is time for one."""
    diary = setting.diary
    opens = diary.workday(1)
    for committee in setting.committees.values():
        following = committee.body.meetings.filter(day__gt=diary.today + PAPERS_BEFORE).first()
        if following:
            closes = following.day - PAPERS_BEFORE
            with diary.recording(opens):
                rounds.plan_round(meeting=following, opens=opens, closes=closes, brought_in=True)
            setting.counted["rounds of updates"] += 1


def grant_part_two(entries: list[Entry], *, setting: Setting) -> None:
    """Let some read what is exempt; another person than the one who gave it confirms it."""
    for entry in entries:
        memberships = Membership.objects.filter(council=setting.council)
        grant = classification.grant_part_two(
            membership=memberships.get(user__username=entry["username"], role=entry["role"]),
            body=setting.body(entry["body"]),
            until=setting.diary.ahead(entry["days_ahead"]),
            reason=entry["reason"],
            by=memberships.get(user__username=entry["given_by"]).user,
        )
        if "confirmed_by" in entry:
            other = memberships.get(user__username=entry["confirmed_by"]).user
            classification.confirm_part_two(grant=grant, by=other)
        setting.counted["Part 2 grants"] += 1
