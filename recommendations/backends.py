"""Who may be signed in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from recommendations.models import User


class AccountBackend(ModelBackend):
    """Django's own, but a demonstration account is nobody unless the site is a demonstration.

    Django asks at every request, so a site that stops being one signs those accounts out.
    """

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        return super().user_can_authenticate(user) and (
            settings.DEMONSTRATION or not getattr(user, "demonstration", False)
        )
