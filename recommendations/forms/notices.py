"""A notice: on whom and by which rule, that it was served, its receipt, and its last day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from recommendations.forms.comparing import ComparedForm
from recommendations.forms.fields import DayField
from recommendations.models import Body, Notice, ScrutinyReport
from recommendations.rules.notices import (
    RULES,
    TO_CONFIRM,
    Answering,
    NoticeRule,
    impossible_days,
    why_not,
)
from recommendations.rules.wording import day_words

COMPUTED, ANOTHER = "computed", "another"


def day_field(label: str, help_text: str = "", *, required: str = "") -> DayField:
    return DayField(
        label=label,
        help_text=help_text,
        required=bool(required),
        error_messages={"required": required},
    )


class AddresseeForm(forms.Form):
    """On whom a notice is to be served, and by which rule; ``beside`` are rules that stand."""

    body: forms.ModelChoiceField[Body] = forms.ModelChoiceField(
        label="On which body?",
        queryset=None,
        to_field_name="slug",
        empty_label="Choose a body",
        error_messages={
            "required": "Choose the body",
            "invalid_choice": "Choose a body from the list",
        },
    )
    rule = forms.ChoiceField(
        label="By which rule?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the rule",
            "invalid_choice": "Choose a rule from the list",
        },
    )

    def __init__(
        self,
        *args: Any,
        report: ScrutinyReport,
        bodies: QuerySet[Body],
        offered: Iterable[NoticeRule],
        beside: Collection[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.nation = report.council.nation
        self.beside = beside
        body, rule = self.fields["body"], self.fields["rule"]
        if isinstance(body, forms.ModelChoiceField):
            body.queryset = bodies
        if isinstance(rule, forms.ChoiceField):
            rule.choices = [(one.name, in_full(one)) for one in offered]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if (body := typed.get("body")) and (name := typed.get("rule")):
            reason = why_not(RULES[name], nation=self.nation, kind=body.kind, beside=self.beside)
            if reason:
                self.add_error("rule", reason)
        return typed


def in_full(rule: NoticeRule) -> str:
    """A rule with where it is written, and whether that is certain."""
    law = f". {rule.law[0].upper()}{rule.law[1:]}" if rule.law else ""
    return f"{rule.label}{law}{'. ' + TO_CONFIRM if rule.to_confirm else ''}"


class ServedForm(forms.Form):
    """That a notice was served, and its receipt where it is known already.

    ``follows`` is the report's newest notice when the form was shown.
    """

    follows = forms.CharField(widget=forms.HiddenInput, required=False)
    contents = forms.MultipleChoiceField(
        label="What does the report contain?",
        help_text="The rule asks for all of these. Tick what you have found in it.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    answer = forms.ChoiceField(
        label="Does it require an answer?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No")],
        error_messages={"required": "Say whether it requires an answer"},
    )
    on = day_field("Served on", "For example, 28 3 2013", required="Enter the day it was served")
    report_received_on = day_field("The body received the report on", "Leave it empty if not known")
    notice_received_on = day_field("The body received the notice on", "Leave it empty if not known")

    def __init__(self, *args: Any, rule: NoticeRule, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.today = today
        contents = self.fields["contents"]
        if isinstance(contents, forms.MultipleChoiceField):
            contents.choices = [(str(n), words) for n, words in enumerate(rule.contents, 1)]
        if not rule.contents:
            del self.fields["contents"]
        if rule.answering is not Answering.CHOSEN:
            del self.fields["answer"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        ticked = typed.get("contents", [])
        missing = [one for n, one in enumerate(self.rule.contents, 1) if str(n) not in ticked]
        if missing and "contents" not in self.errors:
            self.add_error(
                "contents",
                f"The report has to contain this before it goes: {'; '.join(missing)}",
            )
        for name, sentence in impossible_days(
            on=typed.get("on"),
            report_received_on=typed.get("report_received_on"),
            notice_received_on=typed.get("notice_received_on"),
            today=self.today,
        ):
            self.add_error(name, sentence)
        return typed

    @property
    def response_required(self) -> bool:
        if self.rule.answering is Answering.CHOSEN:
            return bool(self.cleaned_data["answer"] == "yes")
        return self.rule.answering is Answering.REQUIRED


class ReceiptForm(ComparedForm):
    """When report and notice were received, and when a partner acknowledged the notice."""

    report_received_on = day_field("The body received the report on")
    notice_received_on = day_field("The body received the notice on")
    acknowledged_on = day_field("The body acknowledged the notice on")
    why = forms.CharField(
        label="What was wrong with the day recorded before?",
        help_text="Only if you change or take away a day that is recorded already",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Say it in 2,000 letters or fewer"},
    )

    def __init__(
        self, *args: Any, notice: Notice, asks_regard: bool, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.notice = notice
        self.today = today
        if not asks_regard:
            del self.fields["acknowledged_on"]
        self.days = tuple(name for name in self.fields if name.endswith("_on"))
        was = {name: getattr(notice, name) for name in self.days}
        self.initial = {**was, "follows": notice.pk, **self.initial}

    @property
    def compared(self) -> tuple[str, ...]:
        return self.days

    @property
    def values(self) -> dict[str, date | None]:
        return {name: self.cleaned_data[name] for name in self.days}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        given = {name: typed.get(name) for name in self.days}
        for name, sentence in impossible_days(on=self.notice.on, **given, today=self.today):
            self.add_error(name, sentence)
        if not self.errors and not any(self.differs(name) for name in self.days):
            self.add_error(None, "Nothing differs from what is recorded")
        changed = any(getattr(self.notice, name) and self.differs(name) for name in self.days)
        if changed and not self.errors and not self.said("why"):
            self.add_error("why", "Say what was wrong with the day recorded before")
        return typed

    def differs(self, name: str) -> bool:
        return bool(self.cleaned_data.get(name) != getattr(self.notice, name))


class LastDayForm(ComparedForm):
    """The last lawful day: the one computed, or another with a reason."""

    choice = forms.ChoiceField(
        label="Which is the last lawful day?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the day"},
    )
    last_day = day_field("The other day", "Only if it is another day")
    why = forms.CharField(
        label="Why another day?",
        help_text="For example, the date agreed with the body. The history shows it.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Say why in 2,000 letters or fewer"},
    )

    def __init__(self, *args: Any, notice: Notice, computed: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice = notice
        self.computed = computed
        self.initial = {"follows": notice.pk, **self.initial}
        choice = self.fields["choice"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                *([(COMPUTED, f"{day_words(computed)}, as computed")] if computed else []),
                (ANOTHER, "Another day"),
            ]

    @property
    def compared(self) -> tuple[str, ...]:
        return ("last_day",)

    @property
    def day(self) -> date | None:
        if self.cleaned_data.get("choice") == COMPUTED:
            return self.computed
        day: date | None = self.cleaned_data.get("last_day")
        return day

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("choice") == ANOTHER and "last_day" not in self.errors:
            if self.day is None:
                self.add_error("last_day", "Enter the other day")
            elif self.day < self.notice.on:
                served = day_words(self.notice.on)
                self.add_error("last_day", f"This is before the notice was served, on {served}")
            if not self.said("why") and "why" not in self.errors:
                self.add_error("why", "Say why it is another day")
        elif typed.get("choice") == COMPUTED:
            self.errors.pop("last_day", None)
            typed["last_day"] = self.computed
        if not self.errors and self.day == self.notice.last_day:
            self.add_error("choice", "This day is confirmed already")
        return typed
