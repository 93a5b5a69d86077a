"""What is looked at on every page, whichever it is."""

import json
import subprocess
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Locator, Page, Request, Response

from tests.browser.conftest import BETWEEN, DESK, TELEPHONE

STANDARD = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}

# Contrast is most of axe's work, and comes out the same for text that looks the same on grounds
# that look the same: one that passed stands for those.
EACH_LOOK_ONCE = """
(() => {
  const SEEN = ["color", "fontSize", "fontWeight", "textShadow", "opacity", "backgroundColor",
    "backgroundImage", "filter", "mixBlendMode", "position", "zIndex", "clipPath", "overflow",
    "display", "visibility"];
  const contrast = axe._audit.checks["color-contrast"];
  const judge = contrast.evaluate;
  const passed = new Set();
  window.looks = new Map();
  const look = (one) => {
    if (one && !looks.has(one)) {
      const style = getComputedStyle(one);
      looks.set(one, `${look(one.parentElement)} / ${SEEN.map((which) => style[which])}`);
    }
    return looks.get(one);
  };
  contrast.evaluate = function (one, ...more) {
    if (passed.has(look(one))) return true;
    const judged = judge.call(this, one, ...more);
    if (judged === true) passed.add(look(one));
    return judged;
  };
})();
"""

FINDINGS = """
async standard => {
  looks.clear();  // which may be others at another width
  return (await axe.run(standard)).violations.map(
    ({id, nodes}) => `${id}: ${nodes.map(node => node.html).join(" ")}`
  );
}
"""


