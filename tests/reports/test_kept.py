"""A pack made again prints only what has changed, and what is kept for that is never relied on
blindly."""

import os
import time
from copy import deepcopy

import pytest

from reports import kept
from reports.faces import html, parts, pdf
from reports.services import packs, queue
from tests.reports.marlshire import long_report
from tests.reports.sitting import OF_WHAT

pytestmark = pytest.mark.any_database

LONG_AGO = (time.time() - (kept.DAYS + 1) * 24 * 60 * 60,) * 2
NAME, PRINTED = "a" * 64, b'[{"anchors": []}]\n%PDF-1.7 a part\n'


class Counted:
    """Which were printed, since they were not there to be read."""

    read = staticmethod(kept.read)

    def __init__(self):
        self.printed = []

    def keep(self, name, printed):
        self.printed.append(name)
        kept.keep(name, printed)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILE_STORE = str(tmp_path)
    return tmp_path / "parts"


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch):
    monkeypatch.setattr(parts, "LONG", 10_000)
    monkeypatch.setattr(parts, "SHORT", 2_000)
    monkeypatch.setattr(parts, "FULL", 8_000)


def test_made_again_after_one_change_only_its_part_is_printed(folder):
    counted = Counted()
    page = html.render(long_report(7))
    pdf.render(page, kept=counted)
    # the list of exceptions before its pages are known and after, and two parts of the exceptions
    assert len(counted.printed) == len(list(folder.iterdir())) == 4
    counted.printed.clear()

    last = page.rindex("<b>Owner</b> ") + len("<b>Owner</b> ")
    changed = f"{page[:last]}Another {page[last:]}"
    made = pdf.render(changed, kept=counted)
    assert len(counted.printed) == 1

    for one in folder.iterdir():  # none that was altered since is used
        one.write_bytes(one.read_bytes()[:-1])
    counted.printed.clear()
    assert pdf.render(changed, kept=counted) == made
    assert len(counted.printed) == 4
    assert pdf.render(changed) == made


def test_one_is_read_as_it_was_kept_and_under_its_own_name_only(folder):
    assert kept.read(NAME) is None
    kept.keep(NAME, PRINTED)
    assert kept.read(NAME) == PRINTED
    (path,) = folder.iterdir()
    path.rename(folder / ("b" * 64))
    assert kept.read("b" * 64) is None


@pytest.mark.parametrize("alter", [lambda one: one[:-1], lambda one: one + b"\n", lambda _: b""])
def test_one_that_was_altered_is_not_read(folder, alter):
    kept.keep(NAME, PRINTED)
    (path,) = folder.iterdir()
    path.write_bytes(alter(path.read_bytes()))
    assert kept.read(NAME) is None


def test_with_no_room_nothing_is_kept_and_nothing_fails(folder, monkeypatch):
    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    kept.keep(NAME, PRINTED)
    assert list(folder.iterdir()) == []


def test_after_a_week_one_is_forgotten(folder):
    kept.forget_old()  # none was ever kept
    for name in (NAME, "b" * 64):
        kept.keep(name, PRINTED)
    os.utime(folder / NAME, LONG_AGO)
    kept.forget_old()
    assert [one.name for one in folder.iterdir()] == ["b" * 64]


@pytest.mark.django_db
def test_parts_of_public_packs_are_kept_and_of_no_others(only_sitting, folder, monkeypatch):
    monkeypatch.setattr(parts, "LONG", 1_000)
    monkeypatch.setattr(parts, "SHORT", 1_000)
    sitting = deepcopy(only_sitting)
    packs.ask_to_issue(
        meeting=sitting.meeting, by=sitting.clerk, key="m", **{**OF_WHAT, "audience": "member"}
    )
    assert queue.work_once().state == "done"
    assert not folder.exists()
    sitting.issue()
    read = [kept.read(one.name) for one in folder.iterdir()]
    assert read
    assert None not in read
    for one in folder.iterdir():
        os.utime(one, LONG_AGO)
    assert queue.work_once() is None
    assert list(folder.iterdir()) == []
