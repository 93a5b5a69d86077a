"""Every form in GOV.UK's manner, once: the mark-up is in templates/django/forms."""

from typing import Any

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
    Textarea,
    Widget,
)
from django.forms.renderers import TemplatesSetting


class GovukBoundField(BoundField):
    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        # The server says what is missing, in our words; the browser's own bubble would come first.
        attrs.pop("required", None)
        attrs["class"] = " ".join(self._classes(widget or self.field.widget))
        return attrs

    def _classes(self, widget: Widget) -> list[str]:
        block = _block(widget)
        return [
            f"govuk-{block}",
            *([f"govuk-{block}--error"] if self.errors else []),
            *widget.attrs.get("class", "").split(),
        ]

    @property
    def first_control(self) -> str:
        """Where a link in the error summary leads: a group has no control of its own id."""
        if not self.use_fieldset:
            return str(self.auto_id)
        parts = getattr(self.field.widget, "parts", ())
        wrong = [parts.index(error.code) for error in self.errors.as_data() if error.code in parts]
        return f"{self.auto_id}_{wrong[0] if wrong else 0}"


def _block(widget: Widget) -> str:
    # Checkboxes are a kind of radios to Django, so they are asked for first.
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple):
        return "checkboxes__input"
    if isinstance(widget, RadioSelect):
        return "radios__input"
    if isinstance(widget, FileInput):
        return "file-upload"
    if isinstance(widget, Select):
        return "select"
    if isinstance(widget, Textarea):
        return "textarea"
    return "input"


class FormRenderer(TemplatesSetting):
    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = GovukBoundField
