"""Every address: the documents, the register's pages, and the way in."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from scrutiny.sign_in import SignInView, SignOutView

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", SignOutView.as_view(), name="sign_out"),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("", include("reports.urls")),
    path("", include("recommendations.urls")),
]

handler500 = "scrutiny.failures.server_error"