def findings(page: Page) -> list[str]:
    """What axe finds, told so that it can be looked for in the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT + EACH_LOOK_ONCE)
    return page.evaluate(FINDINGS, STANDARD)


REFUSED = "Failed to load resource: the server responded with a status of"
"""What a browser says of any page that comes with such a status."""


def sideways(page: Page) -> list[str]:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [f"it is {wide} wide where there is room for {room}"] if wide > room else []


def faults_of(page: Page) -> list[str]:
    """At each width, one after the other on the same page."""
    found = []
    for size in (DESK, *BETWEEN, TELEPHONE):
        page.set_viewport_size(size)
        looked_at = [] if size in BETWEEN else findings(page)
        found += [f"{size['width']} px: {one}" for one in looked_at + sideways(page)]
    page.set_viewport_size(DESK)
    return found


# Told apart by looks: what has the focus, beside how it looked before. An outline that cannot be
# seen is there for forced colours, and is no sign of anything without them.
REMEMBER_LOOKS = """
() => {
  const REACHABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const told = (style) => [
    style.outlineColor.endsWith(", 0)") ? "" : `${style.outlineStyle} ${style.outlineWidth}`,
    style.borderWidth === "0px" ? "" : `${style.borderWidth} ${style.borderColor}`,
    style.boxShadow, style.backgroundColor,
  ].join(" | ");
  const looks = (one) => {
    const label = one.labels?.[0];
    const drawn = label && one.matches("[type=radio], [type=checkbox]");
    return told(getComputedStyle(one)) + (drawn ? told(getComputedStyle(label, "::before")) : "");
  };
  const group = (one) => one.type === "radio" ? `${one.form?.id} ${one.name}` : one;
  const all = [...document.querySelectorAll(REACHABLE)]
    .filter((one) => one.type !== "hidden" && !one.disabled && one.checkVisibility());
  window.walk = {
    before: new Map(all.map((one) => [one, looks(one)])),
    missed: new Set(all.map(group)),
    unseen: [],
  };
  document.activeElement?.blur();
  document.addEventListener("focusin", ({ target }) => {
    walk.missed.delete(group(target));
    if (looks(target) === walk.before.get(target)) walk.unseen.push(target.outerHTML);
  });
  return all.length;
}
"""

WALKED = """
() => document.activeElement.blur() ?? [
  ...walk.unseen.map((html) => `the focus cannot be seen on ${html}`),
  ...[...walk.missed].map((one) => `the keyboard does not reach ${one.outerHTML ?? one}`),
]
"""


def faults_by_keyboard(page: Page) -> list[str]:
    """Tab reaches everything that takes the focus, and where it is can be seen."""
    controls = page.evaluate(REMEMBER_LOOKS)
    for _ in range(controls + 1):
        page.keyboard.down("Tab")  # held down, which repeats it
    page.keyboard.up("Tab")
    return page.evaluate(WALKED)


EMPTIED = """
form => {
  for (const one of form.elements) {
    if (one.matches("[type=radio], [type=checkbox]")) one.checked = false;
    else if (one.matches("select")) one.value = "";
    else if (one.matches("input:not([type=hidden]), textarea")) one.value = "";
  }
}
"""

LANDED = """
words => {
  const at = document.activeElement;
  const error = at.closest(".govuk-form-group--error")?.querySelector(".govuk-error-message");
  const described = [at, at.closest("fieldset")].map((one) => one?.ariaDescribedByElements ?? []);
  return at.matches("input, select, textarea")
    && error.textContent.includes(words)
    && described.flat().includes(error);
}
"""


def faults_of_summary(page: Page) -> list[str]:
    """What was wrong is said first, has the focus, and leads to where it can be put right."""
    if page.locator(".govuk-error-summary:focus").count() != 1:
        return ["no summary of what is wrong has the focus"]
    found = [] if page.title().startswith("Error: ") else ["the title does not say Error"]
    links = page.locator(".govuk-error-summary a").all()
    lines, marked = (
        page.locator(which).count() for which in (".govuk-error-summary li", ".govuk-error-message")
    )
    if not len(links) == lines == marked > 0:
        found.append(f"{lines} lines, {len(links)} of them links, for {marked} fields")
    for link in links:
        link.press("Enter")
        if not page.evaluate(LANDED, link.inner_text()):
            found.append(f"“{link.inner_text()}” does not lead to its field")
    return found


class Inspector:
    """A window in which page after page is inspected; what was wrong on them is kept."""

    def __init__(self, page: Page, address: str, *, folder: Path) -> None:
        self.page = page
        self.address = address
        self.folder = folder
        self.kept: dict[str, str] = {}
        self.faults: list[str] = []
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(f"the console says {said.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"a script fails: {error}"))
        page.on("request", self.watch)

    def watch(self, request: Request) -> None:
        if not request.url.startswith(self.address):
            self.complaints.append(f"another site is asked: {request.url}")

    def open(self, address: str, *, expected: int = 200, keyboard: bool = False) -> None:
        self.inspect(address, self.page.goto(address), expected=expected, keyboard=keyboard)

    def inspect(
        self, what: str, answer: Response, *, expected: int = 200, keyboard: bool = False
    ) -> None:
        """Look at the page that the window shows now, which came as this answer."""
        found = [] if answer.status == expected else [f"it answers {answer.status}"]
        name = f"{len(self.kept)}.html"
        self.kept[name] = what
        (self.folder / name).write_bytes(answer.body())
        if keyboard:
            found += faults_by_keyboard(self.page)
        found += faults_of(self.page)
        found += [one for one in self.complaints if expected == 200 or REFUSED not in one]
        self.complaints.clear()
        self.faults += [f"{what}: {one}" for one in found]

    def form_asks(self) -> bool:
        """Whether the page has a form to send in which something is typed or chosen."""
        return self.form.count() > 0

    @property
    def form(self) -> Locator:
        return self.page.locator("main form[method=post]").filter(
            has=self.page.locator("input:not([hidden], [type=hidden]), select, textarea")
        )

    def send_empty(self, what: str) -> None:
        """Send the page's form with nothing in it, which no form takes."""
        what += ", sent empty"
        self.form.evaluate(EMPTIED)
        with self.page.expect_navigation() as sent:
            self.form.locator("button:not(.govuk-button--secondary)").first.click()
        self.faults += [f"{what}: {one}" for one in faults_of_summary(self.page)]
        status = sent.value.status
        # Django's own views, which are the way in, answer 200
        self.inspect(what, sent.value, expected=status if status in (200, 409) else 400)

    def all_faults(self) -> list[str]:
        """Those of every page's HTML too."""
        return self.faults + [
            f"{self.kept[name]}: {one}" for name, one in faults_of_html(self.folder)
        ]


def faults_of_html(folder: Path) -> list[tuple[str, str]]:
    """What html-validate finds in the pages of a folder: name and finding."""
    told = subprocess.run(
        [
            *(settings.BASE_DIR / "node_modules/.bin/html-validate", "--formatter", "json"),
            *("--config", settings.BASE_DIR / "tests/browser/htmlvalidate.mjs"),
            f"{folder}/*.html",
        ],
        capture_output=True,
        text=True,
        check=False,  # it fails where it finds something
    )
    assert told.stdout, told.stderr
    return [
        (Path(page["filePath"]).name, f"{one['message']} at {one['line']}, {one['selector']}")
        for page in json.loads(told.stdout)
        for one in page["messages"]
    ]
