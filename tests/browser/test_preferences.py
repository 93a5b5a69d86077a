"""What a reader has asked of the browser: their own colours, letters further apart, and nothing
that moves."""

import io

import pytest
from PIL import Image

from tests.browser.inspecting import faults_by_keyboard, sideways
from tests.browser.rest import REPORT, SLUG, person

pytestmark = pytest.mark.browser

WITH_RATINGS = [
    f"/{SLUG}/",
    f"/{SLUG}/recommendations/",
    f"/{SLUG}/exception-report/",
    f"/{SLUG}/reports/{REPORT}/R1/position/",
]


def test_ratings_and_focus_can_be_told_in_forced_colours(site):
    """On black, where what keeps a dark colour of its own would be lost."""
    page = site.open_for(person("clerk"), forced_colors="active", color_scheme="dark")
    shapes: dict[str, bytes] = {}
    for address in WITH_RATINGS:
        page.goto(address)
        assert faults_by_keyboard(page) == []
        for rating in page.locator(".rating:visible").all():
            word = rating.inner_text()
            if word not in shapes:
                shapes[word] = drawn(rating.locator("svg").screenshot())
    assert len(shapes) >= 5
    assert len(set(shapes.values())) == len(shapes), "two ratings look alike but for their words"


def drawn(picture: bytes) -> bytes:
    """Which pixels are drawn, whatever the colours; never none."""
    grey = Image.open(io.BytesIO(picture)).convert("L").resize((16, 16))
    least, most = grey.getextrema()
    assert most - least > 100, "the shape cannot be seen"
    return grey.point(lambda value: 255 * (value > (least + most) / 2)).tobytes()


SPACED_OUT = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}
"""
"""As WCAG 1.4.12 has it."""
CUT_OFF = """
() => [...document.querySelectorAll("main *, header *, footer *")].filter(one => {
  const style = getComputedStyle(one);
  const holds = one.scrollHeight - 1 > one.clientHeight || one.scrollWidth - 1 > one.clientWidth;
  return style.overflow === "hidden" && style.position !== "absolute" && holds
    && !one.closest("[aria-hidden=true]") && [...one.childNodes].some(
      each => each.nodeType === Node.TEXT_NODE && each.data.trim());
}).map(one => one.innerText)
"""


def test_nothing_is_lost_where_letters_stand_further_apart(site):
    page = site.open_for(person("scrutiny-officer"))
    for address in [
        *WITH_RATINGS,
        f"/{SLUG}/my-work/",
        f"/{SLUG}/statistics/",
        f"/{SLUG}/open-longest/",
    ]:
        assert page.goto(address).ok
        page.evaluate(SPACED_OUT)
        assert (address, sideways(page), page.evaluate(CUT_OFF)) == (address, [], [])
    page.evaluate("document.querySelector('h1').style.cssText = 'overflow: hidden; height: 9px'")
    assert page.evaluate(CUT_OFF) == [page.locator("h1").inner_text()]


MOVES = """
() => {
  const found = [];
  const look = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule && !matchMedia(rule.conditionText).matches) continue;
      if (rule.cssRules?.length) look(rule.cssRules);
      const style = rule.style;
      if (!style) continue;
      const still = ["", "none", "0s", "auto"];
      for (const what of ["transitionDuration", "animationName", "scrollBehavior"])
        if (!still.includes(style[what])) found.push(`${rule.selectorText} ${what} ${style[what]}`);
    }
  };
  for (const sheet of document.styleSheets) look(sheet.cssRules);
  return found;
}
"""


def test_nothing_moves_for_who_asked_that_nothing_moves(site):
    """Every page has the one style sheet, so that its rules stand for all pages."""
    page = site.open_for(person("clerk"), reduced_motion="reduce")
    page.goto(f"/{SLUG}/")
    assert page.evaluate("document.styleSheets.length") == 1
    assert page.evaluate(MOVES) == []
    page.evaluate("document.styleSheets[0].insertRule('.rating { transition: color 1s }')")
    assert page.evaluate(MOVES) == [".rating transitionDuration 1s"]
