"""The bar and the key of a register that is longer than the demonstration's."""

import pytest

from tests.browser.conftest import TELEPHONE
from tests.browser.inspecting import sideways
from tests.browser.rest import SLUG, person

pytestmark = pytest.mark.browser

WRITE = """
(number) => {
  const numbers = document.querySelectorAll(".bar:not(.bar--slim) > *, .key__count");
  for (const one of numbers) one.textContent = number;
}
"""
SEEN = """
() => [...document.querySelectorAll(".bar:not(.bar--slim) > *")].map((part) => {
  const number = document.createRange();
  number.selectNodeContents(part);
  const [drawn, room] = [number.getBoundingClientRect(), part.getBoundingClientRect()];
  const digits = drawn.top + drawn.height / 5;  // above them a line has room for accents
  if (digits >= room.top + part.clientTop + part.clientHeight) return "out of sight";
  return drawn.left >= room.left && drawn.right <= room.right ? "whole" : "cut";
})
"""


@pytest.mark.parametrize(
    ("number", "seen"),
    [("7", {"whole"}), ("5,411", {"whole", "out of sight"}), ("135,411", {"out of sight"})],
)
def test_a_number_without_room_is_left_to_the_key(site, number, seen):
    page = site.open_for(person("clerk"))
    page.set_viewport_size(TELEPHONE)
    page.goto(f"/{SLUG}/")
    page.evaluate(WRITE, number)
    assert set(page.evaluate(SEEN)) == seen
    assert sideways(page) == []
