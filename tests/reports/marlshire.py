"""An invented council's exception report, with something in every section."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from recommendations.rules.policies import Policy
from recommendations.rules.ratings import Rag
from reports.documents.exception_report import (
    Covered,
    Earlier,
    Entered,
    ExceptionReport,
    Left,
    Scope,
)
from reports.documents.key import key_of
from reports.documents.lines import Dates, Differs, Direction, Line, Part, Position, Said, Way

AS_AT = date(2026, 11, 10)
EARLIER = date(2026, 9, 17)
REPORT = "Leaving care, finding home"
HOUSING = "Cabinet Member for Housing"
CHILDREN = "Cabinet Member for Children and Families"
ACCEPT_DATE = "Does the committee accept the new date of 31 December 2026, or call the owner?"
DONE = "Does the committee agree that this is done?"
WHEN = "By when will the owner give a date?"
NO_ACTION = "Does the committee accept the answer, or urge the Executive to think again?"


def line(number, rag, reason, **more):
    """A recommendation; a test says only what matters to it."""
    return Line(
        **{
            "address": f"R{number}",
            "report": REPORT,
            "report_slug": "leaving-care",
            "rag": rag,
            "reasons": (reason,),
            "text": f"That the Council does what recommendation {number} asks of it.",
            "owners": ("Head of Leaving Care",),
            "portfolio_holder": CHILDREN,
            "answer": "Accepted",
            **more,
        }
    )


def said(days_ago, **more):
    return Said(on=AS_AT - timedelta(days=days_ago), days_ago=days_ago, **more)


EXCEPTIONS = (
    line(
        7,
        Rag.RED,
        "Overdue by 71 days",
        reasons=("Overdue by 71 days", "No update received"),
        title="Publish the offer in plain words",
        text="That the Council publishes its local offer to care leavers in plain words, tested "
        "with at least ten care leavers, in print and on the website.",
        overdue=71,
        dates=Dates(date(2026, 8, 31), date(2026, 8, 31)),
        said=said(
            14,
            cause="Testing was planned for August, when few could be reached.",
            remedy="Two evening sessions are booked for 25 November and 2 December 2026.",
            effect="121 young people have a leaflet that names a team long gone.",
        ),
        differs=Differs(
            Rag.GREEN,
            Rag.RED,
            "The draft is written and has gone to the designers, so the owner regards the work "
            "as done.",
        ),
        position=Position("Monitoring", date(2026, 9, 17), "minute 31"),
        direction=Direction(Way.WORSE, Rag.AMBER),
        question="Does the committee accept the green the officer states, or ask for a date by "
        "which the offer will be printed?",
    ),
    line(
        24,
        Rag.RED,
        "Overdue by 104 days",
        reasons=(
            "Overdue by 104 days",
            "Moved 304 days, agreed by the committee",
            "0 of 2 parts done; worst is R24(a)",
        ),
        text="Following the 2025 councillor induction, the Councillor Development Group should",
        parts=(
            Part(
                "a.",
                "implement an ongoing programme of safeguarding training specifically aimed at "
                "members who did not attend safeguarding training during the induction programme "
                "and at members elected following by-elections; and",
            ),
            Part(
                "b.",
                "work with Group Leaders to maximise the number of members who complete this "
                "training.",
            ),
        ),
        closing="The programme is to be reviewed each year.",
        owners=("Member Development Manager",),
        portfolio_holder="Cabinet Member for Corporate Services",
        overdue=104,
        dates=Dates(
            date(2025, 9, 30),
            date(2026, 7, 31),
            times_moved=2,
            days_moved=304,
            asked_for=date(2027, 1, 31),
        ),
        said=said(
            8,
            cause="The trainer engaged for the evening sessions withdrew in June, and no other "
            "was found before the summer recess.",
            remedy="Two providers have quoted. One evening session and one online are pencilled "
            "in for January.",
            effect="19 of 67 members have had no safeguarding training since the May elections.",
        ),
        position=Position("Acceptable progress", date(2026, 4, 21), "minute 12"),
        direction=Direction(Way.SAME, Rag.RED),
        question="Does the committee accept the new date of 31 January 2027, or call the Member "
        "Development Manager?",
    ),
    line(
        19,
        Rag.RED,
        "Response overdue by 58 days",
        title="Agree a route to health assessments",
        text="That Marlshire Integrated Care Board agrees a priority route to mental health "
        "assessments for care leavers aged 18 to 25.",
        owners=("Marlshire Integrated Care Board",),
        portfolio_holder="Cabinet Member for Health and Wellbeing",
        answer="Awaiting",
        overdue=58,
        dates=Dates(now=date(2026, 9, 13)),
        direction=Direction(Way.NEW),
        question="Does the committee write to the portfolio holder?",
    ),
    line(
        3,
        Rag.AMBER,
        "Overdue by 11 days",
        title="End bed and breakfast for care leavers",
        text="That no care leaver under 21 is placed in bed and breakfast, save for one night in "
        "an emergency, and that each such night is reported to the portfolio holder.",
        owners=("Head of Housing Options",),
        portfolio_holder=HOUSING,
        overdue=11,
        dates=Dates(date(2026, 8, 30), date(2026, 10, 30), times_moved=1, days_moved=61),
        said=said(
            9,
            cause="Four of six crash pads are not let. Cymdeithas Tai Dŵr Llŷn let two in July.",
            remedy="The Council will itself lease four flats from 1 December 2026.",
            effect="Nine young people spent 64 nights there, July to September 2026.",
        ),
        position=Position("Not acceptable", date(2026, 9, 17), "minute 33"),
        direction=Direction(Way.WORSE, Rag.GREEN),
        question=ACCEPT_DATE,
    ),
    line(
        34,
        Rag.AMBER,
        "1 of 2 missed",
        title="Report tenancies lost, every quarter",
        owners=("Head of Housing Options", "Director of Adults and Housing"),
        portfolio_holder=HOUSING,
        dates=Dates(words="Every 3 months", now=date(2026, 12, 31)),
        said=said(41, narrative="The figures for September came on time; June has none."),
        direction=Direction(Way.BETTER, Rag.RED),
        question="Does the committee ask for the figures of June to be made good?",
    ),
)

OTHERS = (
    line(
        4,
        Rag.GREEN,
        "Reported complete",
        title="Keep foster placements open to the age of 21",
        reported_complete=True,
        evidence=2,
        said=said(10, outcome="54 young people stayed put this year, against 31 last year."),
        question=DONE,
    ),
    line(
        6,
        Rag.NOT_RATED,
        "Not accepted",
        title="Appoint a second elected champion for care leavers",
        answer="Not accepted",
        answer_reason="One champion, better supported, was thought clearer.",
        without_action=True,
        question=NO_ACTION,
    ),
    line(
        36,
        Rag.NOT_RATED,
        "Not accepted",
        title="Fund driving lessons for every care leaver",
        answer="Not accepted",
        answer_reason="Estimated at £312,000 a year; no budget.",
        without_action=True,
        question=NO_ACTION,
    ),
    line(
        17,
        Rag.NOT_RATED,
        "Noted, no action proposed",
        answer="Noted",
        without_action=True,
        question="Does the committee accept that no action is proposed?",
    ),
    line(
        22,
        Rag.DATE_NEEDED,
        "Decision date needed",
        answer="Deferred",
        without_action=True,
        owners=("Head of Revenues and Benefits",),
        question="By when will the Executive decide?",
    ),
    line(9, Rag.DATE_NEEDED, "Date needed, accepted 223 days ago", question=WHEN),
    line(20, Rag.DATE_NEEDED, "Day of the framework being let needed", question=WHEN),
    line(
        10,
        Rag.GREEN,
        "Due in 5 days",
        next_step="Letter to every approved landlord",
        next_day=date(2026, 11, 15),
        due_in=5,
        owners=("Head of Housing Options",),
    ),
    line(
        32,
        Rag.GREEN,
        "On track",
        title="Hold a rapid scrutiny of supported lodgings",
        scrutinys_own=True,
        owners=("Children and Families Scrutiny Committee",),
        next_day=date(2027, 3, 4),
    ),
    line(11, Rag.CLOSED, "Complete", title="Unremarkable since it is closed"),
    line(1, Rag.GREEN, "On track", title="Unremarkable since it is on track"),
)

LINES = (*OTHERS[:4], *EXCEPTIONS, *OTHERS[4:])


def report(**more):
    return ExceptionReport(
        **{
            "council": "Marlshire County Council",
            "letterhead": "County Hall, Marl Street, Marlbury",
            "nation": "England",
            "scope": Scope(committee="Children and Families Scrutiny Committee"),
            "covered": (
                Covered(
                    REPORT,
                    "leaving-care",
                    "Final report",
                    date(2026, 1, 29),
                    "Care Leavers Task Group",
                    date(2026, 2, 5),
                    date(2026, 4, 1),
                    "Executive",
                ),
            ),
            "as_at": AS_AT,
            "known_at": datetime(2026, 11, 10, 17, 32, 8, tzinfo=UTC),
            "key": key_of(Policy(in_force_from=date(2026, 5, 1))),
            "in_scope": len(LINES),
            "lines": LINES,
            "earlier": Earlier(EARLIER, (2, 3, 3, 4, 0, 3)),
            "left": (
                Left(
                    "R11",
                    REPORT,
                    "leaving-care",
                    Rag.AMBER,
                    Rag.CLOSED,
                    "Complete",
                    "Closed by the committee on 17 September 2026, minute 34.",
                ),
            ),
            "entered": (
                Entered(
                    "R28",
                    REPORT,
                    "leaving-care",
                    "The milestone “terms of the survey” was done",
                    date(2026, 6, 30),
                    date(2026, 10, 12),
                ),
            ),
            **more,
        }
    )


def quiet_report():
    """Nothing is red or amber, nothing asked, nothing compared."""
    return report(in_scope=2, lines=OTHERS[-2:], earlier=None, left=(), entered=())


def long_report(items):
    """Many exceptions, each as long as real ones are."""
    lines = tuple(
        replace(EXCEPTIONS[n % len(EXCEPTIONS)], address=f"R{n + 1}") for n in range(items)
    )
    return report(in_scope=items, lines=lines)
