"""The rules by which a notice asks for an answer: whom each binds, by when, and what it needs.

A rule that is not certain is marked so, and its words say "usual practice, confirm locally": the
register applies what a person chose, and gives no legal advice.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from recommendations.rules.deadlines import CLOCKS, Clock, clock_named
from recommendations.rules.wording import count, day_words

TO_CONFIRM = "Usual practice, confirm locally."

ENGLAND = frozenset({"England"})
EVERYWHERE = frozenset({"England", "Wales", "Scotland", "Northern Ireland"})
AUTHORITY = frozenset({"executive", "full council"})
OUTSIDE = frozenset({"partner", "board"})
KINDS = {
    "executive": "an executive",
    "full council": "the full council",
    "committee": "a committee",
    "task group": "a task group",
    "panel": "a panel",
    "partner": "a partner",
    "board": "a board",
    "inspectorate": "an inspectorate",
}
ANY_BODY = frozenset(KINDS)

LOCAL = "local-rule"


class Answering(StrEnum):
    """Whether the rule asks for an answer, leaves that to whoever serves it, or asks for none."""

    REQUIRED = "required"
    CHOSEN = "chosen"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, kw_only=True)
class NoticeRule:
    """``law`` is where it is written. ``asks`` and ``answered`` go on after "asks you to": what is
    asked in any case, and what is asked of whoever answers; ``or_else`` after its clock.

    ``contents`` are what the report has to contain before it goes. A soft clock never turns red.
    """

    name: str
    label: str
    law: str
    asks: tuple[str, ...]
    answered: tuple[str, ...] = ()
    clock: Clock
    hard: bool = True
    or_else: str = ""
    answering: Answering = Answering.CHOSEN
    contents: tuple[str, ...] = ()
    nations: frozenset[str] = EVERYWHERE
    kinds: frozenset[str] = ANY_BODY
    to_confirm: bool = False

    @property
    def by_when(self) -> str:
        """How long there is to answer; empty where no clock runs."""
        if self.clock.n is None:
            return ""
        or_else = f", {self.or_else}" if self.or_else else ""
        return (
            f"within {self.clock.name} beginning with the day on which you receive the report or, "
            f"if later, this notice{or_else}"
        )


_CONSIDER = "consider the report and these recommendations"
_RESPOND = "respond in writing, saying what action, if any, you propose to take"

RULES = {
    rule.name: rule
    for rule in (
        NoticeRule(
            name="executive",
            label="Executive or authority: two months",
            law="section 9FE of the Local Government Act 2000",
            asks=(_CONSIDER,),
            answered=(
                "publish your response, if the committee has published its report",
                "give a copy of your response to any councillor who referred the matter",
            ),
            clock=CLOCKS["two months"],
            answering=Answering.REQUIRED,
            nations=ENGLAND,
            kinds=AUTHORITY,
            to_confirm=True,
        ),
        NoticeRule(
            name="health-body",
            label="Health body: 28 days",
            law="regulation 22 of SI 2013/218",
            asks=(_CONSIDER,),
            clock=CLOCKS["28 days"],
            contents=(
                "an explanation of the matter reviewed",
                "a summary of the evidence considered",
                "a list of the participants in the review",
                "an explanation of the recommendations",
            ),
            nations=ENGLAND,
            kinds=OUTSIDE,
            to_confirm=True,
        ),
        NoticeRule(
            name="crime-and-disorder",
            label="Crime and disorder: 28 days, or as soon as reasonably possible thereafter",
            law="SI 2009/942",
            asks=(_CONSIDER,),
            clock=CLOCKS["28 days"],
            hard=False,
            or_else="or as soon as reasonably possible thereafter",
            answering=Answering.REQUIRED,
            nations=ENGLAND,
            kinds=AUTHORITY | OUTSIDE,
            to_confirm=True,
        ),
        NoticeRule(
            name="have-regard",
            label="Partner: to have regard, without a clock",
            law="section 9FF of the Local Government Act 2000",
            asks=(
                "have regard to these recommendations in exercising your functions",
                "acknowledge that you have received this notice",
            ),
            clock=CLOCKS["none"],
            answering=Answering.NOT_ASKED,
            nations=ENGLAND,
            kinds=OUTSIDE,
        ),
        NoticeRule(
            name=LOCAL,
            label="Local rule: eight weeks",
            law="the council’s own scrutiny procedure rules",
            asks=(_CONSIDER,),
            clock=CLOCKS["eight weeks"],
        ),
        NoticeRule(
            name="no-duty",
            label="No duty to answer, and no clock",
            law="",
            asks=(_CONSIDER,),
            clock=CLOCKS["none"],
            to_confirm=True,
        ),
        NoticeRule(
            name="flood-risk",
            label="Flood risk: 28 days, unless agreed otherwise",
            law="SI 2011/697",
            asks=(_CONSIDER,),
            clock=CLOCKS["28 days"],
            hard=False,
            or_else="unless agreed otherwise",
            answering=Answering.REQUIRED,
            nations=ENGLAND,
            kinds=AUTHORITY | OUTSIDE,
            to_confirm=True,
        ),
        NoticeRule(
            name="combined-authority",
            label="Combined authority: two months",
            law="SI 2017/68",
            asks=(_CONSIDER,),
            clock=CLOCKS["two months"],
            answering=Answering.REQUIRED,
            nations=ENGLAND,
            kinds=AUTHORITY | OUTSIDE,
            to_confirm=True,
        ),
    )
}

NOT_AT_FIRST = frozenset({"flood-risk", "combined-authority"})
AT_FIRST = tuple(name for name in RULES if name not in NOT_AT_FIRST)
"""In use until a council's policy says otherwise: SI 2011/697 says itself that it has lapsed, and
few councils are combined authorities."""


def rule_of(name: str, *, clock: str, nation: str, kind: str) -> NoticeRule | None:
    """The rule of that name; without one, the only rule that gives such a body this clock."""
    if name:
        return of_council(RULES[name], local=clock_named(clock))
    fitting = [
        rule
        for rule in map(RULES.__getitem__, AT_FIRST)
        if rule.clock.name == clock and nation in rule.nations and kind in rule.kinds
    ]
    return fitting[0] if len(fitting) == 1 else None


def of_council(rule: NoticeRule, *, local: Clock) -> NoticeRule:
    """The rule with the length that the council gives it; what the law sets nobody lengthens."""
    if rule.name != LOCAL:
        return rule
    return replace(rule, label=f"Local rule: {local.name}", clock=local)


def offered(nation: str, *, in_use: Collection[str], local: Clock) -> tuple[NoticeRule, ...]:
    """The rules of a nation that a council's policy has in use, for one body or another."""
    return tuple(
        of_council(rule, local=local)
        for rule in RULES.values()
        if nation in rule.nations and rule.name in in_use
    )


