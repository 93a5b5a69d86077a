"""Five questions about one recommendation, each with its own answer and source, never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from recommendations.models import Answer, Resolution
from recommendations.rules.ratings import Answered, Rag, ReasonKind
from recommendations.rules.wording import count, day_words, listed, times
from recommendations.standing.register import Item, MilestoneNow


@dataclass(frozen=True)
class FiveAnswer:
    """One of the five: what is asked, the answer, what explains it, and where it is from."""

    question: str
    answer: str
    text: str = ""
    source: str = ""


def five_answers(item: Item, *, whole: Item, as_at: date) -> tuple[FiveAnswer, ...]:
    """``whole`` is the item itself, or what it is a part of: what a part lacks it has from that."""
    return (
        FiveAnswer("What did they answer?", *what_they_answered(item)),
        FiveAnswer("Who must act?", *who_must_act(item if item.owners else whole)),
        FiveAnswer("How far is it?", *how_far_it_is(item)),
        FiveAnswer("Is it in time?", *whether_in_time(item, as_at)),
        FiveAnswer("What does the committee say?", *what_the_committee_says(item, whole)),
    )


def what_they_answered(item: Item) -> tuple[str, ...]:
    made = item.recommendation
    if item.answer:
        said = item.answer.text or item.answer.reason
        by = item.answer.decide_by
        return (
            item.answer.get_decision_display(),
            " ".join(
                sentence
                for sentence in (said and f"“{said}”", by and f"To be decided by {day_words(by)}.")
                if sentence
            ),
            f"{item.answer.response.body}, {day_words(item.answer.on)}.",
        )
    if made.prior_decision_body and made.prior_decision_on:
        body, on = made.prior_decision_body, day_words(made.prior_decision_on)
        return "Already agreed", made.prior_decision_words, f"{body}, {on}."
    if made.scrutinys_own:
        return "None is needed", "Scrutiny asked this of itself."
    if item.rating and item.rating.deciding.kind is ReasonKind.NOT_ANSWERED:
        return "None", "A response was given, and leaves this one unanswered."
    if item.rating and item.rating.answer is not Answered.AWAITING:
        return Answer.Decision(item.rating.answer).label, "What it says is withheld."
    return ("None yet",)


def who_must_act(item: Item) -> tuple[str, ...]:
    owners = [str(owner) for owner in (*item.posts, *item.bodies)]
    if holder := item.portfolio_holder:
        return (listed(owners), f"Portfolio holder: {holder}.") if owners else (str(holder),)
    if owners:
        return (listed(owners),)
    if item.recommendation.scrutinys_own:
        return ("Scrutiny itself",)
    if posts := item.posts_of_steps:
        named = "For its milestones; nobody is named for the recommendation itself."
        return listed([str(post) for post in posts]), named
    return "Nobody is named", "The paper names no owner, and none has been recorded."


def how_far_it_is(item: Item) -> tuple[str, ...]:
    steps = item.steps
    done = sum(step.done_on is not None for step in steps)
    told = f"{done} of {count(len(steps), 'milestone')} done." if steps else ""
    if item.rating and item.rating.roll_up:
        told = f"{told} {item.rating.roll_up.words}.".strip()
    if item.update:
        answer = "Reported complete" if item.update.complete else "In progress"
        return answer, told, f"Update of {day_words(item.update.on)}."
    begun = done or any(part.update for part in item.parts)
    return "In progress" if begun else "Nothing reported yet", told


def whether_in_time(item: Item, as_at: date) -> tuple[str, ...]:
    if item.rating is None:
        return ("Not measured",)
    first, *others = [reason.words(as_at) for reason in item.rating.reasons]
    if item.rating.rag in (Rag.NOT_RATED, Rag.CLOSED):
        return "Not measured now", f"{first}."
    told = [f"{more}." for more in others]
    if due := min((step for step in item.steps if step.is_due), key=due_day, default=None):
        told.append(when_due(due))
    return first, " ".join(told)


def due_day(step: MilestoneNow) -> date:
    return step.day or date.max


def when_due(step: MilestoneNow) -> str:
    """The date now beside the original one, and the moves between them."""
    now = f"The date now is {day_words(due_day(step))}"
    if not (step.duty and step.duty.move and step.original_day):
        return f"{now}."
    move = step.duty.move
    agreed = ", agreed by the committee" if move.agreed_by_committee else ""
    return (
        f"{now}; it was {day_words(step.original_day)}, and moved {times(move.changes)}"
        f" by {count(move.days, 'day')}{agreed}."
    )


def what_the_committee_says(item: Item, whole: Item) -> tuple[str, ...]:
    if position := item.position or whole.position:
        resolution = position.resolution
        source = minuted(resolution) if resolution else f"{day_words(position.on)}."
        closes = position.get_closes_display()
        return position.status, f"Closed: {closes.lower()}." if closes else "", source
    if endorsed := item.endorsed or whole.endorsed:
        return "Endorsed", "", minuted(endorsed)
    return ("Nothing recorded",)


def minuted(resolution: Resolution) -> str:
    """Where it was resolved: the body, the day, and the minute where it has a number."""
    meeting = resolution.item.meeting
    minute = f", resolution {resolution.reference}" if resolution.reference else ""
    return f"{meeting.body}, {day_words(meeting.day)}{minute}."
