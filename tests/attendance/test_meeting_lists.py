"""Lists of meeting tools: each in the shape in which the tool saves it, and none that harms."""

import pytest

from attendance.meeting_lists import Unreadable, read

TEAMS = """1. Summary\r
Meeting title\tSupper together\r
Attended participants\t3\r
Start time\t11/20/26, 6:00:01 PM\r
\r
2. Participants\r
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\r
Anna Lee\t6:00:05 PM\t7:00:00 PM\t59m\tAnna.Lee@example.com\tanna@example.com\tOrganizer\r
"Núñez, José"\t11/20/26, 6:01:00 PM\t11/20/26, 7:00:00 PM\t59m\t\tjose@example.com\tPresenter\r
Guest (Unverified)\t11/20/26, 6:02:00 PM\t11/20/26, 7:00:00 PM\t58m\t\t\tAttendee\r
\r
3. In-Meeting Activities\r
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\r
Anna Lee\t11/20/26, 6:00:05 PM\t11/20/26, 6:30:00 PM\t30m\tanna.lee@example.com\tOrganizer\r
Anna Lee\t11/20/26, 6:31:00 PM\t11/20/26, 7:00:00 PM\t29m\tanna.lee@example.com\tOrganizer\r
Guest (Unverified)\t11/20/26, 6:02:00 PM\t11/20/26, 7:00:00 PM\t58m\t\tAttendee\r
"""
TEAMS_OLD = """Full Name\tUser Action\tTimestamp
Anna Lee\tJoined\t11/20/2026, 6:00:05 PM
Anna Lee\tLeft\t11/20/2026, 6:10:05 PM
José Núñez\tJoined\t11/20/2026, 6:01:00 PM
"""
ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
852 1848 6288,Supper,11/20/2026 06:00:00 PM,11/20/2026 07:00:00 PM,host@example.com,60,4

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Anna Lee,anna.lee@example.com,11/20/2026 06:00:00 PM,11/20/2026 06:20:00 PM,20,No
Anna Lee,ANNA.LEE@example.com,11/20/2026 06:25:00 PM,11/20/2026 07:00:00 PM,35,No
"Núñez, José",jose@example.com,11/20/2026 06:00:00 PM,11/20/2026 07:00:00 PM,60,No
Galaxy S24,,11/20/2026 06:00:00 PM,11/20/2026 07:00:00 PM,60,Yes
"""
ZOOM_WEBINAR = """Attendee Report
Host Details
Attended,User Name (Original Name),Email,Join Time,Leave Time
Yes,Anna Lee,anna.lee@example.com,"Nov 20, 2026 18:00:00","Nov 20, 2026 19:00:00"

Attendee Details
Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Join Time
Yes,José Núñez,José,Núñez,jose@example.com,"Nov 1, 2026","Nov 20, 2026 18:00:00"
No,Stay Away,Stay,Away,away@example.com,"Nov 1, 2026",--
Yes,Phone,,,,,"Nov 20, 2026 18:00:00"
"""
WEBEX = """Meeting Name\tName\tAttendee Email\tJoin Time\tLeave Time\tAttendance Duration
Supper\tAnna Lee\tanna.lee@example.com\t2026-11-20 18:00\t2026-11-20 19:00\t60 mins
Supper\tJosé Núñez\tjose@example.com\t2026-11-20 18:00\t2026-11-20 19:00\t60 mins
Supper\tCall-in User_1\t\t2026-11-20 18:00\t2026-11-20 19:00\t60 mins
"""
MEET = """First name;Last name;Email;Duration;Time joined;Time exited
Anna;Lee;anna.lee@example.com;60 min;18:00;19:00
José;Núñez;jose@example.com;60 min;18:00;19:00
Otto;;;60 min;18:00;19:00
"""
PLAIN = "Email\nanna.lee@example.com\njose@example.com\n"
BOTH = {"anna.lee@example.com", "jose@example.com"}


@pytest.mark.parametrize(
    ("text", "unnamed"),
    [(TEAMS, 1), (ZOOM, 1), (ZOOM_WEBINAR, 1), (WEBEX, 1), (MEET, 1), (PLAIN, 0)],
    ids=["teams", "zoom", "webinar", "webex", "meet", "plain"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_everybody_who_was_there_counts_once(text, unnamed, encoding):
    listed = read(text.encode(encoding))
    assert (listed.emails, listed.unnamed) == (BOTH, unnamed)
    assert listed.total == 2 + unnamed


def test_a_list_without_e_mails_counts_names_once():
    listed = read(TEAMS_OLD.encode("utf-16"))
    assert (listed.emails, listed.unnamed) == (set(), 2)


def test_whoever_comes_back_by_phone_counts_once():
    rows = "Name,Email,Join Time\nAnna,anna@example.com,18:00\nAnna,,18:30\n"
    assert read(rows.encode()).total == 1


def test_names_with_commas_tabs_and_quotes_are_one_cell():
    rows = 'Name,Email,Join Time\n"Lee, ""A""\tB",a@example.com,18:00\n'
    assert read(rows.encode()).emails == {"a@example.com"}


HARMFUL = [
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "＝1+1",
    "+1",
    "-1",
    "{{ 7*7 }}",
    "<script>",
    "\0",
    "'=1",
]


@pytest.mark.parametrize("cell", HARMFUL)
def test_a_formula_is_a_name_and_no_e_mail(cell):
    rows = f'Name,Email,Join Time\n"{cell}","{cell}",18:00\n'
    try:
        listed = read(rows.encode())
    except Unreadable:
        # Nothing is left of a row of NUL.
        assert cell == "\0"
        return
    assert (listed.emails, listed.unnamed) == (set(), 1)


NO_LISTS = {
    "empty": b"",
    "blank": b"\n\n ,, \n",
    "no headings": b"Anna,anna@example.com\n",
    "headings alone": b"Name,Email,Join Time\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
    "a long line": b"Name,Email,Join Time\n" + b"x" * 200_000 + b",y,18:00\n",
    "NUL": b"\0" * 10_000,
    "half of UTF-16": "Name,Email\nAnna,a@example.com".encode("utf-16")[:-1][:9],
    "a quote without an end": b'Name,Email,Join Time\n"Anna,a@example.com',
    "too large": b"Name,Email,Join Time\n" + b"Anna,a@example.com,18:00\n" * 50_000,
    "too many": b"Email\n" + b"".join(b"p%d@example.com\n" % n for n in range(5_001)),
}


@pytest.mark.parametrize("kind", NO_LISTS)
def test_what_is_no_list_is_refused_with_a_sentence_or_read(kind):
    try:
        listed = read(NO_LISTS[kind])
    except Unreadable as unreadable:
        assert str(unreadable).endswith(".")
    else:
        assert kind in ("a quote without an end", "a long line")
        assert listed.total == 1


def test_five_thousand_are_taken():
    listed = read(b"Email\n" + b"".join(b"p%d@example.com\n" % n for n in range(5_000)))
    assert listed.total == 5_000
