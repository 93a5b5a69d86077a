"""What people do on pages, in words that are the same wherever they do it."""

import re
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, Page, expect


def write_day(box: Page | Locator, day: date) -> None:
    for name, typed in {"Day": day.day, "Month": day.month, "Year": day.year}.items():
        box.get_by_role("textbox", name=name, exact=True).fill(str(typed))


@dataclass
class Desk:
    """One person's window on the council."""

    page: Page
    start: str

    def go(self, *links: str | re.Pattern[str]) -> None:
        """From the report, by its links."""
        self.page.goto(self.start)
        self.follow(*links)

    def follow(self, *links: str | re.Pattern[str]) -> None:
        for name in links:
            self.page.locator("main").get_by_role("link", name=name).first.click()

    def write(self, **typed: str) -> None:
        for label, words in typed.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).fill(words)

    def day(self, legend: str, day: date) -> None:
        write_day(self.page.get_by_role("group", name=legend, exact=True), day)

    def send(self, button: str, told: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).first.click()
        expect(self.page.locator(".govuk-notification-banner")).to_contain_text(told)


def row_of(page: Page, address: str) -> Locator:
    """Where a response answers a recommendation."""
    ref = page.locator(".ref", has_text=re.compile(f"^{re.escape(address)}$"))
    return page.locator("section.answering", has=ref)
