"""At a door in a browser: one tap, without a network, with the camera, and without scripts."""

import io
import json
import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from attendance.actions import add_guest, make_pass, set_rules
from attendance.models import Attendance
from tests import factories
from tests.attendance.conftest import at_the_door
from tests.attendance.doors import going
from tests.browser.window import sign_in

pytestmark = pytest.mark.once


@pytest.fixture
def event(organization):
    return at_the_door(factories.brg())


@pytest.fixture
def lea(event):
    return factories.lead(event.brg, legal_name="Lea Lead")


@pytest.fixture
def crowd(event):
    return [going(event, legal_name=f"Anna Number{number}") for number in range(3)]


def door(event):
    return f"/events/{event.pk}-at-the-door/door/"


def tap(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def says(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def check_in_guest(page: Page, name: str) -> None:
    """Type the name of a guest where it is asked for, once that is unfolded."""
    field = page.get_by_label("Name of the guest")
    if not field.is_visible():
        page.locator("summary", has_text="A guest").click()
    field.fill(name)
    tap(page, "Check in the guest")


def later(page: Page) -> None:
    """Let the time pass in which a second tap on a row counts as one with the first."""
    page.clock.fast_forward(1_100)


def came(event):
    return set(Attendance.objects.filter(event=event).values_list("person__legal_name", flat=True))


def test_one_tap_and_undo_without_leaving_the_page(open_as, event, lea, crowd):
    page = open_as(lea, door(event)).page
    page.clock.install()
    page.evaluate("window.isSame = true")
    tap(page, "Check in Anna Number1")
    says(page, "Checked in: Anna Number1.")
    expect(page.get_by_text("1 of 3 checked in")).to_be_visible()
    expect(page.get_by_role("button", name="Undo Anna Number1")).to_be_focused()
    assert came(event) == {"Anna Number1"}
    later(page)
    tap(page, "Undo Anna Number1")
    says(page, "No longer checked in: Anna Number1.")
    expect(page.get_by_text("0 of 3 checked in")).to_be_visible()
    assert came(event) == set()
    assert page.evaluate("window.isSame")


def test_a_double_tap_checks_in_and_does_not_undo(open_as, event, lea, crowd):
    page = open_as(lea, door(event)).page
    # Both taps where the first button was: the second one meets what has come in its place.
    place = page.get_by_role("button", name="Check in Anna Number1").bounding_box()
    page.mouse.dblclick(place["x"] + 20, place["y"] + 20)
    says(page, "Checked in: Anna Number1.")
    expect(page.get_by_text("1 of 3 checked in")).to_be_visible()
    expect(page.get_by_text("Waiting to be sent")).to_be_hidden()
    expect(page.get_by_role("button", name="Undo Anna Number1")).to_be_visible()
    assert came(event) == {"Anna Number1"}


PHONE = {"width": 320, "height": 640}
# Whether the middle of what has the focus is what a finger would meet there.
IS_IN_SIGHT = """() => {
    const box = document.activeElement.getBoundingClientRect();
    const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height - 4);
    return document.activeElement.contains(met);
}"""


def test_what_the_door_says_is_in_view_on_a_phone_and_covers_no_focus(open_as, event, lea):
    for number in range(20):
        going(event, legal_name=f"Anna Number{number:02}")
    window = open_as(lea, door(event), width=320)
    page = window.page
    page.set_viewport_size(PHONE)
    window.be_deaf()
    window.context.set_offline(True)
    for number in (3, 12, 19):
        row = page.locator("[data-row]").nth(number)
        # At the very end of what is seen, where the message will stand.
        row.evaluate("row => window.scrollBy(0, row.getBoundingClientRect().bottom - 560)")
        row.get_by_role("button").click()
        says(page, "No connection.")
        for words in ("No connection.", "Waiting to be sent:"):
            expect(page.get_by_text(words)).to_be_in_viewport(ratio=1)
        page.wait_for_function(IS_IN_SIGHT)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_code_in_the_address_is_in_sight_also_without_scripts(open_as, event, lea, scripts):
    for number in range(20):
        going(event, legal_name=f"Anna Number{number:02}")
    where = f"{door(event)}?code=BCDFGHJK"
    page = open_as(lea, where, java_script_enabled=scripts, width=320).page
    page.set_viewport_size(PHONE)
    page.goto("about:blank")
    page.goto(where)
    field = page.get_by_label("Code on the pass")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport(ratio=1)


def test_in_the_workspace_the_search_is_on_the_first_screen(open_as, event, lea, crowd):
    where = f"/manage/{event.brg.slug}/events/{event.pk}/check-in/"
    page = open_as(lea, where, width=320).page
    page.set_viewport_size(PHONE)
    expect(page.get_by_role("searchbox", name="Name")).to_be_in_viewport()


def test_on_a_phone_the_list_begins_just_below_the_first_screen(open_as, event, lea, crowd):
    set_rules(event=event, by=lea, guests_welcome=True)
    page = open_as(lea, door(event), width=320).page
    page.set_viewport_size({"width": 320, "height": 700})
    expect(page.get_by_label("Code on the pass")).to_be_in_viewport(ratio=1)
    assert page.locator("[data-row]").first.bounding_box()["y"] < 820


def test_no_word_of_a_name_is_broken_at_320_pixels(open_as, event, lea):
    going(event, legal_name="Wilhelmina Featherstonehaugh Schneider")
    page = open_as(lea, door(event), width=320).page
    lines = page.locator(".person-name").evaluate(
        """name => {
            const text = name.firstChild;
            const range = document.createRange();
            return text.data.split(" ").map(word => {
                const start = text.data.indexOf(word);
                range.setStart(text, start);
                range.setEnd(text, start + word.length);
                return range.getClientRects().length;
            });
        }"""
    )
    assert lines == [1, 1, 1]


def test_without_scripts_all_of_it_works(open_as, event, lea, crowd):
    set_rules(event=event, by=lea, guests_welcome=True)
    code = make_pass(event=event, by=crowd[2]).code
    page = open_as(lea, door(event), java_script_enabled=False, width=320, status=200).page
    tap(page, "Check in Anna Number0")
    expect(page.get_by_text("Checked in: Anna Number0.")).to_be_visible()
    page.get_by_label("Code on the pass").fill(code.lower())
    page.get_by_role("button", name="Check in", exact=True).click()
    expect(page.get_by_text("Checked in: Anna Number2.")).to_be_visible()
    check_in_guest(page, "Otto")
    expect(page.get_by_text("2 of 3 checked in, 1 more without a seat")).to_be_visible()
    tap(page, "Undo Otto")
    tap(page, "Undo Anna Number0")
    assert came(event) == {"Anna Number2"}


def test_without_a_network_nothing_is_lost_also_not_by_loading_the_page_again(
    open_as, event, lea, crowd
):
    code = make_pass(event=event, by=crowd[2]).code
    window = open_as(lea, door(event))
    page = window.page
    # A network that is gone is what the window would complain of.
    window.be_deaf()
    page.clock.install()
    window.context.set_offline(True)
    tap(page, "Check in Anna Number0")
    says(page, "No connection.")
    says(page, "Waiting to be sent: 1")
    tap(page, "Check in Anna Number1")
    later(page)
    tap(page, "Undo Anna Number0")
    page.get_by_label("Code on the pass").fill(code)
    page.get_by_role("button", name="Check in", exact=True).click()
    says(page, "Waiting to be sent: 4")
    assert came(event) == set()
    # The token of the form is no part of what is kept.
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "csrf" not in kept
    assert "Anna" not in kept
    page.evaluate("window.stop()")
    window.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("2 of 3 checked in")).to_be_visible()
    expect(page.get_by_text("Waiting to be sent")).to_be_hidden()
    assert came(event) == {"Anna Number1", "Anna Number2"}
    assert page.evaluate("localStorage.length") == 0


def test_nothing_is_lost_where_the_browser_has_no_room(open_as, event, lea, crowd):
    window = open_as(lea, door(event))
    page = window.page
    window.be_deaf()
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    window.context.set_offline(True)
    tap(page, "Check in Anna Number0")
    tap(page, "Check in Anna Number1")
    says(page, "Waiting to be sent: 2")
    window.context.set_offline(False)
    expect(page.get_by_text("2 of 3 checked in")).to_be_visible()
    assert came(event) == {"Anna Number0", "Anna Number1"}


def test_what_arrived_without_an_answer_is_sent_again_and_counts_once(open_as, event, lea, crowd):
    set_rules(event=event, by=lea, guests_welcome=True)
    window = open_as(lea, door(event))
    page = window.page
    window.be_deaf()
    arrived = []

    def lose_the_answer(route):
        arrived.append(route.fetch())
        route.abort()

    page.route(f"**{door(event)}", lose_the_answer, times=1)
    check_in_guest(page, "Otto")
    says(page, "Waiting to be sent: 1")
    # The script waits five seconds before it tries again.
    arrived_already = page.get_by_role("status").filter(has_text="This had arrived already.")
    expect(arrived_already).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Waiting to be sent")).to_be_hidden()
    assert len(arrived) == 1
    assert Attendance.objects.filter(event=event, guest_name="Otto").count() == 1


def test_who_is_signed_out_loses_nothing(open_as, event, lea, crowd):
    window = open_as(lea, door(event))
    page = window.page
    window.be_deaf()
    kept = window.context.cookies()
    window.context.clear_cookies()
    tap(page, "Check in Anna Number0")
    says(page, "You are signed out.")
    assert came(event) == set()
    window.context.add_cookies(kept)
    page.reload()
    expect(page.get_by_text("1 of 3 checked in")).to_be_visible()
    assert came(event) == {"Anna Number0"}


def test_a_refusal_turns_the_row_back(open_as, event, lea, crowd):
    window = open_as(lea, door(event))
    page = window.page
    window.be_deaf()
    type(crowd[0]).objects.filter(pk=crowd[0].pk).update(is_active=False)
    tap(page, "Check in Anna Number0")
    says(page, "This person is not on your list.")
    expect(page.get_by_role("button", name="Check in Anna Number0")).to_be_visible()
    expect(page.get_by_text("Waiting to be sent")).to_be_hidden()


def check_code(page: Page, code: str) -> None:
    page.get_by_label("Code on the pass").fill(code)
    tap(page, "Check in")


def test_a_refused_code_stays_in_its_field_and_a_right_one_does_not(open_as, event, lea, crowd):
    code = make_pass(event=event, by=crowd[2]).code
    window = open_as(lea, door(event))
    page = window.page
    window.be_deaf()
    field = page.get_by_label("Code on the pass")
    check_code(page, "zzzzzzzz")
    says(page, "No pass of this event has this code.")
    expect(field).to_have_value("zzzzzzzz")
    check_code(page, code)
    says(page, "Checked in: Anna Number2.")
    expect(field).to_have_value("")


def test_what_was_refused_after_an_offline_minute_stays_until_dismissed(open_as, event, lea, crowd):
    code = make_pass(event=event, by=crowd[2]).code
    window = open_as(lea, door(event))
    page = window.page
    window.be_deaf()
    window.context.set_offline(True)
    for typed in ("zzzzzzzz", "yyyyyyyy", code):
        check_code(page, typed)
    says(page, "Waiting to be sent: 3")
    window.context.set_offline(False)
    says(page, "Checked in: Anna Number2.")
    says(page, "Not taken: 2")
    # Also when the page is loaded again, but no longer than the tab is open.
    page.reload()
    refused = page.get_by_role("region", name="Not taken").get_by_role("listitem")
    expect(refused).to_contain_text(["zzzzzzzzNo pass of this event", "yyyyyyyyNo pass of this"])
    assert page.evaluate("localStorage.length") == 0
    for _each in range(2):
        page.get_by_role("button", name="Dismiss").first.click()
    expect(page.get_by_text("Not taken")).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="Not taken:")).to_be_hidden()
    expect(page.get_by_role("region", name="Not taken")).to_be_hidden()


