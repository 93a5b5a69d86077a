"""Every page of the register, in the order of the menu."""

from django.urls import path

from recommendations.views import councils, events, recommendations, scrutiny_reports

app_name = "recommendations"

urlpatterns = [
    path("", councils.choose_council, name="choose_council"),
    path("<slug:council>/", councils.home, name="home"),
    path(
        "<slug:council>/recommendations/",
        recommendations.recommendation_list,
        name="recommendation_list",
    ),
    path("<slug:council>/reports/", scrutiny_reports.report_list, name="report_list"),
    path("<slug:council>/reports/<slug:report>/", scrutiny_reports.report, name="report"),
    path(
        "<slug:council>/reports/<slug:report>/<str:address>/",
        recommendations.recommendation,
        name="recommendation",
    ),
    path("<slug:council>/events/", events.event_list, name="event_list"),
    path("<slug:council>/events/<slug:event>/", events.event, name="event"),
    path("<slug:council>/events/<slug:event>/day/", events.event_day, name="event_day"),
]
