"""Every address: the documents, the register's pages, and the way in."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from scrutiny.accessibility import statement
from scrutiny.passwords import ForgottenView, NewPasswordView, SentView
from scrutiny.sign_in import SignInView, SignOutView, stay_signed_in

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", SignOutView.as_view(), name="sign_out"),
    path("stay-signed-in/", stay_signed_in, name="stay_signed_in"),
    path("forgotten-password/", ForgottenView.as_view(), name="forgotten"),
    path("forgotten-password/sent/", SentView.as_view(), name="forgotten_sent"),
    path("forgotten-password/<uidb64>/<token>/", NewPasswordView.as_view(), name="new_password"),
    path("accessibility-statement/", statement, name="accessibility_statement"),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("", include("reports.urls")),
    path("", include("recommendations.urls")),
]

handler500 = "scrutiny.failures.server_error"