def test_a_form_is_checked_before_it_waits(open_as, event, lea):
    set_rules(event=event, by=lea, guests_welcome=True)
    window = open_as(lea, door(event))
    page = window.page
    window.be_deaf()
    window.context.set_offline(True)
    for typed in ("", "zzz", "12345678"):
        check_code(page, typed)
        expect(page.get_by_label("Code on the pass")).to_be_focused()
    check_in_guest(page, "  ")
    assert page.evaluate("localStorage.length") == 0
    check_code(page, f"http://portal.example/events/{event.pk}/door/?code=BCDF-GHJK")
    says(page, "Waiting to be sent: 1")


def test_what_waited_for_more_than_a_day_is_said_not_to_be_sent(open_as, event, lea):
    page = open_as(lea, door(event)).page
    queue = f"door:{event.pk}:{lea.public_id}"
    old = {"at": 0, "fields": {"act": "check-in", "code": "BCDFGHJK", "key": "old"}}
    page.evaluate("([name, row]) => localStorage.setItem(name, row)", [queue, json.dumps([old])])
    page.reload()
    refused = page.get_by_role("region", name="Not taken").get_by_role("listitem")
    expect(refused).to_contain_text("BCDFGHJK")
    expect(refused).to_contain_text("It waited for more than a day, so it was not sent.")
    says(page, "Not taken: 1")


