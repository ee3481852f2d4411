"""A mail of the demonstration in its frame: it has its style, and its links open in the window."""

from playwright.sync_api import expect

from tests.browser.mails import kept, open_mail
from tests.browser.pages import MEMBER


def test_a_mail_in_its_frame_has_its_style_and_leads_on(open_as, site, settings):
    settings.SITE_URL = site
    name = kept(open_mail, MEMBER)()["name"]
    page = open_as(MEMBER, f"/demo/mail/{name}/").page
    button = page.frame_locator("iframe").get_by_role("link", name="See it in the portal")
    expect(button).to_have_css("display", "inline-block")
    button.click()
    page.wait_for_url("**/groups/kpapia/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
