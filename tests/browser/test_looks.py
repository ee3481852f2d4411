"""Every page opens without a complaint, from the server, the browser or a policy of the site.

It gives axe nothing to say, and is whole, reachable and readable on a small screen. Each page is
opened once and then measured in many ways, since opening is what takes long.
"""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.look import Look
from tests.browser.pages import LOOKS
from tests.browser.window import AXE

pytestmark = pytest.mark.looks

WIDTHS = (320, 768, 1280)
THEMES = ("light", "dark")
# A mail in its frame, with a policy that cannot be only reported: it is opened in test_every_page.
SHUT_IN = "demo-mail-html"
# The tag of axe’s rules that look at colors.
BY_COLOR = "cat.color"

# Rules that axe keeps off until asked for (experimental ones, AAA, ...) are on too. Only what axe
# has given up itself stays out. `preload` fetches stylesheets and media again, for rules that are
# the same in every theme and width. `only` narrows the rules to those about one thing.
RUN = """async ({preload, only}) => {
    const rules = axe.getRules(only).filter(rule => !rule.tags.includes("deprecated"));
    const runOnly = {type: "rule", values: rules.map(rule => rule.ruleId)};
    const {violations} = await axe.run(document, {runOnly, resultTypes: ["violations"], preload});
    return violations.flatMap(({id, help, nodes}) =>
        nodes.map(node => `${id}: ${help}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`));
}"""


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

# Notes at each Tab, before the focus moves on, what has it (null where nothing has), and whether
# anything of that can be seen, or a bar lies over all of it.
NOTE_FOCUS = """() => {
    const notes = window.focusNotes = [];
    const look = el => {
        const box = el.getBoundingClientRect();
        const points = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]];
        // A tick box may be drawn by its label, and a link by what lies inside it.
        const own = [el, ...(el.labels || [])];
        const seen = points.some(([x, y]) => {
            const [right, down] = [box.left + box.width * x, box.top + box.height * y];
            const hit = document.elementFromPoint(right, down);
            return hit && own.some(part => part.contains(hit));
        });
        return {what: el.outerHTML.slice(0, 120), seen};
    };
    window.noteFocus = () => {
        const el = document.activeElement;
        notes.push(el === document.body || el.tagName === "IFRAME" ? null : look(el));
    };
    addEventListener("keydown", noteFocus, {capture: true});
}"""
# What was noted since the first Tab, up to where nothing of the page had the focus any more.
NOTED = """() => {
    noteFocus();
    const notes = focusNotes.slice(1);
    const end = notes.indexOf(null);
    focusNotes.pop();
    return {notes: notes.slice(0, end < 0 ? notes.length : end), is_over: end >= 0};
}"""
MOST_STEPS, AT_ONCE = 80, 10


def covered_focus(page: Page) -> list[str]:
    """Walk through the page by Tab and return what had the focus under a bar."""
    page.evaluate(NOTE_FOCUS)
    for _ in range(0, MOST_STEPS, AT_ONCE):
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
        walk = page.evaluate(NOTED)
        if walk["is_over"]:
            break
    return [note["what"] for note in walk["notes"] if not note["seen"]]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_opens_and_looks_right(look: Look, open_as):
    # axe measures with styles of its own, which the content security policy would refuse.
    policy = {"bypass_csp": True} if look.route == SHUT_IN else {"reports": True}
    window = open_as(look.who, look, **policy)
    page = window.page
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    found = [*on_a_small_screen(page), *with_large_text(page)]
    window.be_deaf()
    assert [*found, *by_axe(page)] == []


def on_a_small_screen(page: Page) -> list[str]:
    """What is lost at 320 px, or too small to press, or hidden by a bar where it has the focus."""
    page.set_viewport_size({"width": 320, "height": 900})
    found = [said for measure in (STICKING_OUT, CUT_OFF) for said in page.evaluate(measure)]
    found += page.evaluate(SMALL_TARGETS)
    page.evaluate("scrollTo(0, 0)")
    # A desktop window at 400 %, where a bar takes much of the height.
    page.set_viewport_size({"width": 320, "height": 320})
    return [f"small screen: {said}" for said in found + covered_focus(page)]


def with_large_text(page: Page) -> list[str]:
    """What is lost where text has twice its size."""
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = [said for measure in (STICKING_OUT, CUT_OFF) for said in page.evaluate(measure)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return [f"large text: {said}" for said in found]


def by_axe(page: Page) -> list[str]:
    """What axe finds: every rule, every impact, three widths; and again in the dark by color.

    Colors are all that a theme changes, which is a test of its own.
    """
    page.add_script_tag(url=AXE)
    found = {}
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            is_first = (theme, width) == (THEMES[0], WIDTHS[0])
            only = [] if theme == THEMES[0] else [BY_COLOR]
            said = page.evaluate(RUN, {"preload": is_first, "only": only})
            found |= {f"{width} {theme} {each}": None for each in said}
    return list(found)


def test_a_theme_changes_colors_alone():
    for sheet in (settings.BASE_DIR / "static").rglob("*.css"):
        # `light-dark()` gives colors and nothing else.
        assert "prefers-color-scheme" not in sheet.read_text(), sheet
    mail = (settings.BASE_DIR / "templates/notices/mail.css").read_text()
    [in_the_dark] = re.findall(r"@media \(prefers-color-scheme: dark\) \{(.*?\})\s*\}", mail, re.S)
    changed = set(re.findall(r"([\w-]+):", re.sub(r"[^{}]*\{", "", in_the_dark)))
    assert changed == {"color", "background-color", "border-color"}


def test_axe_finds_by_color_what_is_wrong_in_the_dark_alone(open_as):
    page = open_as(None, "/", bypass_csp=True).page
    words = "<p style='color: light-dark(#000, #333); background: light-dark(#fff, #000)'>Hm</p>"
    page.evaluate("words => document.querySelector('main').innerHTML += words", words)
    said = by_axe(page)
    assert said
    assert all(" dark color-contrast" in each for each in said)


def test_axe_finds_what_is_wrong(open_as):
    page = open_as(None, "/", bypass_csp=True).page
    page.add_script_tag(url=AXE)
    page.evaluate("document.querySelector('h1').outerHTML = '<h4></h4><img src>'")
    said = " ".join(page.evaluate(RUN, {"preload": True, "only": []}))
    assert "image-alt" in said
    assert "empty-heading" in said


def test_the_measures_find_what_is_wrong(open_as):
    page = open_as(None, "/", width=320, bypass_csp=True).page
    page.evaluate("""() => {
        const main = document.querySelector("main");
        const put = html => main.insertAdjacentHTML("beforeend", html);
        put("<p id=wide style='inline-size: 500px'>wide</p>");
        put("<p id=cut style='inline-size: 9px; overflow: hidden; white-space: nowrap'>cut");
        put("<div style='margin: 99px'><button id=small style='all: unset; inline-size: 9px'>x");
    }""")
    said = " ".join(on_a_small_screen(page))
    assert "scrolls sideways" in said
    assert 'id="cut"' in said
    assert 'id="small"' in said


def test_the_walk_finds_what_has_the_focus_under_a_bar(open_as):
    page = open_as(None, "/groups/", width=320, bypass_csp=True).page
    assert covered_focus(page) == []
    # From the top again, wherever the walk has ended.
    page.reload()
    page.evaluate("""() => document.body.insertAdjacentHTML("beforeend",
        "<div style='position: fixed; inset: 0; z-index: 99'>")""")
    covered = covered_focus(page)
    assert len(covered) > 20
    assert 'name="q"' in " ".join(covered)
