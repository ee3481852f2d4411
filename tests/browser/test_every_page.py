"""Every page answers as its look says, on every database; what it looks like is another test."""

import pytest
from playwright.sync_api import expect

from tests.browser.look import Look, Trouble
from tests.browser.pages import LOOKS
from tests.browser.test_looks import SHUT_IN
from tests.browser.window import signed_in

SERVED = [look for look in LOOKS if not isinstance(look, Trouble)]
# What no plain request asks for: an answer to a form, and a page that the browser shuts in.
IN_A_BROWSER = [look for look in LOOKS if look.asks or look.route == SHUT_IN]


@pytest.mark.parametrize("look", SERVED, ids=lambda look: look.name)
def test_answers(look: Look, organization):
    client = signed_in(look.who)
    if look.given:
        look.given()
    response = client.get(look.path, follow=True)
    assert response.status_code == look.status
    assert response.content.count(b"<h1") == 1


@pytest.mark.parametrize("look", IN_A_BROWSER, ids=lambda look: look.name)
def test_answers_in_a_browser(look: Look, open_as):
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


def test_a_breach_of_the_policy_is_noted_where_it_is_only_reported(open_as):
    window = open_as(None, "/", reports=True)
    window.page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert window.page.evaluate("document.body.style.color") == "red"
    said = "\n".join(window.complaints)
    window.complaints.clear()
    assert "inline style violates" in said
