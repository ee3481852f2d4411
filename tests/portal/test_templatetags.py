import re

import pytest
from django.template import Context, Template
from django.utils import translation

from content.weave import band

PLACES = "{% load portal %}{% places %} groups {% endplaces %}"


class Someone:
    def __init__(self, *, signed_in):
        self.is_authenticated = signed_in


def drawn(source, **context):
    return Template("{% load portal %}" + source).render(Context(context))


def words(html):
    return re.findall(r"<span>([^<]+)</span>", html)


def test_an_icon_beside_words_is_hidden():
    html = drawn('{% icon "check" %}')
    assert html == (
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M20 6 9 17l-5-5"/></svg>'
    )


def test_an_icon_alone_has_a_name_which_is_escaped():
    html = drawn('{% icon "check" label=words %}', words="<Done>")
    assert html.startswith(
        '<svg class="icon" viewBox="0 0 24 24" role="img"><title>&lt;Done&gt;</title>'
    )


def test_refuses_an_icon_that_is_not_here():
    with pytest.raises(FileNotFoundError):
        drawn('{% icon "no-such-icon" %}')


def test_weave_draws_the_band_of_the_slug():
    assert drawn("{% weave slug 30 %}", slug="kpac") == band("kpac", 30).svg


def test_a_visitor_is_offered_the_door():
    html = drawn(PLACES, user=Someone(signed_in=False))
    assert words(html) == ["Home", "Groups", "Events", "Sign in"]


def test_an_employee_has_a_place_of_their_own():
    html = drawn(PLACES, user=Someone(signed_in=True))
    assert words(html) == ["Home", "Groups", "Events", "Me"]


def test_the_places_work_where_nobody_is_known():
    assert words(drawn(PLACES))[-1] == "Sign in"


def test_only_the_place_of_the_page_is_current():
    html = drawn(PLACES, user=Someone(signed_in=True))
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', html) == ["/groups/"]


def test_the_places_are_in_the_language_of_each_reader():
    assert words(drawn(PLACES))[0] == "Home"
    with translation.override("fr"):
        assert words(drawn(PLACES))[0] == "Accueil"


def test_a_static_file_without_a_manifest_entry_still_has_an_address(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.staticfiles.PortalStaticFilesStorage"},
    }
    assert drawn('{% asset "css/portal.css" %}') == "/static/css/portal.css"
