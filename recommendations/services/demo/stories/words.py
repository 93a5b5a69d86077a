"""What owners and committees say in the stories."""

from recommendations.models import DateDecision, OccurrenceOutcome, Position, ProgressUpdate

GREEN, AMBER, RED = (
    ProgressUpdate.Stated.GREEN.value,
    ProgressUpdate.Stated.AMBER.value,
    ProgressUpdate.Stated.RED.value,
)
DONE, MISSED, SKIPPED = (
    OccurrenceOutcome.Outcome.DONE.value,
    OccurrenceOutcome.Outcome.MISSED.value,
    OccurrenceOutcome.Outcome.SKIPPED.value,
)
GRANTED, REFUSED = DateDecision.Decision.GRANTED.value, DateDecision.Decision.REFUSED.value
IMPLEMENTED = Position.Closes.IMPLEMENTED.value
ACHIEVED = "Achieved"
ACCEPTABLE = "Acceptable progress"
NOT_ACCEPTABLE = "Progress not acceptable"