def test_without_a_network_the_search_looks_in_the_page_and_no_link_leaves_it(
    open_as, event, lea, crowd
):
    window = open_as(lea, door(event))
    page = window.page
    window.be_deaf()
    window.context.set_offline(True)
    page.get_by_label("Name", exact=True).fill("ÄNNA number1")
    tap(page, "Search")
    says(page, "Only the names on this page were searched.")
    expect(page.locator("[data-row]:visible")).to_have_count(1)
    expect(page.get_by_role("button", name="Check in Anna Number1")).to_be_visible()
    page.get_by_role("link", name="Events").first.click()
    says(page, "This page stays open")
    assert page.url.endswith(door(event))


def test_leaving_is_warned_of_while_something_waits_and_then_alone(open_as, event, lea, crowd):
    window = open_as(lea, door(event))
    page = window.page
    window.be_deaf()
    asks = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert not page.evaluate(asks)
    window.context.set_offline(True)
    tap(page, "Check in Anna Number0")
    says(page, "Waiting to be sent: 1")
    assert page.evaluate(asks)
    window.context.set_offline(False)
    expect(page.get_by_text("1 of 3 checked in")).to_be_visible()
    assert not page.evaluate(asks)


def test_the_list_follows_a_code_and_a_guest(open_as, event, lea, crowd):
    set_rules(event=event, by=lea, guests_welcome=True)
    hidden = going(event, "only_me", legal_name="Ada Hidden")
    codes = [make_pass(event=event, by=person).code for person in (crowd[2], hidden)]
    page = open_as(lea, door(event)).page
    page.clock.install()
    for code in codes:
        check_code(page, code)
        expect(page.get_by_text("Waiting to be sent")).to_be_hidden()
    expect(page.get_by_role("button", name="Undo Anna Number2")).to_be_visible()
    page.get_by_label("Code on the pass").fill(codes[0])
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("button", name="Check in Anna Number2")).to_be_visible()
    check_in_guest(page, "Otto")
    later(page)
    tap(page, "Undo Otto")
    says(page, "No longer checked in.")
    expect(page.locator("[data-row]", has_text="Otto")).to_have_count(0)
    expect(page.get_by_role("heading", name="Guests")).to_have_count(0)
    expect(page.get_by_role("heading", name="People")).to_be_focused()
    assert came(event) == {"Ada Hidden"}
    assert "Ada Hidden" not in page.content()


