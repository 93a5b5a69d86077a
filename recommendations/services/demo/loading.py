"""Bringing the invented council in: its people, its reports, and the story of each item."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from recommendations.models import Council
from recommendations.services.change import because, change
from recommendations.services.demo.answers import tell
from recommendations.services.demo.council import (
    ask_for_updates,
    grant_part_two,
    hold_meetings,
    open_council,
)
from recommendations.services.demo.days import Diary
from recommendations.services.demo.reports import make_report
from recommendations.services.demo.setting import BEGAN_AGO, INVENTED
from recommendations.services.demo.topics import fill_work_programmes
from recommendations.services.fixtures import read

GRANTED_AGO = 150


def load_demo(folder: Path, *, today: date) -> Counter[str] | None:
    """Bring in the whole of it, or nothing where it is in the register already.

    What was brought in is counted by what it is called; None says that nothing was.
    """
    opening = read(folder / "council.json")
    if Council.objects.filter(slug=opening["council"]["slug"]).exists():
        return None
    diary = Diary(today)
    with change(), because(INVENTED), diary.recording(diary.workday(BEGAN_AGO)):
        setting = open_council(opening, phrases=read(folder / "phrases.json"), diary=diary)
        with because(INVENTED, by=setting.scrutiny_officer):
            entries = [read(file) for file in sorted(folder.glob("[0-9]*.json"))]
            reports = [make_report(entry, setting=setting) for entry in entries]
            hold_meetings(opening["committees"], setting=setting)
            for report in reports:
                tell(report)
            with diary.recording(diary.workday(GRANTED_AGO)):
                grant_part_two(opening["part_two"], setting=setting)
            ask_for_updates(setting)
            fill_work_programmes(opening["topics"], setting=setting)
        return setting.counted
