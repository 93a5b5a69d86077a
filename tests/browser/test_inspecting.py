"""The inspection is awake: what it is there to find, it finds."""

import pytest

from tests.browser.inspecting import Inspector, faults_by_keyboard, faults_of, faults_of_html

pytestmark = pytest.mark.browser

SABOTAGE = {
    "color-contrast: <h1": "document.querySelector('h1').style.color = '#ccc'",
    # whose like before it passes
    "color-contrast: <label": """
        [...document.querySelectorAll('label')].at(-1).parentElement.style.background = '#777'
    """,
    "label": "document.querySelector('label').remove()",
    "where there is room for 320": "document.querySelector('h1').style.width = '700px'",
    "where there is room for 768": "document.querySelector('h1').style.width = '760px'",
    "cannot be seen": """
        document.querySelector("main button").style.cssText = `outline: none !important;
          background: red !important; box-shadow: none !important; border: 0 !important`
    """,
    "does not reach": "document.querySelector('#id_username').tabIndex = -1",
}


@pytest.mark.parametrize("finding", SABOTAGE)
def test_what_is_done_to_a_page_is_found(empty_site, finding):
    page = empty_site.open_for(None)
    page.goto("/sign-in/")
    page.evaluate(SABOTAGE[finding])
    found = faults_by_keyboard(page) + faults_of(page)
    assert any(finding in one for one in found), found


def test_what_the_browser_refuses_is_found(empty_site, tmp_path):
    inspector = Inspector(empty_site.open_for(None), empty_site.address, folder=tmp_path)
    inspector.page.add_init_script("""
        addEventListener("load", () => {
          document.head.append(Object.assign(document.createElement("script"),
            { src: "https://example.org/a.js" }));
        });
    """)
    inspector.open("/sign-in/")
    assert any("Content Security Policy" in one for one in inspector.faults), inspector.faults


def test_unsound_html_is_found(tmp_path):
    (tmp_path / "0.html").write_text("<!DOCTYPE html><p><div></div></p>")
    assert faults_of_html(tmp_path) != []