def why_not(rule: NoticeRule, *, nation: str, kind: str, beside: Collection[str]) -> str:
    """Why a body cannot be given notice by this rule; empty where it can.

    ``beside`` names the rules of the notices of the same report that stand.
    """
    if nation not in rule.nations:
        return f"This rule is not one of {nation}"
    if kind not in rule.kinds:
        fitting = " or ".join(words for one, words in KINDS.items() if one in rule.kinds)
        return f"This rule is for {fitting}, and this is {KINDS[kind]}"
    if rule.name == "have-regard" and "health-body" in beside:
        return "This report went to a health body, so no partner is asked to have regard to it"
    return ""


def asked_of(rule: NoticeRule, *, response_required: bool) -> tuple[str, ...]:
    """What a notice asks, in order; an answer with by when it is due."""
    if not response_required:
        return rule.asks
    by_when = f"{rule.by_when}, " if rule.by_when else ""
    return (*rule.asks, f"{by_when}{_RESPOND}", *rule.answered)


def impossible_days(
    *,
    on: date | None,
    report_received_on: date | None,
    notice_received_on: date | None,
    acknowledged_on: date | None = None,
    today: date,
) -> Iterator[tuple[str, str]]:
    """Each day that cannot be, by its name, and why."""
    days = {
        "on": on,
        "report_received_on": report_received_on,
        "notice_received_on": notice_received_on,
        "acknowledged_on": acknowledged_on,
    }
    for name, day in days.items():
        if day is None:
            continue
        if day > today:
            yield name, f"{day_words(day)} has not come yet"
        elif name in ("notice_received_on", "acknowledged_on") and on and day < on:
            yield name, f"This is before the notice was served, on {day_words(on)}"


def time_left(last_day: date, *, as_at: date, hard: bool) -> str:
    """How a clock stands: "12 days left", "Last day today", "Overdue by 3 days"."""
    n = (last_day - as_at).days
    if n > 0:
        return f"{count(n, 'day')} left"
    if n == 0:
        return "Last day today"
    return f"Overdue by {count(-n, 'day')}" if hard else f"Expected {count(-n, 'day')} ago"
