"""The raw tables, for site administrators: at an address that the deployment chooses.

To anybody else there is no such page. The way in and the password are the application's own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator


class SiteAdministration(AdminSite):
    site_header = "Site administration"
    site_title = "Site administration"
    index_title = "People, posts, bodies and policy; the record itself is read-only"
    final_catch_all_view = False  # what is missing here is missing like anywhere else

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and bool(getattr(request.user, "is_superuser", 0))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inside: Callable[..., HttpResponse] = super().admin_view(view, cacheable)

        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                raise Http404
            return inside(request, *args, **kwargs)

        return update_wrapper(door, view)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Where Django sends whoever is not signed in: on to the one way in for everybody."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return redirect("recommendations:password")

    password_change_done = password_change
