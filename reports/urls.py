"""The documents made from the register."""

from django.urls import path

from reports.views import exception_reports, statistics

app_name = "reports"

urlpatterns = [
    path(
        "<slug:council>/exception-report/",
        exception_reports.exception_report,
        name="exception_report",
    ),
    path(
        "<slug:council>/exception-report.pdf",
        exception_reports.exception_report_file,
        {"face": "pdf"},
        name="exception_report_pdf",
    ),
    path(
        "<slug:council>/exception-report.json",
        exception_reports.exception_report_file,
        {"face": "json"},
        name="exception_report_json",
    ),
    path(
        "<slug:council>/exception-report.csv",
        exception_reports.exception_report_file,
        {"face": "csv"},
        name="exception_report_csv",
    ),
    path("<slug:council>/statistics/", statistics.council, name="statistics"),
    path("<slug:council>/committees/<slug:committee>/", statistics.committee, name="committee"),
]