def test_a_double_tap_on_undo_takes_one_guest_alone(open_as, event, lea):
    set_rules(event=event, by=lea, guests_welcome=True)
    for number in (1, 2):
        add_guest(event=event, by=lea, name=f"Otto {number}", key=str(number))
    page = open_as(lea, door(event)).page
    # The second guest moves to where the first one stood.
    place = page.get_by_role("button", name="Undo Otto 1").bounding_box()
    page.mouse.dblclick(place["x"] + 20, place["y"] + 20)
    says(page, "No longer checked in.")
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.get_by_text("Waiting to be sent")).to_be_hidden()
    assert Attendance.objects.get(event=event).guest_name == "Otto 2"


def test_signing_in_again_in_another_tab_is_enough(open_as, event, lea, crowd, site):
    window = open_as(lea, door(event))
    page = window.page
    window.be_deaf()
    # Signing in gives another session and another secret against forgery.
    window.context.clear_cookies()
    tap(page, "Check in Anna Number0")
    says(page, "You are signed out.")
    sign_in(window.context, site, lea)
    window.context.new_page().goto("/me/")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("1 of 3 checked in")).to_be_visible()
    tap(page, "Check in Anna Number1")
    expect(page.get_by_text("2 of 3 checked in")).to_be_visible()
    assert came(event) == {"Anna Number0", "Anna Number1"}


