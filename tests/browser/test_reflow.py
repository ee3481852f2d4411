"""On a small screen, and with large text, every page stays whole, reachable and readable."""

import pytest
from playwright.sync_api import Page

from tests.browser.look import Look
from tests.browser.pages import LOOKS

pytestmark = pytest.mark.looks

EVERY_PAGE = pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)

# Things that stick out of the window, but for what lies in a box that scrolls by itself.
STICKING_OUT = """() => {
    const wide = document.documentElement.clientWidth;
    const scrolls = el => el && (/auto|scroll|hidden|clip/.test(getComputedStyle(el).overflowX)
        && el !== document.body && el !== document.documentElement || scrolls(el.parentElement));
    const out = [...document.body.querySelectorAll("*")].filter(el => {
        const box = el.getBoundingClientRect();
        return box.width > 1 && box.height > 1 && (box.right > wide + 1 || box.left < -1)
            && el.checkVisibility() && !scrolls(el.parentElement);
    }).map(el => el.outerHTML.slice(0, 120));
    const sideways = document.scrollingElement.scrollWidth - wide;
    return sideways > 0 ? [`scrolls sideways by ${sideways} px`, ...out] : out;
}"""

# Words cut off by the box they stand in. A box of one pixel is the usual way to show something to
# screen readers alone.
CUT_OFF = """() => [...document.body.querySelectorAll("*")].filter(el => {
    const style = getComputedStyle(el);
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY);
    return hides && el.clientWidth > 2 && el.checkVisibility() && el.innerText?.trim()
        && (el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1);
}).map(el => el.outerHTML.slice(0, 120))"""

# A tick box is as large as its label, since that takes the press too; where a label is stretched
# over more than its own box, a press at the rim of the wanted size tells.
SMALL_TARGETS = """() => {
    const wanted = `main button, main .button, main select, main textarea, main summary,
        main input:not([type=hidden]), nav.bar a, .brand`;
    const large = part => {
        const box = part.getBoundingClientRect();
        return box.width > 43.5 && box.height > 43.5;
    };
    const takesPresses = (el, own) => {
        el.scrollIntoView({block: "center"});
        const box = el.getBoundingClientRect();
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        return [[-21.5, 0], [21.5, 0], [0, -21.5], [0, 21.5]].every(([right, down]) => {
            const hit = document.elementFromPoint(x + right, y + down);
            return own.some(part => part.contains(hit));
        });
    };
    return [...document.querySelectorAll(wanted)].filter(el => {
        const own = [el, ...(el.labels || [])];
        const seen = el.checkVisibility({visibilityProperty: true}) && el.offsetWidth > 1;
        return seen && !own.some(large) && !takesPresses(el, own);
    }).map(el => {
        const {width, height} = el.getBoundingClientRect();
        return `${Math.round(width)} by ${Math.round(height)}: ${el.outerHTML.slice(0, 120)}`;
    });
}"""

# Whether anything of what has the focus can be seen, or a bar lies over all of it.
COVERED = """() => {
    const el = document.activeElement;
    if (el === document.body || el.tagName === "IFRAME") return null;
    const box = el.getBoundingClientRect();
    const points = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]];
    // A tick box may be drawn by its label, and a link by what lies inside it.
    const own = [el, ...(el.labels || [])];
    const seen = points.some(([x, y]) => {
        const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        return hit && own.some(part => part.contains(hit));
    });
    return {what: el.outerHTML.slice(0, 120), seen};
}"""


def covered_focus(page: Page) -> list[str]:
    """Walk through the page by Tab and return what had the focus under a bar."""
    covered = []
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.evaluate(COVERED)
        if focus is None:
            break
        if not focus["seen"]:
            covered.append(focus["what"])
    return covered


@EVERY_PAGE
def test_a_small_screen_shows_everything(look: Look, open_as):
    page = open_as(look.who, look, width=320).page
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(SMALL_TARGETS) == []
    page.evaluate("scrollTo(0, 0)")
    # A desktop window at 400 %, where a bar takes much of the height.
    page.set_viewport_size({"width": 320, "height": 320})
    assert covered_focus(page) == []


@EVERY_PAGE
def test_text_of_twice_the_size_stays_whole(look: Look, open_as):
    page = open_as(look.who, look, width=640).page
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate(CUT_OFF) == []
