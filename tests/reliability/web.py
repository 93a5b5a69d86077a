"""The web servers, as bin/run starts them."""

from __future__ import annotations

import http.client
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.reliability.processes import Group, free_port, wait_until


class Web:
    """gunicorn and its workers on a port of their own; ``careless`` names a guard to leave off."""

    def __init__(self, environment: Mapping[str, str], *, log: Path, careless: str = "") -> None:
        self.port = free_port()
        self.log = log
        self.environment = {**environment, "CARELESS": careless}
        # a careless one has one worker, so that its readers wait for what it has promised
        self.workers = 1 if careless else 2
        self.application = "tests.reliability.careless" if careless else "scrutiny.wsgi"
        self.group: Group | None = None

    def start(self) -> float:
        """The seconds until it answers."""
        self.group = Group(
            [
                *(sys.executable, "-m", "gunicorn", "--no-control-socket"),
                *("--bind", f"127.0.0.1:{self.port}", "--log-level", "warning"),
                *("--workers", str(self.workers), "--threads", "4", "--timeout", "60"),
                self.application,
            ],
            environment=self.environment,
            log=self.log,
        )
        return wait_until(self.answers)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/sign-in/")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        if self.group:
            self.group.kill()

    def stop(self) -> None:
        if self.group:
            self.group.stop()
