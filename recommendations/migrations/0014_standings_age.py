from itertools import pairwise

from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

AT_ONCE = 5000
"""So many are written in one statement, which the database ends after 15 seconds."""


def standings_tell_since_when(apps, schema_editor):
    """As services write it: since when each is open, and since when nothing was heard of it."""
    Recommendation = apps.get_model("recommendations", "Recommendation")
    ProgressUpdate = apps.get_model("recommendations", "ProgressUpdate")
    Standing = apps.get_model("recommendations", "Standing")
    is_open = Standing.objects.filter(is_counted=True).exclude(rag="closed")
    made = Recommendation.objects.filter(pk=OuterRef("recommendation"))
    corrected = ProgressUpdate.objects.filter(corrects=OuterRef("pk"))
    told = ProgressUpdate.objects.filter(
        ~Exists(corrected),
        Q(recommendation=OuterRef("recommendation"))
        | Q(
            recommendation__parent=OuterRef("recommendation"),
            recommendation__classification="open",
        ),
        Q(milestone=None) | Q(milestone__classification="open"),
        classification="open",
        state="submitted",
        takes_back=False,
    ).order_by("-on")
    numbers = list(is_open.order_by("pk").values_list("pk", flat=True))
    reopened = dict(reopenings(apps))
    for first in range(0, len(numbers), AT_ONCE):
        rows = Standing.objects.filter(pk__in=numbers[first : first + AT_ONCE])
        since = made.values_list(Coalesce("made_on", "report__published_on"))
        rows.update(open_since=Subquery(since[:1]))
        for row in rows.filter(recommendation__in=list(reopened)) if reopened else ():
            row.open_since = reopened[row.recommendation_id]
            row.save(update_fields=["open_since"])
        last = Coalesce(Subquery(told.values_list("on")[:1]), F("open_since"))
        rows.update(quiet_since=Greatest(F("open_since"), last))


def reopenings(apps):
    """Of each item that was closed and opened again the day of that, where it is not withheld."""
    Position = apps.get_model("recommendations", "Position")
    standing = Position.objects.filter(
        ~Exists(Position.objects.filter(corrects=OuterRef("pk"))), takes_back=False
    )
    closed = standing.exclude(closes="").values("recommendation")
    of_item = {}
    for row in standing.filter(recommendation__in=closed).order_by("on", "recorded_at", "pk"):
        of_item.setdefault(row.recommendation_id, []).append(row)
    for item, positions in of_item.items():
        found = [pair for pair in pairwise(positions) if pair[0].closes and not pair[1].closes]
        if found and all(row.classification == "open" for row in found[-1]):
            yield item, found[-1][1].on


class Migration(migrations.Migration):

    dependencies = [
        ('recommendations', '0013_working_days'),
    ]

    operations = [
        migrations.AddField(
            model_name='standing',
            name='open_since',
            field=models.DateField(blank=True, help_text='Made, or reopened. Empty of what is closed or a part.', null=True),
        ),
        migrations.AddField(
            model_name='standing',
            name='quiet_since',
            field=models.DateField(blank=True, help_text='Last reported on in the open, or open since then.', null=True),
        ),
        migrations.RunPython(standings_tell_since_when, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('is_counted', True)), fields=['council', 'open_since', 'as_printed'], name='listed_by_age'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('is_counted', True)), fields=['council', 'quiet_since', 'as_printed'], name='listed_by_silence'),
        ),
    ]
