import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from notices.mails import Composer
from portal.demo import mailbox
from tests import factories
from tests.notices.letters import a_mailbox, a_notice

pytestmark = pytest.mark.django_db

ADDRESS = "member@demo.example"


@pytest.fixture(autouse=True)
def demonstration(settings, tmp_path):
    settings.DEMO = True
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.EMAIL_BACKEND = "portal.demo.mailbox.Mailboxes"


@pytest.fixture
def member(client):
    person = factories.person(email=ADDRESS)
    client.force_login(person)
    return person


@pytest.fixture
def sent(member):
    """A mail of ours, and its name."""
    notice = a_notice(person=member)
    Composer().message(notice, a_mailbox(member)).send()
    return mailbox.kept(ADDRESS)[0]


def files(tmp_path):
    return [path for path in Path(tmp_path).rglob("*") if path.is_file()]


def test_keeps_what_the_people_of_the_demonstration_would_get(sent):
    assert (sent.subject, sent.mail["To"]) == ("Rainbow supper on Friday", ADDRESS)
    assert "See it in the portal" in sent.text
    assert "<h1" in sent.html


def test_throws_all_other_mail_away_and_sends_none(tmp_path):
    message = EmailMultiAlternatives("Subject", "Text", to=["a@example.com"])
    message.send()
    assert mail.get_connection().send_messages([message]) == 1
    assert files(tmp_path) == []


def test_a_demonstration_sends_nothing_whatever_mail_server_is_named(tmp_path):
    import os
    import subprocess
    import sys

    said = subprocess.run(
        [sys.executable, "-c", "import config.mail as m; print(m.EMAIL_BACKEND)"],
        env=os.environ | {"DEMO": "1", "EMAIL_URL": "smtp://mail.example:25"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "portal.demo.mailbox.Mailboxes"


def test_keeps_a_hundred_the_newest_first():
    names = [mailbox.keep(ADDRESS, b"Subject: %d\n\nText" % number) for number in range(102)]
    kept = mailbox.kept(ADDRESS)
    assert [one.name for one in kept] == names[:1:-1]
    assert kept[0].subject == "101"


def test_each_reads_their_own_alone(client, sent):
    assert sent.subject in client.get("/demo/mail/").content.decode()
    assert client.get(f"/demo/mail/{sent.name}/").status_code == 200

    client.force_login(factories.person(email="lead@demo.example"))

    assert "No mails yet" in client.get("/demo/mail/").content.decode()
    assert client.get(f"/demo/mail/{sent.name}/").status_code == 404
    assert client.get(f"/demo/mail/{sent.name}/html/").status_code == 404


@pytest.mark.parametrize("email", ["other@demo.example", "member@example.com", None])
def test_whoever_is_not_of_the_demonstration_has_no_mail(client, sent, email):
    client.force_login(factories.person(email=email))
    assert "No mails yet" in client.get("/demo/mail/").content.decode()
    assert client.get(f"/demo/mail/{sent.name}/").status_code == 404


@pytest.mark.parametrize("path", ["", "{name}/", "{name}/html/"])
def test_there_is_no_such_page_elsewhere(client, sent, settings, path):
    address = f"/demo/mail/{path.format(name=sent.name)}"
    assert client.get(address).status_code == 200
    settings.DEMO = False
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["nothing", "1-2", "9" * 20 + "-00000000"])
def test_a_name_that_is_none_is_missing(client, sent, name):
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_a_mail_is_shown_with_its_envelope_and_both_parts(client, sent):
    response = client.get(f"/demo/mail/{sent.name}/")
    page = response.content.decode()
    assert "<td>BRG Portal &lt;portal@localhost&gt;</td>" in page
    assert f"<td>{ADDRESS}</td>" in page
    assert f'src="/demo/mail/{sent.name}/html/" sandbox="allow-top-navigation' in page
    assert "Rainbow supper on Friday\n\nWe **eat** together." in page
    assert "frame-src 'self'" in response["Content-Security-Policy"]


def test_the_html_may_show_itself_and_nothing_else(client, sent):
    response = client.get(f"/demo/mail/{sent.name}/html/")
    style = re.search(r"<style>(.*)</style>", response.content.decode(), re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert response["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation"
    )
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_every_page_of_a_demonstration_leads_to_its_mail(client, settings):
    link = '<a href="/demo/mail/">'
    assert link in client.get("/").content.decode()
    settings.DEMO = False
    assert link not in client.get("/").content.decode()
