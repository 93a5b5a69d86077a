"""What was typed when a session had ended: carried through signing in, and offered back.

It travels in hidden fields of the sign-in page, never in an address and never in the session,
and comes back to its author only.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_variables

from recommendations.forms.carrying import carried
from recommendations.forms.people import SignInForm
from recommendations.forms.tokens import read_token

TYPED = "typed-"
SALT = "typed on "
ENDED_SESSION_OF = "ended_session_of"


class SignInFirst(LoginRequiredMiddleware):
    """Asks who somebody is; a form that they sent is kept for them meanwhile."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None and (author := author_of(request)):
            return ask_to_sign_in(request, author)
        return answer


def author_of(request: HttpRequest) -> int | None:
    """Whose form it is that comes without a session, as its own token or the old session says."""
    if request.method != "POST" or "token" not in request.POST:
        return None
    token = read_token(request.POST["token"], page=request.get_full_path())
    return token.person if token else getattr(request, ENDED_SESSION_OF, None)


@sensitive_variables()
def ask_to_sign_in(request: HttpRequest, author: int) -> HttpResponse:
    path = request.get_full_path()
    return render(
        request,
        "registration/sign_in.html",
        {
            "form": SignInForm(request),
            "next": path,
            "typed_by": Signer(salt=SALT + path).sign(str(author)),
            "typed": carried(request.POST, prefix=TYPED),
        },
        status=403,
    )


@sensitive_variables()
def carried_on(request: HttpRequest) -> dict[str, Any]:
    """What the sign-in page carries on carrying, after a slip in the password."""
    typed = [pair for pair in carried(request.POST, prefix="") if pair[0].startswith(TYPED)]
    return {"typed": typed, "typed_by": request.POST.get("typed_by", "")} if typed else {}


@sensitive_variables()
def offered_back(request: HttpRequest) -> HttpResponse | None:
    """The page that gives what was typed back to whoever typed it; None where there is none."""
    path = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None) or path[:1] != "/":
        return None
    try:
        author = Signer(salt=SALT + path).unsign(request.POST.get("typed_by", ""))
    except BadSignature:
        return None
    if author != str(request.user.pk):
        return None
    typed = [
        (name.removeprefix(TYPED), value) for name, value in carried_on(request).get("typed", ())
    ]
    return give_back(request, path, typed)


def give_back(
    request: HttpRequest, path: str, typed: list[tuple[str, str]], *, status: int = 200
) -> HttpResponse:
    fields = [(name, value) for name, value in typed if name != "do"]
    return render(
        request, "registration/typed.html", {"path": path, "typed": fields}, status=status
    )


@sensitive_variables()
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before somebody signed in anew: theirs still, as its own token says."""
    author = author_of(request)
    if author and not request.user.is_authenticated:
        return ask_to_sign_in(request, author)
    if author and author == request.user.pk:
        typed = carried(request.POST, prefix="")
        return give_back(request, request.get_full_path(), typed, status=403)
    return render(request, "403_csrf.html", status=403)
