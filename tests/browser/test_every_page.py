"""Every page opens without a complaint: from the server, the browser, or a policy of the site."""

import pytest
from playwright.sync_api import expect

from tests.browser.look import Look
from tests.browser.pages import LOOKS


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_opens_and_has_one_first_heading(look: Look, open_as):
    page = open_as(look.who, look).page
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_a_complaint_is_noted(open_as):
    window = open_as(None, "/")
    window.page.evaluate("""() => {
        console.error("a script complains");
        document.body.setAttribute("style", "color: red");
        setTimeout(() => { throw new Error("a script fails"); });
        return fetch("/groups/no-such-group/")
            .then(() => fetch("http://localhost:9/"))
            .catch(() => 0);
    }""")
    said = "\n".join(window.complaints)
    window.complaints.clear()
    assert "console: a script complains" in said
    assert "script: a script fails" in said
    assert "inline style violates" in said
    assert "answered 404: GET" in said
    assert "localhost:9" in said
