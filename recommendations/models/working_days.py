"""The working days of each nation, by the bank holidays that GOV.UK lists."""

import json
from datetime import date
from functools import cache
from importlib.resources import files

from recommendations.rules.working_days import WorkingDays

DIVISIONS = {
    "England": "england-and-wales",
    "Wales": "england-and-wales",
    "Scotland": "scotland",
    "Northern Ireland": "northern-ireland",
}


@cache
def working_days_of(nation: str) -> WorkingDays:
    """By the list inside the library; its code would load what fetches a newer one."""
    listed = json.loads(
        files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8")
    )
    events = listed[DIVISIONS[nation]]["events"]
    return WorkingDays({date.fromisoformat(event["date"]): event["title"] for event in events})
