"""What everybody is told, signed in or not, about how accessible the site is."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility_statement.html", {"contact": settings.CONTACT_EMAIL})
