"""manage.py run_jobs: do what was asked for in the background, one job after the other."""

import os
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from reports.services.queue import work_once

PAUSE = 1.0  # seconds between two looks at an empty queue


class Command(BaseCommand):
    help = "Do the jobs that wait, and go on looking for more until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what waits now, then end.")
        parser.add_argument(
            "--with-parent", action="store_true", help="End when the process that began it does."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stopping = False
        if not options["once"]:
            signal.signal(signal.SIGTERM, self.stop)
            signal.signal(signal.SIGINT, self.stop)
        parent = os.getppid()
        while not self.stopping:
            found = self.done_one()
            if options["once"] and not found:
                return
            if options["with_parent"] and os.getppid() != parent:
                return
            if not found:
                time.sleep(PAUSE)
                close_old_connections()

    def done_one(self) -> bool:
        try:
            job = work_once()
        except (OperationalError, InterfaceError):
            self.stderr.write("The database cannot be reached; trying again.")
            return False
        if job:
            self.stdout.write(f"{job}: {job.error}" if job.error else str(job))
        return job is not None

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Finish the job under way, then end."""
        self.stopping = True
