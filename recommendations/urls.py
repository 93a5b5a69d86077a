"""Every page of the register, in the order of the menu."""

from django.urls import path

from recommendations import converters  # noqa: F401 - the kinds of what stands in <>
from recommendations.views import (
    accounts,
    audit,
    conditions,
    councils,
    events,
    facts,
    links,
    meetings,
    milestones,
    my_work,
    ownerships,
    part_two,
    people,
    positions,
    posts,
    progress,
    recommendations,
    report_members,
    rounds,
    scrutiny_reports,
    themes,
    wordings,
)

app_name = "recommendations"

urlpatterns = [
    path("", councils.choose_council, name="choose_council"),
    path("account/", accounts.account, name="account"),
    path("account/password/", accounts.password, name="password"),
    path("account/messages/", accounts.reminders, name="reminders"),
    path("account/sign-out-everywhere/", accounts.sign_out_everywhere, name="sign_out_everywhere"),
    path("invitations/<str:token>/", accounts.sign_up, name="sign_up"),
    path("<slug:council>/", councils.home, name="home"),
    path("<slug:council>/my-work/", my_work.my_work, name="my_work"),
    path(
        "<slug:council>/recommendations/",
        recommendations.recommendation_list,
        name="recommendation_list",
    ),
    path("<slug:council>/reports/", scrutiny_reports.report_list, name="report_list"),
    path("<slug:council>/reports/new/", scrutiny_reports.report_new, name="report_new"),
    path("<slug:council>/reports/<slug:report>/", scrutiny_reports.report, name="report"),
    path(
        "<slug:council>/reports/<slug:report>/edit/",
        scrutiny_reports.report_edit,
        name="report_edit",
    ),
    path(
        "<slug:council>/reports/<slug:report>/members/",
        report_members.member_list,
        name="member_list",
    ),
    path(
        "<slug:council>/reports/<slug:report>/members/new/",
        report_members.member_new,
        name="member_new",
    ),
    path(
        "<slug:council>/reports/<slug:report>/members/<number:member>/",
        report_members.member_edit,
        name="member_edit",
    ),
    path(
        "<slug:council>/reports/<slug:report>/members/<number:member>/remove/",
        report_members.member_remove,
        name="member_remove",
    ),
    path("<slug:council>/reports/<slug:report>/themes/", themes.theme_list, name="theme_list"),
    path("<slug:council>/reports/<slug:report>/themes/new/", themes.theme_new, name="theme_new"),
    path(
        "<slug:council>/reports/<slug:report>/themes/<number:theme>/",
        themes.theme_edit,
        name="theme_edit",
    ),
    path(
        "<slug:council>/reports/<slug:report>/themes/<number:theme>/remove/",
        themes.theme_remove,
        name="theme_remove",
    ),
    path(
        "<slug:council>/reports/<slug:report>/recommendations/new/",
        recommendations.recommendation_new,
        name="recommendation_new",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/",
        recommendations.recommendation,
        name="recommendation",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/edit/",
        recommendations.recommendation_edit,
        name="recommendation_edit",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/parts/new/",
        recommendations.part_new,
        name="part_new",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/words/new/",
        wordings.wording_new,
        name="wording_new",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/owners/new/",
        ownerships.owner_new,
        name="owner_new",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/owners/<number:ownership>/end/",
        ownerships.owner_end,
        name="owner_end",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/links/new/",
        links.link_new,
        name="link_new",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/conditions/new/",
        conditions.condition_new,
        name="condition_new",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/progress/",
        progress.report_progress,
        name="report_progress",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/updates/<number:update>/acceptance/",
        progress.accept_rating,
        name="accept_rating",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/milestones/new/",
        milestones.milestone_new,
        name="milestone_new",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/milestones/<number:milestone>/occurrences/",
        milestones.occurrence,
        name="occurrence",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/milestones/<number:milestone>/new-date/",
        milestones.new_date,
        name="new_date",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/new-dates/<number:change>/decision/",
        milestones.new_date_decision,
        name="new_date_decision",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/position/",
        positions.position,
        name="position",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/facts/<slug:noun>/<number:fact>/",
        facts.fact,
        name="fact",
    ),
    path("<slug:council>/events/", events.event_list, name="event_list"),
    path("<slug:council>/events/new/", events.event_new, name="event_new"),
    path("<slug:council>/events/<slug:event>/", events.event, name="event"),
    path("<slug:council>/events/<slug:event>/day/", events.event_day, name="event_day"),
    path("<slug:council>/meetings/", meetings.meeting_list, name="meeting_list"),
    path("<slug:council>/meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("<slug:council>/meetings/<number:meeting>/", meetings.meeting, name="meeting"),
    path(
        "<slug:council>/meetings/<number:meeting>/edit/", meetings.meeting_edit, name="meeting_edit"
    ),
    path("<slug:council>/meetings/<number:meeting>/items/new/", meetings.item_new, name="item_new"),
    path(
        "<slug:council>/meetings/<number:meeting>/items/<number:item>/",
        meetings.item_edit,
        name="item_edit",
    ),
    path("<slug:council>/rounds/", rounds.round_list, name="round_list"),
    path("<slug:council>/rounds/new/", rounds.round_new, name="round_new"),
    path("<slug:council>/rounds/<number:update_round>/", rounds.round_page, name="round"),
    path("<slug:council>/rounds/<number:update_round>/edit/", rounds.round_edit, name="round_edit"),
    path("<slug:council>/rounds/<number:update_round>/late/", rounds.round_late, name="round_late"),
    path(
        "<slug:council>/rounds/<number:update_round>/updates/",
        rounds.round_updates,
        name="round_updates",
    ),
    path("<slug:council>/people/", people.people_list, name="people_list"),
    path("<slug:council>/people/invite/", people.invite, name="invite"),
    path(
        "<slug:council>/people/invitations/<number:invitation>/",
        people.invitation,
        name="invitation",
    ),
    path("<slug:council>/people/<number:person>/", people.person, name="person"),
    path("<slug:council>/people/<number:person>/roles/", people.person_roles, name="person_roles"),
    path("<slug:council>/people/<number:person>/leave/", people.person_leave, name="person_leave"),
    path("<slug:council>/people/posts/", posts.post_list, name="post_list"),
    path("<slug:council>/people/posts/<slug:post>/", posts.post, name="post"),
    path(
        "<slug:council>/people/holdings/<number:holding>/end/",
        posts.holding_end,
        name="holding_end",
    ),
    path("<slug:council>/people/part-two/", part_two.part_two_list, name="part_two_list"),
    path("<slug:council>/people/part-two/give/", part_two.part_two_give, name="part_two_give"),
    path(
        "<slug:council>/people/part-two/<number:grant>/confirm/",
        part_two.part_two_confirm,
        name="part_two_confirm",
    ),
    path(
        "<slug:council>/people/part-two/<number:grant>/end/",
        part_two.part_two_end,
        name="part_two_end",
    ),
    path("<slug:council>/audit/", audit.audit, name="audit"),
    path("<slug:council>/audit/csv/", audit.audit_csv, name="audit_csv"),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/audit/",
        audit.item_audit,
        name="item_audit",
    ),
    path(
        "<slug:council>/reports/<slug:report>/<address:address>/audit/csv/",
        audit.item_audit_csv,
        name="item_audit_csv",
    ),
]