def test_whoever_signs_out_leaves_no_name_of_a_guest(open_as, event, lea):
    page = open_as(lea, "/me/").page
    keep = "name => localStorage.setItem(name, JSON.stringify([{ at: Date.now() }]))"
    page.evaluate(keep, f"door:{event.pk}:{lea.public_id}")
    page.evaluate(keep, "other")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    assert page.evaluate("Object.keys(localStorage)") == ["other"]


def test_what_somebody_else_left_in_the_browser_is_deleted(open_as, event, lea):
    page = open_as(lea, door(event)).page
    keep = "name => localStorage.setItem(name, JSON.stringify([{ at: Date.now() }]))"
    page.evaluate(keep, f"door:{event.pk}:somebodyelse")
    page.reload()
    page.wait_for_function("localStorage.length === 0")


# The camera: none is at hand here, so a picture stands in for it, and our reader for the browser's.
CAMERA = """([code]) => {
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ["qr_code"]; }
        async detect() { return [{ rawValue: code }]; }
    };
    const canvas = document.createElement("canvas");
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream();
    HTMLMediaElement.prototype.play = async () => {};
}"""


def test_the_camera_reads_a_pass_and_checks_in_once(open_as, event, lea, site, settings):
    settings.SITE_URL = site
    anna = going(event, "only_me", legal_name="Anna Hidden")
    make_pass(event=event, by=anna)
    own = open_as(anna, f"/me/events/{event.pk}/pass/").page
    shot = Image.open(io.BytesIO(own.locator(".pass-drawing").screenshot()))
    (found,) = [code.text for code in zxingcpp.read_barcodes(shot)]
    assert re.fullmatch(rf"{site}/events/{event.pk}/door/\?code=[A-Z]{{8}}", found)
    page = open_as(lea, door(event)).page
    assert page.get_by_role("button", name="Read with the camera").is_hidden()
    page.context.add_init_script(f"({CAMERA})([{found!r}])")
    page.reload()
    tap(page, "Read with the camera")
    says(page, "Checked in.")
    tap(page, "Read with the camera")
    row = Attendance.objects.get(event=event)
    assert (row.person, row.method) == (anna, "pass")
    assert "Anna Hidden" not in page.content()


def test_the_code_on_a_pass_is_read_at_night_as_by_day(open_as, event, lea, site, settings):
    settings.SITE_URL = site
    make_pass(event=event, by=lea)
    for theme in ("light", "dark"):
        page = open_as(lea, f"/me/events/{event.pk}/pass/", theme=theme, width=320).page
        picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
        assert len(zxingcpp.read_barcodes(picture)) == 1, theme
