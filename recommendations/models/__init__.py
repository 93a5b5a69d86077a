"""The register's nouns, a module each."""

from recommendations.models.chosen_committees import ChosenCommittee
from recommendations.models.classified import ClassificationChange, Classified
from recommendations.models.clearance import Classification
from recommendations.models.conditions import Condition
from recommendations.models.councils import Body, BodyName, Council, Policy, Post, PostHolding
from recommendations.models.events import Event, EventDay
from recommendations.models.evidence import Evidence, EvidenceRelease, EvidenceScan
from recommendations.models.jobs import Job
from recommendations.models.links import Link
from recommendations.models.meetings import (
    AgendaItem,
    Meeting,
    Position,
    Resolution,
    ResolutionDone,
    ResolutionUpdate,
)
from recommendations.models.milestones import (
    DateChange,
    DateDecision,
    Milestone,
    MilestoneDone,
    MilestoneOwnership,
    OccurrenceOutcome,
)
from recommendations.models.notices import Notice, NoticeAlert
from recommendations.models.ownerships import Ownership
from recommendations.models.people import Invitation, Membership, PartTwoGrant, User, Viewer
from recommendations.models.progress import ProgressUpdate, RatingAcceptance
from recommendations.models.reach import Reach
from recommendations.models.recommendations import Recommendation
from recommendations.models.remits import Remit
from recommendations.models.report_returns import ReportReturn
from recommendations.models.resolution_drafts import ResolutionDraft
from recommendations.models.resolution_ownerships import ResolutionOwnership
from recommendations.models.response_drafts import DraftAnswer, DraftStep
from recommendations.models.responses import (
    Answer,
    ExecutiveResponse,
    ResponseGroup,
    ResponseLine,
    ResponseStage,
)
from recommendations.models.rounds import Owed, Reminder, ResolutionOwed, UpdateRound
from recommendations.models.scrutiny_reports import ReportMember, ScrutinyReport, Theme
from recommendations.models.searching import SearchedWording
from recommendations.models.sign_in import Session, SignInAttempt
from recommendations.models.standings import Standing
from recommendations.models.submissions import Submission
from recommendations.models.successions import Succession
from recommendations.models.topics import Topic, TopicStage
from recommendations.models.wordings import Wording

__all__ = [
    "AgendaItem",
    "Answer",
    "Body",
    "BodyName",
    "ChosenCommittee",
    "Classification",
    "ClassificationChange",
    "Classified",
    "Condition",
    "Council",
    "DateChange",
    "DateDecision",
    "DraftAnswer",
    "DraftStep",
    "Event",
    "EventDay",
    "Evidence",
    "EvidenceRelease",
    "EvidenceScan",
    "ExecutiveResponse",
    "Invitation",
    "Job",
    "Link",
    "Meeting",
    "Membership",
    "Milestone",
    "MilestoneDone",
    "MilestoneOwnership",
    "Notice",
    "NoticeAlert",
    "OccurrenceOutcome",
    "Owed",
    "Ownership",
    "PartTwoGrant",
    "Policy",
    "Position",
    "Post",
    "PostHolding",
    "ProgressUpdate",
    "RatingAcceptance",
    "Reach",
    "Recommendation",
    "Reminder",
    "Remit",
    "ReportMember",
    "ReportReturn",
    "Resolution",
    "ResolutionDone",
    "ResolutionDraft",
    "ResolutionOwed",
    "ResolutionOwnership",
    "ResolutionUpdate",
    "ResponseGroup",
    "ResponseLine",
    "ResponseStage",
    "ScrutinyReport",
    "SearchedWording",
    "Session",
    "SignInAttempt",
    "Standing",
    "Submission",
    "Succession",
    "Theme",
    "Topic",
    "TopicStage",
    "UpdateRound",
    "User",
    "Viewer",
    "Wording",
]
