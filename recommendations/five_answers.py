"""Five questions about one recommendation, each with its own answer and source, never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from recommendations.models import Resolution
from recommendations.rules.ratings import Rag, ReasonKind
from recommendations.rules.wording import count, day_words, listed
from recommendations.standing.register import Item


@dataclass(frozen=True)
class FiveAnswer:
    """One of the five: what is asked, the answer, what explains it, and where it is from."""

    question: str
    answer: str
    text: str = ""
    source: str = ""


def five_answers(item: Item, *, as_at: date) -> tuple[FiveAnswer, ...]:
    return (
        FiveAnswer("What did they answer?", *what_they_answered(item)),
        FiveAnswer("Who must act?", *who_must_act(item)),
        FiveAnswer("How far is it?", *how_far_it_is(item)),
        FiveAnswer("Is it in time?", *whether_in_time(item, as_at)),
        FiveAnswer("What does the committee say?", *what_the_committee_says(item)),
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
    return ("None yet",)


def who_must_act(item: Item) -> tuple[str, ...]:
    owners = [str(owner) for owner in (*item.posts, *item.bodies)]
    if holder := item.portfolio_holder:
        return (listed(owners), f"Portfolio holder: {holder}.") if owners else (str(holder),)
    if owners:
        return (listed(owners),)
    if item.recommendation.scrutinys_own:
        return ("Scrutiny itself",)
    return "Nobody is named", "The paper names no owner, and none has been recorded."


def how_far_it_is(item: Item) -> tuple[str, ...]:
    steps = len(item.milestones)
    done = sum(milestone.done_on is not None for milestone in item.milestones)
    told = f"{done} of {count(steps, 'step')} done." if steps else ""
    if item.rating and item.rating.roll_up:
        told = f"{told} {item.rating.roll_up.words}.".strip()
    if item.update:
        answer = "Reported complete" if item.update.complete else "In progress"
        return answer, told, f"Update of {day_words(item.update.on)}."
    return "In progress" if done else "Nothing reported yet", told


def whether_in_time(item: Item, as_at: date) -> tuple[str, ...]:
    if item.rating is None:
        return ("Not measured",)
    words = [reason.words(as_at) for reason in item.rating.reasons]
    if item.rating.rag in (Rag.NOT_RATED, Rag.CLOSED):
        return "Not measured now", f"{words[0]}."
    return words[0], " ".join(f"{more}." for more in words[1:])


def what_the_committee_says(item: Item) -> tuple[str, ...]:
    if item.position:
        resolution = item.position.resolution
        source = minuted(resolution) if resolution else f"{day_words(item.position.on)}."
        closes = item.position.get_closes_display()
        return item.position.status, f"Closed: {closes.lower()}." if closes else "", source
    if item.endorsed:
        return "Endorsed", "", minuted(item.endorsed)
    return ("Nothing recorded",)


def minuted(resolution: Resolution) -> str:
    """Where it was resolved: the body, the day, and the minute where it has a number."""
    meeting = resolution.item.meeting
    minute = f", resolution {resolution.reference}" if resolution.reference else ""
    return f"{meeting.body}, {day_words(meeting.day)}{minute}."
