"""No page has anything for axe to say: every rule, every impact, both themes, three widths."""

import pytest
from django.conf import settings

from tests.browser.look import Look
from tests.browser.pages import LOOKS

pytestmark = pytest.mark.looks

AXE = settings.BASE_DIR / "vendor" / "axe" / "axe.min.js"
WIDTHS = (320, 768, 1280)
THEMES = ("light", "dark")

# Rules that axe keeps off until asked for (experimental ones, AAA, ...) are on too. Only what axe
# has given up itself stays out.
RUN = """async () => {
    const rules = axe.getRules().filter(rule => !rule.tags.includes("deprecated"));
    const on = Object.fromEntries(rules.map(rule => [rule.ruleId, {enabled: true}]));
    const {violations} = await axe.run(document, {rules: on, resultTypes: ["violations"]});
    return violations.flatMap(({id, help, nodes}) =>
        nodes.map(node => `${id}: ${help}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`));
}"""


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_axe_finds_nothing(look: Look, open_as):
    # axe measures with styles of its own, which the content security policy would refuse.
    page = open_as(look.who, look, bypass_csp=True).page
    page.evaluate(AXE.read_text())
    found = {}
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found |= {f"{width} {theme} {said}": None for said in page.evaluate(RUN)}
    assert list(found) == []


def test_axe_finds_what_is_wrong(open_as):
    page = open_as(None, "/", bypass_csp=True).page
    page.evaluate(AXE.read_text())
    page.evaluate("document.querySelector('h1').outerHTML = '<h4></h4><img src>'")
    said = " ".join(page.evaluate(RUN))
    assert "image-alt" in said
    assert "empty-heading" in said
