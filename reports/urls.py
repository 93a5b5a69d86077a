"""The documents made from the register."""

from django.urls import path

from recommendations import converters  # noqa: F401 - the kinds of what stands in <>
from reports.views import exception_reports, notices, packs, roll_overs, statistics

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
    path(
        "<slug:council>/reports/<slug:report>/notices/new/<slug:body>/<slug:rule>/",
        notices.notice_draft,
        name="notice_draft",
    ),
    path(
        "<slug:council>/reports/<slug:report>/notices/new/<slug:body>/<slug:rule>.pdf",
        notices.notice_draft_pdf,
        name="notice_draft_pdf",
    ),
    path(
        "<slug:council>/reports/<slug:report>/notices/<number:notice>/",
        notices.notice,
        name="notice",
    ),
    path(
        "<slug:council>/reports/<slug:report>/notices/<number:notice>.pdf",
        notices.notice_pdf,
        name="notice_pdf",
    ),
    path("<slug:council>/meetings/<number:meeting>/pack/", packs.pack, name="pack"),
    path(
        "<slug:council>/meetings/<number:meeting>/pack/items/<number:item>/new/",
        packs.part_new,
        name="part_new",
    ),
    path(
        "<slug:council>/meetings/<number:meeting>/pack/parts/<number:part>/take-out/",
        packs.part_out,
        name="part_out",
    ),
    path(
        "<slug:council>/meetings/<number:meeting>/pack/preview/",
        packs.pack_preview,
        name="pack_preview",
    ),
    path(
        "<slug:council>/meetings/<number:meeting>/pack/issue/", packs.pack_issue, name="pack_issue"
    ),
    path("<slug:council>/jobs/<uuid:job>/", packs.job, name="job"),
    path("<slug:council>/jobs/<uuid:job>/status.json", packs.job_status, name="job_json"),
    path("<slug:council>/packs/", packs.pack_list, name="pack_list"),
    path("<slug:council>/packs/<number:publication>/", packs.issued_pack, name="issued_pack"),
    path(
        "<slug:council>/packs/<number:publication>/pdf/",
        packs.issued_pack_pdf,
        name="issued_pack_pdf",
    ),
    path(
        "<slug:council>/hand-overs/<number:succession>/",
        roll_overs.roll_over,
        name="roll_over",
    ),
    path(
        "<slug:council>/hand-overs/<number:succession>.pdf",
        roll_overs.roll_over_pdf,
        name="roll_over_pdf",
    ),
    path(
        "<slug:council>/hand-overs/<number:succession>.csv",
        roll_overs.roll_over_csv,
        name="roll_over_csv",
    ),
    path("<slug:council>/statistics/", statistics.council, name="statistics"),
    path("<slug:council>/committees/<slug:committee>/", statistics.committee, name="committee"),
]
