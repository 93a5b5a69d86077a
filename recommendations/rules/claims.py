"""What is said of a claim that something is complete, to those who judge it."""

from datetime import date

from recommendations.rules.wording import count, day_words


def claim_words(*, on: date | None, evidence: int) -> str:
    """ "Reported complete on 5 May 2026; no evidence is recorded".

    ``on`` is None where the reader may not read who reported it, and when.
    """
    reported = f"Reported complete on {day_words(on)}" if on else "Reported complete"
    return f"{reported}; {evidence_words(evidence)}"


def evidence_words(evidence: int) -> str:
    if not evidence:
        return "no evidence is recorded"
    verb = "is" if evidence == 1 else "are"
    return f"{count(evidence, 'piece')} of evidence {verb} recorded"
