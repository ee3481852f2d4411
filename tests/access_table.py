"""Who may open what, and who may change what: one line for each address.

An address, in brackets the form that is sent (see FORMS), after the arrow where a redirect leads
(the name of a route), then what each of nine roles is answered, in this order:

  visitor; deactivated, though still signed in; employee; member of the group `kin`; hidden member
  of it, seen by nobody; lead of it; lead of the group `other`; curator; superuser

Both leads have just confirmed their sign-in, so that what they are asked to confirm stands open.

A number is the status. `302` and `307` lead to the first route after the arrow, `302+` to the
second one. `login` is a redirect to sign in, which then leads back. In braces stands what
`World.names` holds in `roles.py`; the groups are described there too: the slugs say the state of each.
"""

# ruff: noqa: E501

import datetime as dt
import re

from django.utils import timezone

in_a_month = (timezone.now() + dt.timedelta(days=30)).date().isoformat()
in_a_year = (timezone.now() + dt.timedelta(days=365)).date().isoformat()
# Somebody whom leads offer posts to: an employee who belongs nowhere.
ASKED = f"{'asked':0<22}"
# Who reads what people need in order to take part.
CONTACT = f"{'contact':0<22}"
TERM = {"person": ASKED, "starts": str(timezone.now().date()), "ends": in_a_month}

FORMS = {
    "": {},
    "leads": {"visibility": "leads"},
    "only-me": {"visibility": "only_me"},
    "world": {"visibility": "world"},
    "name": {"preferred_name": "Anna"},
    "entry": {"name": "New", "slug": "new", "position": "1"},
    "region": {"name": "New", "slug": "new", "time_zone": "America/Denver"},
    "delete": {"action": "delete_selected", "_selected_action": "1", "post": "yes"},
    "yes": {"post": "yes"},
    "propose": {"name": "New", "region": "colorado", "purpose": "For all.", "why_here": "Many."},
    "page": {"name": "Kin of all", "purpose": "For all.", "hue": "200", "version": "1"},
    "version-one": {"version": "1"},
    "approve": {"act": "approve", "version": "1"},
    "return-texts": {"act": "return", "version": "1", "note": "Shorter."},
    "chapter": {"name": "Denver", "version": "1"},
    "support": {"act": "support", "version": "1"},
    "changes": {"act": "return", "note": "Which city?", "version": "1"},
    "reason": {"reason": "They asked for it."},
    "make-feed": {"act": "make"},
    "feed-titles": {"act": "titles", "full_titles": "on"},
    "end-feed": {"act": "end"},
    "no-tick": {"was_asked": "True"},
    "at-once": {"seat_me": "yes"},
    "need": {"text": "Captions, please.", "contact": CONTACT},
    "take-back": {"act": "take-back"},
    "one-click": {"List-Unsubscribe": "One-Click"},
    "ask": TERM | {"role": "treasurer"},
    "ask-after": TERM | {"until": str(timezone.now().date() + dt.timedelta(days=20))},
    "accept": {"act": "accept", "visibility": "leads"},
    "accept-unseen": {"act": "accept"},
    "invite": {"invite": "other"},
    "withdraw": {"withdraw": "kin"},
    "leave-host": {"act": "leave"},
    "decline": {"act": "decline"},
    "resign": {"act": "resign"},
    "question": {"subject": "Rides", "text": "Who drives?", "name": "without"},
    "say": {"act": "say", "text": "And on Sunday?"},
    "answer": {"act": "answer", "text": "Come on Friday."},
    "close": {"act": "close"},
    "news": {
        **{"title": "New", "body": "Words.", "audience": "members", "told": "members"},
        "version": "1",
    },
    "event": {
        **{"title": "New", "starts_date": in_a_month, "starts_time": "18:00", "ends_time": "19:00"},
        **{"time_zone": "America/Denver", "format": "in_person", "venue": "Room 1"},
        **{"pillar": "career", "audience": "employees", "language": "en", "version": "1"},
    },
    "all-dates": {
        **{"title": "New", "starts_date": in_a_month, "starts_time": "18:00", "ends_time": "19:00"},
        **{"time_zone": "America/Denver", "format": "in_person", "venue": "Room 1"},
        **{"pillar": "career", "audience": "employees", "language": "en", "version": "1"},
        "scope": "all",
    },
    "repeat": {"rule": "weekly", "last": in_a_month, "seen": f"weekly {in_a_month}", "make": "yes"},
    "sitting": {"rows_shown": "1", "day_0": in_a_month, "time_0": "07:30"},
    "more-dates": {"last": in_a_year, "seen": in_a_year, "make": "yes"},
    "approved-first": {"approved_first": "on"},
    "door-member": {"act": f"check-in {'nobody':0<22}", "key": "one"},
    "door-undo": {"act": f"undo {'nobody':0<22}"},
    "door-pass": {"act": "check-in", "code": "bcdf ghjk"},
    "door-no-pass": {"act": "check-in", "code": "ZZZZ ZZZZ"},
    "door-guest": {"act": "guest", "name": "Otto", "key": "two"},
    "ask-to-help": {"act": "add", "person": ASKED},
    "guests-welcome": {"act": "rules", "guests_welcome": "on"},
    "count-list": {"act": "keep", "list": "nothing"},
    "remove": {"remove": "nothing"},
    "feedback": {"stars": "4", "score": "9", "text": "Warm."},
    "send": {"when": "soon", "clock": "organization", "version": "1"},
    "resource": {
        **{"title": "Guide", "url": "https://example.com/", "audience": "members"},
        **{"owner": "Secretary", "version": "1", "review_date": in_a_month},
    },
}

READING = """
#                                                                        visit deact empl  memb  hidd  lead  other curat super
# For everybody
/                                                                        200   200   200   200   200   200   200   200   200
/groups/                                                                 200   200   200   200   200   200   200   200   200
/groups/?q=kin&focus=culture&region=colorado&sort=size                   200   200   200   200   200   200   200   200   200
/groups/?after=kin                                                       200   200   200   200   200   200   200   200   200

# A group in each state; whatever is not the viewer’s to see is 404
/groups/kin/                                                             200   200   200   200   200   200   200   200   200
/groups/kin-before/ -> group                                             307   307   307   307   307   307   307   307   307
/groups/draft/                                                           404   404   404   404   404   404   404   404   404
/groups/paused/                                                          404   404   404   200   200   200   404   404   404
/groups/archived/                                                        404   404   404   404   404   404   404   404   404
/groups/nothing/                                                         404   404   404   404   404   404   404   404   404
/groups/kin/join/ -> group                                               login login 200   302   302   302   200   200   200
/groups/kin-before/join/ -> group-join                                   login login 307   307   307   307   307   307   307
/groups/draft/join/                                                      login login 404   404   404   404   404   404   404
/groups/paused/join/ -> group                                            login login 404   302   302   302   404   404   404
/groups/archived/join/                                                   login login 404   404   404   404   404   404   404
/groups/nothing/join/                                                    login login 404   404   404   404   404   404   404
/groups/kin/visibility/ -> group                                         login login 302   200   200   200   302   302   302
/groups/kin-before/visibility/ -> group-visibility                       login login 307   307   307   307   307   307   307
/groups/draft/visibility/                                                login login 404   404   404   404   404   404   404
/groups/paused/visibility/                                               login login 404   200   200   200   404   404   404
/groups/archived/visibility/                                             login login 404   200   200   200   404   404   404
/groups/nothing/visibility/                                              login login 404   404   404   404   404   404   404
/groups/kin/leave/ -> group                                              login login 302   200   200   200   302   302   302
/groups/kin-before/leave/ -> group-leave                                 login login 307   307   307   307   307   307   307
/groups/draft/leave/                                                     login login 404   404   404   404   404   404   404
/groups/paused/leave/                                                    login login 404   200   200   200   404   404   404
/groups/archived/leave/                                                  login login 404   200   200   200   404   404   404
/groups/nothing/leave/                                                   login login 404   404   404   404   404   404   404
/groups/kin/members/                                                     login login 200   200   200   200   200   200   200
/groups/kin/members/?after={person}                                      login login 200   200   200   200   200   200   200
/groups/kin-before/members/ -> group-members                             login login 307   307   307   307   307   307   307
/groups/draft/members/                                                   login login 404   404   404   404   404   404   404
/groups/paused/members/                                                  login login 404   200   200   200   404   404   404
/groups/archived/members/                                                login login 404   404   404   404   404   404   404
/groups/nothing/members/                                                 login login 404   404   404   404   404   404   404

# Members in a group's workspace; the list as a file, and removing somebody, ask to confirm the sign-in first
/manage/kin/members/                                                     login login 404   404   404   200   404   404   404
/manage/kin/members/?q=anna&region=colorado&chapter=denver&after={person} login login 404   404   404   200   404   404   404
/manage/kin-before/members/ -> manage-members                            login login 404   404   404   307   404   404   404
/manage/draft/members/                                                   login login 404   404   404   404   404   404   404
/manage/paused/members/                                                  login login 404   404   404   200   404   404   404
/manage/archived/members/                                                login login 404   404   404   404   404   404   404
/manage/other/members/                                                   login login 404   404   404   404   200   404   404
/manage/kin/members/export/                                              login login 404   404   404   200   404   404   404
/manage/other/members/export/                                            login login 404   404   404   404   200   404   404
/manage/nothing/members/export/                                          login login 404   404   404   404   404   404   404
/manage/kin/members/{person}/remove/                                     login login 404   404   404   200   404   404   404
/manage/kin/members/{nobody}/remove/                                     login login 404   404   404   404   404   404   404
/manage/other/members/{person}/remove/                                   login login 404   404   404   404   404   404   404

# For everybody
/events/                                                                 200   200   200   200   200   200   200   200   200
/events/?q=kin&group=kin&chapter=denver&region=colorado&format=online&pillar=career&seats=free&when=day&from=2026-01-01&to=2099-12-31&after={event_public} 200   200   200   200   200   200   200   200   200
/events/calendar/                                                        200   200   200   200   200   200   200   200   200
/events/calendar/?month=2026-12&group=~own&seats=free                    200   200   200   200   200   200   200   200   200
/concerns/                                                               200   200   200   200   200   200   200   200   200

# An event in each state; whatever is not the viewer’s to see does not exist
/events/{event_public}-for-all/                                          200   200   200   200   200   200   200   200   200
/events/{event_public}-another-title/ -> event                           302   302   302   302   302   302   302   302   302
/events/{event_public}/ -> event                                         302   302   302   302   302   302   302   302   302
/events/{event_employees}-for-employees/                                 login login 200   200   200   200   200   200   200
/events/{event_employees}-another-title/ -> event                        login login 302   302   302   302   302   302   302
/events/{event_employees}/ -> event                                      login login 302   302   302   302   302   302   302
/events/{event_members}-for-members/                                     login login 200   200   200   200   200   200   200
/events/{event_cohosted}-together/                                       login login 200   200   200   200   200   200   200
/events/{event_cohosted}-together/guests/ -> event                       login login 302   200   200   200   200   302   302
/events/{event_cancelled}-not-on/                                        login login 200   200   200   200   200   200   200
/events/{event_full}-full/                                               login login 200   200   200   200   200   200   200
/events/{event_offered}-offered/                                         login login 200   200   200   200   200   200   200
/events/{event_of_denver}-for-denver/                                    login login 200   200   200   200   200   200   200
/events/{event_again}-once-more/                                         login login 404   200   404   404   404   404   404
/events/{event_again}/ -> event                                          login login 404   302   404   404   404   404   404
/events/{event_paused}-for-all/                                          login login 404   200   200   200   404   404   404
/events/{event_archived}-for-all/                                        login login 404   404   404   404   404   404   404
/events/{event_draft}-not-yet/                                           login login 404   404   404   404   404   404   404
/events/{event_draft}/                                                   login login 404   404   404   404   404   404   404
/events/{event_submitted}-to-approve/                                    login login 404   404   404   404   404   404   404
/events/{nothing}-for-all/                                               login login 404   404   404   404   404   404   404
/events/{nothing}/                                                       login login 404   404   404   404   404   404   404

# A series as an event: hidden and absent are alike
/events/series/{series_sittings}-several-times/                          200   200   200   200   200   200   200   200   200
/events/series/{series_sittings}/ -> series                              302   302   302   302   302   302   302   302   302
/events/series/{series_dates}-every-week/                                login login 200   200   200   200   200   200   200
/events/series/{series_dates}-another-title/ -> series                   login login 302   302   302   302   302   302   302
/events/series/{series_dates}/ -> series                                 login login 302   302   302   302   302   302   302
/events/series/{series_members}-for-members-every-week/                  login login 200   200   200   200   200   200   200
/events/series/{series_drafts}-not-yet-every-week/                       login login 404   404   404   404   404   404   404
/events/series/{series_drafts}/                                          login login 404   404   404   404   404   404   404
/events/series/{nothing}-every-week/                                     login login 404   404   404   404   404   404   404
/events/series/{nothing}/                                                login login 404   404   404   404   404   404   404
/events/{event_first_of_dates}-every-week/                               login login 200   200   200   200   200   200   200
/events/{event_first_of_dates}-every-week/guests/                        login login 200   200   200   200   200   200   200
/events/{event_first_of_sittings}-several-times/                         200   200   200   200   200   200   200   200   200
# Signing up for a series, and leaving it
/events/series/{series_dates}-every-week/rsvp/ -> series                 login login 302   302   302   302   302   302   302
/events/series/{series_drafts}-not-yet-every-week/rsvp/                  login login 404   404   404   404   404   404   404
/events/series/{nothing}-every-week/rsvp/                                login login 404   404   404   404   404   404   404
/events/series/{series_dates}-every-week/cancel/ -> series               login login 302   200   200   302   302   302   302
/events/series/{series_drafts}-not-yet-every-week/cancel/                login login 404   404   404   404   404   404   404
/events/series/{nothing}-every-week/cancel/                              login login 404   404   404   404   404   404   404

# Calendars: one event as a file, for whom it is for; feeds, which do not ask who is signed in
/events/{event_public}-for-all/event.ics                                 200   200   200   200   200   200   200   200   200
/events/{event_public}-another-title/event.ics?titles=full               200   200   200   200   200   200   200   200   200
/events/{event_employees}-for-employees/event.ics                        login login 200   200   200   200   200   200   200
/events/{event_members}-for-members/event.ics                            login login 404   200   200   200   404   404   404
/events/{event_cohosted}-together/event.ics                              login login 404   200   200   200   200   404   404
/events/{event_again}-once-more/event.ics                                login login 404   200   404   404   404   404   404
/events/{event_paused}-for-all/event.ics                                 login login 404   200   200   200   404   404   404
/events/{event_draft}-not-yet/event.ics                                  login login 404   404   404   404   404   404   404
/events/{nothing}-for-all/event.ics                                      login login 404   404   404   404   404   404   404
/events/series/{series_sittings}-several-times/series.ics                200   200   200   200   200   200   200   200   200
/events/series/{series_sittings}-another-title/series.ics?titles=full    200   200   200   200   200   200   200   200   200
/events/series/{series_dates}-every-week/series.ics                      login login 200   200   200   200   200   200   200
/events/series/{series_members}-for-members-every-week/series.ics        login login 200   200   200   200   200   200   200
/events/series/{series_drafts}-not-yet-every-week/series.ics             login login 404   404   404   404   404   404   404
/events/series/{nothing}-every-week/series.ics                           login login 404   404   404   404   404   404   404
/calendar/{feed}.ics                                                     200   200   200   200   200   200   200   200   200
/calendar/{nobody}.ics                                                   404   404   404   404   404   404   404   404   404
/calendar/x.ics                                                          404   404   404   404   404   404   404   404   404
/groups/kin/events.ics                                                   200   200   200   200   200   200   200   200   200
/groups/kin-before/events.ics -> group-events-ics                        307   307   307   307   307   307   307   307   307
/groups/draft/events.ics                                                 404   404   404   404   404   404   404   404   404
/groups/paused/events.ics                                                404   404   404   404   404   404   404   404   404
/groups/nothing/events.ics                                               404   404   404   404   404   404   404   404   404
/groups/kin/chapters/denver/events.ics                                   200   200   200   200   200   200   200   200   200
/groups/kin/chapters/nothing/events.ics                                  404   404   404   404   404   404   404   404   404
/groups/paused/chapters/denver/events.ics                                404   404   404   404   404   404   404   404   404
/me/events/calendar/                                                     login login 200   200   200   200   200   200   200

# Posters, for whom the event is open to
/events/{event_public}-for-all/poster.svg                                200   200   200   200   200   200   200   200   200
/events/{event_public}-another-title/poster.svg?paper=letter             200   200   200   200   200   200   200   200   200
/events/{event_public}-for-all/poster.pdf?paper=a4                       200   200   200   200   200   200   200   200   200
/events/{event_employees}-for-employees/poster.svg                       login login 200   200   200   200   200   200   200
/events/{event_members}-for-members/poster.svg                           login login 404   200   200   200   404   404   404
/events/{event_members}-for-members/poster.pdf                           login login 404   200   200   200   404   404   404
/events/{event_paused}-for-all/poster.svg                                login login 404   200   200   200   404   404   404
/events/{event_draft}-not-yet/poster.svg                                 login login 404   404   404   404   404   404   404
/events/{event_draft}-not-yet/poster.pdf                                 login login 404   404   404   404   404   404   404
/events/{nothing}-for-all/poster.svg                                     login login 404   404   404   404   404   404   404

# Answers to an event: acts lead to the event; the guest list, and what somebody needs to take part
/events/{event_employees}-for-employees/rsvp/ -> event                   login login 302   302   302   302   302   302   302
/events/{event_members}-for-members/rsvp/ -> event                       login login 302   302   302   302   302   302   302
/events/{event_draft}-not-yet/rsvp/                                      login login 404   404   404   404   404   404   404
/events/{nothing}-for-all/rsvp/                                          login login 404   404   404   404   404   404   404
/events/{event_full}-full/cancel/ -> event                               login login 200   200   200   302   302   302   302
/events/{event_again}-once-more/cancel/                                  login login 404   200   404   404   404   404   404
/events/{event_draft}-not-yet/cancel/                                    login login 404   404   404   404   404   404   404
/events/{nothing}-full/cancel/                                           login login 404   404   404   404   404   404   404
/events/{event_offered}-offered/accept/ -> event                         login login 302   302   302   302   302   302   302
/events/{event_draft}-not-yet/accept/                                    login login 404   404   404   404   404   404   404
/events/{event_full}-full/seat-me/ -> event                              login login 302   302   302   302   302   302   302
/events/{event_draft}-not-yet/seat-me/                                   login login 404   404   404   404   404   404   404
/events/{event_employees}-for-employees/guests/                          login login 200   200   200   200   200   200   200
/events/{event_employees}-for-employees/guests/?after={person}           login login 200   200   200   200   200   200   200
/events/{event_members}-for-members/guests/ -> event                     login login 302   200   200   200   302   302   302
/events/{event_cancelled}-not-on/guests/ -> event                        login login 302   302   302   302   302   302   302
/events/{event_paused}-for-all/guests/                                   login login 404   200   200   200   404   404   404
/events/{event_draft}-not-yet/guests/                                    login login 404   404   404   404   404   404   404
/events/{nothing}-for-all/guests/                                        login login 404   404   404   404   404   404   404
/events/{event_employees}-for-employees/accessibility/                   login login 200   200   200   200   200   200   200
/events/{event_public}-for-all/accessibility/                            login login 200   200   200   200   200   200   200
/events/{event_members}-for-members/accessibility/ -> event              login login 302   200   200   200   302   302   302
/events/{event_draft}-not-yet/accessibility/                             login login 404   404   404   404   404   404   404
/events/{nothing}-for-all/accessibility/                                 login login 404   404   404   404   404   404   404
/me/events/                                                              login login 200   200   200   200   200   200   200
/me/events/?show=past&after={event_full}                                 login login 200   200   200   200   200   200   200
/me/events/{event_employees}/requests/                                   login login 404   404   404   200   404   404   404
/me/events/{event_public}/requests/                                      login login 404   404   404   404   404   404   404
/me/events/{event_draft}/requests/                                       login login 404   404   404   404   404   404   404
/me/events/{nothing}/requests/                                           login login 404   404   404   404   404   404   404

# The door of an event, for those who look after it; passes; helpers and lists, for leads
/events/{event_door}-at-the-door/door/                                   login login 404   404   404   200   404   404   404
/events/{event_door}-another-title/door/?q=anna&code=BCDFGHJK&after={person} login login 404   404   404   200   404   404   404
/events/{event_public}-for-all/door/                                     login login 404   404   404   200   404   404   404
/events/{event_cancelled}-not-on/door/                                   login login 404   404   404   200   404   404   404
/events/{event_cohosted}-together/door/                                  login login 404   404   404   200   200   404   404
/events/{event_of_denver}-for-denver/door/                               login login 404   404   404   200   404   404   404
/events/{event_paused}-for-all/door/                                     login login 404   404   404   200   404   404   404
/events/{event_archived}-for-all/door/                                   login login 404   404   404   404   404   404   404
/events/{event_draft}-not-yet/door/                                      login login 404   404   404   404   404   404   404
/events/{nothing}-for-all/door/                                          login login 404   404   404   404   404   404   404
/events/{event_door}/door/?code=BCDFGHJK -> me-event-pass event-door     login login 302   302   302   302+  302   302   302
/events/{event_members}/door/ -> me-event-pass event-door                login login 404   302   302   302+  404   404   404
/events/{event_draft}/door/                                              login login 404   404   404   404   404   404   404
/events/{nothing}/door/                                                  login login 404   404   404   404   404   404   404
/me/events/{event_door}/pass/                                            login login 200   200   200   200   200   200   200
/me/events/{event_members}/pass/                                         login login 404   200   200   200   404   404   404
/me/events/{event_again}/pass/                                           login login 404   200   404   404   404   404   404
/me/events/{event_draft}/pass/                                           login login 404   404   404   404   404   404   404
/me/events/{nothing}/pass/                                               login login 404   404   404   404   404   404   404
/manage/kin/events/{event_door}/check-in/                                login login 404   404   404   200   404   404   404
/manage/kin/events/{event_door}/check-in/?q=anna&after={person}          login login 404   404   404   200   404   404   404
/manage/kin/events/{event_draft}/check-in/                               login login 404   404   404   200   404   404   404
/manage/kin/events/{nothing}/check-in/                                   login login 404   404   404   404   404   404   404
/manage/other/events/{event_door}/check-in/                              login login 404   404   404   404   404   404   404
/manage/kin/events/{event_door}/helpers/                                 login login 404   404   404   200   404   404   404
/manage/kin/events/{event_door}/helpers/?q=anna                          login login 404   404   404   200   404   404   404
/manage/kin/events/{event_draft}/helpers/ -> manage-event                login login 404   404   404   302   404   404   404
/manage/kin/events/{nothing}/helpers/                                    login login 404   404   404   404   404   404   404
/manage/other/events/{event_door}/helpers/                               login login 404   404   404   404   404   404   404
/manage/kin/events/{event_door}/import/                                  login login 404   404   404   200   404   404   404
/manage/kin/events/{event_draft}/import/                                 login login 404   404   404   200   404   404   404
/manage/kin/events/{nothing}/import/                                     login login 404   404   404   404   404   404   404
/manage/other/events/{event_door}/import/                                login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/check-in/           login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_door}/check-in/                login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/helpers/            login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_door}/helpers/                 login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/import/             login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_door}/import/                  login login 404   404   404   404   404   404   404

# What people thought: the form, or a sentence why there is none; and the totals, for leads
/events/{event_over}-over/feedback/                                      login login 200   200   200   200   200   200   200
/events/{event_over}-another-title/feedback/                             login login 200   200   200   200   200   200   200
/events/{event_over}/feedback/ -> event-feedback                         login login 302   302   302   302   302   302   302
/events/{event_public}-for-all/feedback/                                 login login 200   200   200   200   200   200   200
/events/{event_cancelled}-not-on/feedback/                               login login 200   200   200   200   200   200   200
/events/{event_paused}-for-all/feedback/                                 login login 404   200   200   200   404   404   404
/events/{event_draft}-not-yet/feedback/                                  login login 404   404   404   404   404   404   404
/events/{event_draft}/feedback/                                          login login 404   404   404   404   404   404   404
/events/{nothing}-over/feedback/                                         login login 404   404   404   404   404   404   404
/events/{nothing}/feedback/                                              login login 404   404   404   404   404   404   404
/manage/kin/events/{event_over}/recordings/                              login login 404   404   404   200   404   404   404
/manage/kin/events/{event_public}/recordings/                            login login 404   404   404   200   404   404   404
/manage/kin/events/{nothing}/recordings/                                 login login 404   404   404   404   404   404   404
/manage/other/events/{event_over}/recordings/                            login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/recordings/         login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_over}/recordings/              login login 404   404   404   404   404   404   404
/manage/kin/events/{event_over}/summary/                                 login login 404   404   404   200   404   404   404
/manage/kin/events/{event_counted}/summary/                              login login 404   404   404   200   404   404   404
/manage/kin/events/{event_draft}/summary/                                login login 404   404   404   200   404   404   404
/manage/kin/events/{nothing}/summary/                                    login login 404   404   404   404   404   404   404
/manage/other/events/{event_over}/summary/                               login login 404   404   404   404   404   404   404
/manage/kin-before/events/{event_over}/summary/ -> manage-event-summary  login login 404   404   404   307   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/summary/            login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_over}/summary/                 login login 404   404   404   404   404   404   404
/manage/kin/events/{event_over}/feedback/                                login login 404   404   404   200   404   404   404
/manage/kin/events/{event_over_lately}/feedback/                         login login 404   404   404   200   404   404   404
/manage/kin/events/{event_draft}/feedback/                               login login 404   404   404   200   404   404   404
/manage/kin/events/{nothing}/feedback/                                   login login 404   404   404   404   404   404   404
/manage/other/events/{event_over}/feedback/                              login login 404   404   404   404   404   404   404
/manage/kin-before/events/{event_over}/feedback/ -> manage-event-feedback login login 404   404   404   307   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/feedback/           login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_over}/feedback/                login login 404   404   404   404   404   404   404

# News, by audience; to whoever may not read it, it does not exist
/news/                                                                   200   200   200   200   200   200   200   200   200
/news/?q=kin&group=kin&after={news_public}                               200   200   200   200   200   200   200   200   200
/news/feed/                                                              200   200   200   200   200   200   200   200   200
/groups/kin/news/                                                        200   200   200   200   200   200   200   200   200
/groups/kin/news/?after={news_public}                                    200   200   200   200   200   200   200   200   200
/groups/kin-before/news/ -> group-news                                   307   307   307   307   307   307   307   307   307
/groups/draft/news/                                                      404   404   404   404   404   404   404   404   404
/groups/paused/news/                                                     404   404   404   200   200   200   404   404   404
/groups/archived/news/                                                   404   404   404   404   404   404   404   404   404
/groups/nothing/news/                                                    404   404   404   404   404   404   404   404   404
/groups/kin/news/feed/                                                   200   200   200   200   200   200   200   200   200
/groups/kin-before/news/feed/ -> group-news-feed                         307   307   307   307   307   307   307   307   307
/groups/paused/news/feed/                                                404   404   404   404   404   404   404   404   404
/groups/nothing/news/feed/                                               404   404   404   404   404   404   404   404   404
/news/{news_public}-for-all/                                             200   200   200   200   200   200   200   200   200
/news/{news_public}-another-title/ -> news-item                          302   302   302   302   302   302   302   302   302
/news/{news_public}/ -> news-item                                        302   302   302   302   302   302   302   302   302
/news/{news_employees}-for-employees/                                    login login 200   200   200   200   200   200   200
/news/{news_members}-for-members/                                        login login 404   200   200   200   404   404   404
/news/{news_members}-another-title/ -> news-item                         login login 404   302   302   302   404   404   404
/news/{news_members}/ -> news-item                                       login login 404   302   302   302   404   404   404
/news/{news_denver}-for-denver/                                          login login 404   200   404   404   404   404   404
/news/{news_paused}-for-all/                                             login login 404   200   200   200   404   404   404
/news/{news_archived}-for-all/                                           login login 404   404   404   404   404   404   404
/news/{news_draft}-not-yet/                                              login login 404   404   404   404   404   404   404
/news/{news_draft}/                                                      login login 404   404   404   404   404   404   404
/news/{nothing}-for-all/                                                 login login 404   404   404   404   404   404   404
/news/{nothing}/                                                         login login 404   404   404   404   404   404   404
/media/{news_picture}                                                    404   404   404   200   200   200   404   200   200

# One's own pages
/me/                                                                     login login 200   200   200   200   200   200   200
/me/groups/                                                              login login 200   200   200   200   200   200   200
/me/settings/                                                            login login 200   200   200   200   200   200   200
/me/privacy/                                                             login login 200   200   200   200   200   200   200
/me/privacy/my-data.csv                                                  login login 200   200   200   200   200   200   200
/demo/mail/                                                              login login 404   404   404   404   404   404   404
/demo/mail/1-a/                                                          login login 404   404   404   404   404   404   404
/demo/mail/1-a/html/                                                     login login 404   404   404   404   404   404   404
/me/notices/                                                             login login 200   200   200   200   200   200   200
/me/notices/?show=unread&after={notice}                                  login login 200   200   200   200   200   200   200
/me/notices/{notice}/                                                    login login 404   200   404   404   404   404   404
/me/notices/{discreet_notice}/                                           login login 404   404   200   404   404   404   404
/me/notices/{nobody}/                                                    login login 404   404   404   404   404   404   404
/me/notices/settings/                                                    login login 200   200   200   200   200   200   200
/unsubscribe/{unsubscribe}/                                              200   200   200   200   200   200   200   200   200
/unsubscribe/{nobody}/                                                   200   200   200   200   200   200   200   200   200

# The portal’s mail, as curators see it
/admin/messages/                                                         login login 404   404   404   404   404   200   200

# The workspace: its first and last page
/manage/kin/                                                             login login 404   404   404   200   404   404   404
/manage/kin-before/ -> manage                                            login login 404   404   404   307   404   404   404
/manage/draft/                                                           login login 404   404   404   404   404   404   404
/manage/paused/                                                          login login 404   404   404   200   404   404   404
/manage/archived/                                                        login login 404   404   404   404   404   404   404
/manage/other/                                                           login login 404   404   404   404   200   404   404
/manage/kin/history/                                                     login login 404   404   404   200   404   404   404
/manage/kin/history/?after=1700000000000000                              login login 404   404   404   200   404   404   404
/manage/nothing/history/                                                 login login 404   404   404   404   404   404   404

# Resources
/manage/kin/resources/                                                   login login 404   404   404   200   404   404   404
/manage/kin/resources/?after={resource}                                  login login 404   404   404   200   404   404   404
/manage/kin-before/resources/ -> manage-resources                        login login 404   404   404   307   404   404   404
/manage/other/resources/                                                 login login 404   404   404   404   200   404   404
/manage/nothing/resources/                                               login login 404   404   404   404   404   404   404
/manage/kin/resources/new/                                               login login 404   404   404   200   404   404   404
/manage/kin/resources/{resource}/                                        login login 404   404   404   200   404   404   404
/manage/kin/resources/{nobody}/                                          login login 404   404   404   404   404   404   404
/manage/other/resources/{resource}/                                      login login 404   404   404   404   404   404   404
/manage/kin/resources/{resource}/delete/                                 login login 404   404   404   200   404   404   404
/manage/kin/resources/{nobody}/delete/                                   login login 404   404   404   404   404   404   404
/resources/{public_resource}/ -> https://example.com/guide               302   302   302   302   302   302   302   302   302
/resources/{resource}/ -> https://example.com/guide                      login login 404   302   302   302   404   404   404
/resources/{nobody}/                                                     login login 404   404   404   404   404   404   404

# Officers: of a group, of a chapter (by its own leads or the group’s), and one’s own posts
/manage/kin/officers/                                                    login login 404   404   404   200   404   404   404
/manage/kin-before/officers/ -> manage-officers                          login login 404   404   404   307   404   404   404
/manage/draft/officers/                                                  login login 404   404   404   404   404   404   404
/manage/paused/officers/                                                 login login 404   404   404   200   404   404   404
/manage/archived/officers/                                               login login 404   404   404   404   404   404   404
/manage/other/officers/                                                  login login 404   404   404   404   200   404   404
/manage/nothing/officers/                                                login login 404   404   404   404   404   404   404
/manage/kin/officers/new/                                                login login 404   404   404   200   404   404   404
/manage/kin/officers/new/?q=anna                                         login login 404   404   404   200   404   404   404
/manage/nothing/officers/new/                                            login login 404   404   404   404   404   404   404
/manage/kin/officers/{office}/                                           login login 404   404   404   200   404   404   404
/manage/kin/officers/{own_office}/                                       login login 404   404   404   200   404   404   404
/manage/kin/officers/{offer}/                                            login login 404   404   404   200   404   404   404
/manage/kin/officers/{nothing}/                                          login login 404   404   404   404   404   404   404
/manage/other/officers/{office}/                                         login login 404   404   404   404   404   404   404
/manage/kin/officers/{office}/end/                                       login login 404   404   404   200   404   404   404
/manage/kin/officers/{offer}/end/                                        login login 404   404   404   200   404   404   404
/manage/kin/officers/{nothing}/end/                                      login login 404   404   404   404   404   404   404
/manage/other/officers/{office}/end/                                     login login 404   404   404   404   404   404   404
/manage/kin/officers/{own_office}/hand-over/                             login login 404   404   404   200   404   404   404
/manage/kin/officers/{offer}/hand-over/                                  login login 404   404   404   404   404   404   404
/manage/other/officers/{office}/hand-over/                               login login 404   404   404   404   404   404   404
/manage/kin/officers/{own_office}/deputy/                                login login 404   404   404   200   404   404   404
/manage/kin/officers/{offer}/deputy/                                     login login 404   404   404   404   404   404   404
/manage/other/officers/{office}/deputy/                                  login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/officers/                                    login login 404   404   404   200   404   404   404
/manage/kin-before/chapters/denver/officers/ -> manage-chapter-officers  login login 404   404   404   307   404   404   404
/manage/kin/chapters/quiet/officers/                                     login login 404   404   404   200   404   404   404
/manage/other/chapters/far/officers/                                     login login 404   404   404   404   200   404   404
/manage/kin/chapters/far/officers/                                       login login 404   404   404   404   404   404   404
/manage/kin/chapters/nothing/officers/                                   login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/officers/new/                                login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/officers/new/?q=anna                         login login 404   404   404   200   404   404   404
/manage/kin/chapters/far/officers/new/                                   login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/officers/{chapter_office}/                   login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/officers/{chapter_offer}/                    login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/officers/{nothing}/                          login login 404   404   404   404   404   404   404
/manage/kin/chapters/quiet/officers/{chapter_office}/                    login login 404   404   404   404   404   404   404
/manage/other/chapters/far/officers/{chapter_office}/                    login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/officers/{chapter_office}/end/               login login 404   404   404   200   404   404   404
/manage/other/chapters/far/officers/{chapter_office}/end/                login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/officers/{chapter_office}/hand-over/         login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/officers/{chapter_offer}/hand-over/          login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/officers/{chapter_office}/deputy/            login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/officers/{chapter_offer}/deputy/             login login 404   404   404   404   404   404   404
/me/offices/                                                             login login 200   200   200   200   200   200   200
/me/offices/group/{offer}/                                               login login 200   404   404   404   404   404   404
/me/offices/group/{own_office}/                                          login login 404   404   404   200   404   404   404
/me/offices/group/{own_office}/?act=resign                               login login 404   404   404   200   404   404   404
/me/offices/chapter/{chapter_offer}/                                     login login 404   200   404   404   404   404   404
/me/offices/chapter/{offer}/                                             login login 404   404   404   404   404   404   404
/me/offices/group/{nothing}/                                             login login 404   404   404   404   404   404   404
/me/offices/other/{offer}/                                               login login 404   404   404   404   404   404   404

# Chapters in a group's workspace, and the workspace of one
/manage/kin/chapters/                                                    login login 404   404   404   200   404   404   404
/manage/kin/chapters/?after=denver                                       login login 404   404   404   200   404   404   404
/manage/kin-before/chapters/ -> manage-chapters                          login login 404   404   404   307   404   404   404
/manage/other/chapters/                                                  login login 404   404   404   404   200   404   404
/manage/draft/chapters/                                                  login login 404   404   404   404   404   404   404
/manage/paused/chapters/                                                 login login 404   404   404   200   404   404   404
/manage/archived/chapters/                                               login login 404   404   404   404   404   404   404
/manage/nothing/chapters/                                                login login 404   404   404   404   404   404   404
/manage/kin/chapters/proposals/                                          login login 404   404   404   404   404   404   404
/manage/kin/chapters/proposals/{proposal}/                               login login 404   404   404   200   404   404   404
/manage/kin/chapters/proposals/{nothing}/                                login login 404   404   404   404   404   404   404
/manage/other/chapters/proposals/{proposal}/                             login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/                                             login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/rest/                                        login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/close/                                       login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/members/                                     login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/members/?q=anna                              login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/wake/ -> manage-chapter                      login login 404   404   404   302   404   404   404
/manage/kin/chapters/quiet/                                              login login 404   404   404   200   404   404   404
/manage/kin/chapters/quiet/wake/                                         login login 404   404   404   200   404   404   404
/manage/kin/chapters/quiet/rest/ -> manage-chapter                       login login 404   404   404   302   404   404   404
/manage/kin-before/chapters/denver/ -> manage-chapter                    login login 404   404   404   307   404   404   404
/manage/kin-before/chapters/denver/rest/ -> manage-chapter-rest          login login 404   404   404   307   404   404   404
/manage/other/chapters/far/                                              login login 404   404   404   404   200   404   404
/manage/other/chapters/far/close/                                        login login 404   404   404   404   200   404   404
/manage/other/chapters/far/members/                                      login login 404   404   404   404   200   404   404
/manage/kin/chapters/far/                                                login login 404   404   404   404   404   404   404
/manage/kin/chapters/far/close/                                          login login 404   404   404   404   404   404   404
/manage/kin/chapters/far/members/                                        login login 404   404   404   404   404   404   404
/manage/kin/chapters/nothing/                                            login login 404   404   404   404   404   404   404
/manage/kin/chapters/nothing/members/                                    login login 404   404   404   404   404   404   404

# Pictures
/media/{emblem}                                                          200   200   200   200   200   200   200   200   200
/media/{draft_emblem}                                                    404   404   404   404   404   404   404   200   200
/media/{no_emblem}                                                       404   404   404   404   404   404   404   404   404
/media/{photo}                                                           404   404   200   200   200   200   200   200   200
/media/settings.py                                                       404   404   404   404   404   404   404   404   404

# The ways in
/accounts/login/ -> home                                                 200   200   302   302   302   302   302   302   302
/accounts/logout/ -> home                                                302   302   200   200   200   200   200   200   200
/accounts/inactive/                                                      200   200   200   200   200   200   200   200   200
/accounts/reauthenticate/                                                login login 200   200   200   200   200   200   200
/accounts/confirm/?next=/me/ -> account_reauthenticate me                login login 302   302   302   302+  302+  302   302
/accounts/password/change/                                               login login 200   200   200   200   200   200   200
/accounts/password/reset/                                                200   200   200   200   200   200   200   200   200
/accounts/password/reset/done/                                           200   200   200   200   200   200   200   200   200
/accounts/password/reset/key/{person}/x/                                 200   200   200   200   200   200   200   200   200
/accounts/password/reset/key/done/                                       200   200   200   200   200   200   200   200   200
/accounts/2fa/                                                           login login 200   200   200   200   200   200   200
/accounts/2fa/authenticate/ -> account_login home                        302   302   302+  302+  302+  302+  302+  302+  302+
/accounts/2fa/reauthenticate/ -> account_reauthenticate                  login login 302   302   302   302   302   200   200
/accounts/2fa/totp/on/ -> account_reauthenticate                         login login 302   302   302   200   200   302   302
/accounts/2fa/totp/off/ -> account_reauthenticate                        login login 404   404   404   404   404   302   302
/accounts/2fa/recovery-codes/                                            login login 404   404   404   404   404   404   404
/accounts/2fa/recovery-codes/new/ -> account_reauthenticate              login login 302   302   302   200   200   302   302
/accounts/2fa/recovery-codes/download/                                   login login 404   404   404   404   404   404   404
/accounts/oidc/login/                                                    404   404   404   404   404   404   404   404   404
/accounts/oidc/callback/                                                 404   404   404   404   404   404   404   404   404
/accounts/oidc/cancelled/                                                200   200   200   200   200   200   200   200   200

# Curation
/admin/                                                                  login login 404   404   404   404   404   200   200
/admin/login/ -> admin:index                                             login login 404   404   404   404   404   302   302
/admin/jsi18n/                                                           login login 404   404   404   404   404   404   404
/admin/brgs/membership/                                                  login login 404   404   404   404   404   404   404
/admin/brgs/brg/                                                         login login 404   404   404   404   404   200   200
/admin/brgs/brg/?q=kin&memberships__isnull=0                             login login 404   404   404   404   404   200   200
/admin/brgs/brg/add/                                                     login login 404   404   404   404   404   200   200
/admin/brgs/brg/{kin}/change/                                            login login 404   404   404   404   404   200   200
/admin/brgs/brg/{nothing}/change/                                        login login 404   404   404   404   404   404   404
/admin/brgs/brg/{kin}/history/                                           login login 404   404   404   404   404   200   200
/admin/brgs/brg/{kin}/preview/                                           login login 404   404   404   404   404   200   200
/admin/brgs/brg/{draft}/preview/                                         login login 404   404   404   404   404   200   200
/admin/brgs/brg/{kin}/publish/                                           login login 404   404   404   404   404   200   200
/admin/brgs/brg/{draft}/publish/                                         login login 404   404   404   404   404   200   200
/admin/brgs/brg/{kin}/pause/                                             login login 404   404   404   404   404   200   200
/admin/brgs/brg/{kin}/archive/                                           login login 404   404   404   404   404   200   200
/admin/brgs/brg/{kin}/delete/                                            login login 404   404   404   404   404   404   404
/admin/brgs/focusarea/                                                   login login 404   404   404   404   404   200   200
/admin/brgs/focusarea/add/                                               login login 404   404   404   404   404   200   200
/admin/brgs/focusarea/{focus}/change/                                    login login 404   404   404   404   404   200   200
/admin/brgs/focusarea/{focus}/history/                                   login login 404   404   404   404   404   200   200
/admin/brgs/focusarea/{focus}/delete/                                    login login 404   404   404   404   404   200   200
/admin/brgs/pillar/                                                      login login 404   404   404   404   404   200   200
/admin/brgs/pillar/add/                                                  login login 404   404   404   404   404   200   200
/admin/brgs/pillar/{pillar}/change/                                      login login 404   404   404   404   404   200   200
/admin/brgs/pillar/{pillar}/history/                                     login login 404   404   404   404   404   200   200
/admin/brgs/pillar/{pillar}/delete/                                      login login 404   404   404   404   404   200   200
/admin/accounts/region/                                                  login login 404   404   404   404   404   200   200
/admin/accounts/region/add/                                              login login 404   404   404   404   404   200   200
/admin/accounts/region/{region}/change/                                  login login 404   404   404   404   404   200   200
/admin/accounts/region/{region}/history/                                 login login 404   404   404   404   404   200   200
/admin/accounts/region/{region}/delete/                                  login login 404   404   404   404   404   200   200
/admin/accounts/user/                                                    login login 404   404   404   404   404   200   200
/admin/accounts/user/?q=anna&memberships__isnull=0                       login login 404   404   404   404   404   200   200
/admin/accounts/user/add/                                                login login 404   404   404   404   404   200   200
/admin/accounts/user/{person}/change/                                    login login 404   404   404   404   404   200   200
/admin/accounts/user/{nobody}/change/                                    login login 404   404   404   404   404   404   404
/admin/accounts/user/{staff}/change/                                     login login 404   404   404   404   404   200   200
/admin/accounts/user/{person}/history/                                   login login 404   404   404   404   404   200   200
/admin/accounts/user/{person}/deactivate/                                login login 404   404   404   404   404   200   200
/admin/accounts/user/{gone}/deactivate/                                  login login 404   404   404   404   404   200   200
/admin/accounts/user/{gone}/reactivate/                                  login login 404   404   404   404   404   200   200
/admin/accounts/user/{person}/erase/                                     login login 404   404   404   404   404   200   200

# Curation of chapters and offices
/admin/chapters/chapter/                                                 login login 404   404   404   404   404   200   200
/admin/chapters/chapter/?q=denver&group=kin&status=vacant                login login 404   404   404   404   404   200   200
/admin/chapters/chapter/add/                                             login login 404   404   404   404   404   200   200
/admin/chapters/chapter/{denver}/change/                                 login login 404   404   404   404   404   200   200
/admin/chapters/chapter/{denver}/history/                                login login 404   404   404   404   404   200   200
/admin/chapters/chapter/{denver}/rest/                                   login login 404   404   404   404   404   200   200
/admin/chapters/chapter/{denver}/wake/                                   login login 404   404   404   404   404   200   200
/admin/chapters/chapter/{denver}/close/                                  login login 404   404   404   404   404   200   200
/admin/chapters/chapter/{nothing}/change/                                login login 404   404   404   404   404   404   404
/admin/chapters/chapter/{denver}/delete/                                 login login 404   404   404   404   404   404   404
/admin/chapters/chapter/proposals/{proposal}/                            login login 404   404   404   404   404   200   200
/admin/chapters/chapter/proposals/{nothing}/                             login login 404   404   404   404   404   404   404
/admin/chapters/chaptermembership/                                       login login 404   404   404   404   404   404   404
/admin/brgs/officer/                                                     login login 404   404   404   404   404   200   200
/admin/brgs/officer/?group=kin&standing=vacant                           login login 404   404   404   404   404   200   200
/admin/brgs/officer/?group=kin&standing=over                             login login 404   404   404   404   404   200   200
/admin/brgs/officer/add/                                                 login login 404   404   404   404   404   200   200
/admin/brgs/officer/{office}/change/                                     login login 404   404   404   404   404   200   200
/admin/brgs/officer/{office}/history/                                    login login 404   404   404   404   404   200   200
/admin/brgs/officer/{office}/end/                                        login login 404   404   404   404   404   200   200
/admin/brgs/officer/{office}/hand-over/                                  login login 404   404   404   404   404   200   200
/admin/brgs/officer/{offer}/change/                                      login login 404   404   404   404   404   200   200
/admin/brgs/officer/{nothing}/end/                                       login login 404   404   404   404   404   404   404
/admin/chapters/chapterofficer/                                          login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/?group=kin&standing=vacant                login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/?group=kin&standing=over                  login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/add/                                      login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/add/?brg=kin                              login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/add/?chapter={denver}                     login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/{chapter_office}/change/                  login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/{chapter_office}/history/                 login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/{chapter_office}/end/                     login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/{chapter_office}/hand-over/               login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/{chapter_offer}/change/                   login login 404   404   404   404   404   200   200
/admin/chapters/chapterofficer/{nothing}/end/                            login login 404   404   404   404   404   404   404

# The group’s page in its workspace, and its versions
/manage/kin/page/                                                        login login 404   404   404   200   404   404   404
/manage/kin/page/?from=returned                                          login login 404   404   404   200   404   404   404
/manage/kin-before/page/ -> manage-page                                  login login 404   404   404   307   404   404   404
/manage/draft/page/                                                      login login 404   404   404   404   404   404   404
/manage/paused/page/                                                     login login 404   404   404   200   404   404   404
/manage/archived/page/                                                   login login 404   404   404   404   404   404   404
/manage/other/page/                                                      login login 404   404   404   404   200   404   404
/manage/nothing/page/                                                    login login 404   404   404   404   404   404   404
/manage/kin/page/withdraw/                                               login login 404   404   404   200   404   404   404
/manage/paused/page/withdraw/ -> manage-page                             login login 404   404   404   302   404   404   404
/manage/nothing/page/withdraw/                                           login login 404   404   404   404   404   404   404
/manage/kin/page/versions/                                               login login 404   404   404   200   404   404   404
/manage/kin/page/versions/?after=1                                       login login 404   404   404   200   404   404   404
/manage/other/page/versions/                                             login login 404   404   404   404   200   404   404
/manage/nothing/page/versions/                                           login login 404   404   404   404   404   404   404
/manage/kin/page/versions/1/                                             login login 404   404   404   200   404   404   404
/manage/kin-before/page/versions/1/ -> manage-version                    login login 404   404   404   307   404   404   404
/manage/kin/page/versions/{nothing}/                                     login login 404   404   404   404   404   404   404
/manage/other/page/versions/1/                                           login login 404   404   404   404   404   404   404

# New texts before a curator
/admin/brgs/brg/texts/{change}/                                          login login 404   404   404   404   404   200   200
/admin/brgs/brg/texts/{nothing}/                                         login login 404   404   404   404   404   404   404

# Chapters, for everybody
/chapters/                                                               200   200   200   200   200   200   200   200   200
/chapters/?q=den&region=colorado&group=kin                               200   200   200   200   200   200   200   200   200
/chapters/?after={denver}                                                200   200   200   200   200   200   200   200   200
/groups/kin/chapters/denver/                                             200   200   200   200   200   200   200   200   200
/groups/kin/chapters/denver/?after={person}                              200   200   200   200   200   200   200   200   200
/groups/kin/chapters/quiet/                                              200   200   200   200   200   200   200   200   200
/groups/kin-before/chapters/denver/ -> chapter                           307   307   307   307   307   307   307   307   307
/groups/kin/chapters/far/                                                404   404   404   404   404   404   404   404   404
/groups/kin/chapters/nothing/                                            404   404   404   404   404   404   404   404   404
/groups/draft/chapters/denver/                                           404   404   404   404   404   404   404   404   404
/groups/nothing/chapters/denver/                                         404   404   404   404   404   404   404   404   404
/groups/kin/chapters/denver/join/ -> chapter                             login login 200   302   200   200   200   200   200
/groups/kin/chapters/quiet/join/ -> chapter                              login login 302   302   302   302   302   302   302
/groups/kin-before/chapters/denver/join/ -> chapter-join                 login login 307   307   307   307   307   307   307
/groups/kin/chapters/far/join/                                           login login 404   404   404   404   404   404   404
/groups/kin/chapters/nothing/join/                                       login login 404   404   404   404   404   404   404
/groups/nothing/chapters/denver/join/                                    login login 404   404   404   404   404   404   404
/groups/kin/chapters/denver/leave/ -> chapter                            login login 302   200   302   302   302   302   302
/groups/kin-before/chapters/denver/leave/ -> chapter-leave               login login 307   307   307   307   307   307   307
/groups/kin/chapters/nothing/leave/                                      login login 404   404   404   404   404   404   404
/groups/kin/chapters/propose/ -> group me-groups                         login login 302   302+  200   200   302   302   302
/groups/kin-before/chapters/propose/ -> chapter-propose                  login login 307   307   307   307   307   307   307
/groups/paused/chapters/propose/ -> group                                login login 404   302   302   302   404   404   404
/groups/nothing/chapters/propose/                                        login login 404   404   404   404   404   404   404
/me/proposals/{proposal}/ -> me-groups                                   login login 404   302   404   404   404   404   404
/me/proposals/{nothing}/                                                 login login 404   404   404   404   404   404   404
/me/proposals/{proposal}/withdraw/                                       login login 404   200   404   404   404   404   404
/me/proposals/{nothing}/withdraw/                                        login login 404   404   404   404   404   404   404

# Asking the leads, one’s own questions, and the leads’ side of them
/groups/kin/ask/                                                         login login 200   200   200   200   200   200   200
/groups/kin/ask/?kind=help                                               login login 200   200   200   200   200   200   200
/groups/kin-before/ask/ -> group-ask                                     login login 307   307   307   307   307   307   307
/groups/draft/ask/                                                       login login 404   404   404   404   404   404   404
/groups/paused/ask/ -> group                                             login login 404   302   302   302   404   404   404
/groups/archived/ask/                                                    login login 404   404   404   404   404   404   404
/groups/nothing/ask/                                                     login login 404   404   404   404   404   404   404
/groups/kin/chapters/denver/ask/                                         login login 200   200   200   200   200   200   200
/groups/kin/chapters/quiet/ask/?kind=help                                login login 200   200   200   200   200   200   200
/groups/kin-before/chapters/denver/ask/ -> chapter-ask                   login login 307   307   307   307   307   307   307
/groups/kin/chapters/far/ask/                                            login login 404   404   404   404   404   404   404
/groups/kin/chapters/nothing/ask/                                        login login 404   404   404   404   404   404   404
/me/questions/                                                           login login 200   200   200   200   200   200   200
/me/questions/?after={question}                                          login login 200   200   200   200   200   200   200
/me/questions/{question}/                                                login login 404   404   200   404   404   404   404
/me/questions/{question}/?act=close                                      login login 404   404   200   404   404   404   404
/me/questions/{named_question}/                                          login login 200   404   404   404   404   404   404
/me/questions/{chapter_question}/                                        login login 404   200   404   404   404   404   404
/me/questions/{closed_question}/?act=close                               login login 200   404   404   404   404   404   404
/me/questions/{nobody}/                                                  login login 404   404   404   404   404   404   404
/manage/kin/questions/                                                   login login 404   404   404   200   404   404   404
/manage/kin/questions/?after={question}                                  login login 404   404   404   200   404   404   404
/manage/kin-before/questions/ -> manage-questions                        login login 404   404   404   307   404   404   404
/manage/draft/questions/                                                 login login 404   404   404   404   404   404   404
/manage/paused/questions/                                                login login 404   404   404   200   404   404   404
/manage/archived/questions/                                              login login 404   404   404   404   404   404   404
/manage/other/questions/                                                 login login 404   404   404   404   200   404   404
/manage/nothing/questions/                                               login login 404   404   404   404   404   404   404
/manage/kin/questions/{question}/                                        login login 404   404   404   200   404   404   404
/manage/kin/questions/{named_question}/                                  login login 404   404   404   200   404   404   404
/manage/kin/questions/{chapter_question}/                                login login 404   404   404   200   404   404   404
/manage/kin/questions/{closed_question}/                                 login login 404   404   404   200   404   404   404
/manage/kin/questions/{question}/?act=close                              login login 404   404   404   200   404   404   404
/manage/kin/questions/{nobody}/                                          login login 404   404   404   404   404   404   404
/manage/other/questions/{question}/                                      login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/questions/                                   login login 404   404   404   200   404   404   404
/manage/kin-before/chapters/denver/questions/ -> manage-chapter-questions login login 404   404   404   307   404   404   404
/manage/kin/chapters/denver/questions/?after={chapter_question}          login login 404   404   404   200   404   404   404
/manage/other/chapters/far/questions/                                    login login 404   404   404   404   200   404   404
/manage/kin/chapters/far/questions/                                      login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/questions/{chapter_question}/                login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/questions/{question}/                        login login 404   404   404   404   404   404   404
/manage/kin/chapters/quiet/questions/{chapter_question}/                 login login 404   404   404   404   404   404   404
/manage/other/chapters/far/questions/{chapter_question}/                 login login 404   404   404   404   404   404   404

# Health
/livez                                                                   200   200   200   200   200   200   200   200   200
/readyz                                                                  200   200   200   200   200   200   200   200   200

# News in the workspace of a group, and of a chapter
/manage/kin/news/                                                        login login 404   404   404   200   404   404   404
/manage/kin/news/?after={news_draft}                                     login login 404   404   404   200   404   404   404
/manage/kin-before/news/ -> manage-news                                  login login 404   404   404   307   404   404   404
/manage/draft/news/                                                      login login 404   404   404   404   404   404   404
/manage/paused/news/                                                     login login 404   404   404   200   404   404   404
/manage/archived/news/                                                   login login 404   404   404   404   404   404   404
/manage/other/news/                                                      login login 404   404   404   404   200   404   404
/manage/nothing/news/                                                    login login 404   404   404   404   404   404   404
/manage/kin/news/new/                                                    login login 404   404   404   200   404   404   404
/manage/nothing/news/new/                                                login login 404   404   404   404   404   404   404
/manage/kin/news/{news_draft}/                                           login login 404   404   404   200   404   404   404
/manage/kin/news/{news_scheduled}/                                       login login 404   404   404   200   404   404   404
/manage/kin/news/{news_waiting}/                                         login login 404   404   404   200   404   404   404
/manage/kin/news/{news_public}/                                          login login 404   404   404   200   404   404   404
/manage/kin/news/{news_denver}/                                          login login 404   404   404   404   404   404   404
/manage/kin/news/{nothing}/                                              login login 404   404   404   404   404   404   404
/manage/other/news/{news_draft}/                                         login login 404   404   404   404   404   404   404
/manage/kin/news/{news_draft}/edit/                                      login login 404   404   404   200   404   404   404
/manage/kin/news/{news_public}/edit/ -> manage-news-item                 login login 404   404   404   302   404   404   404
/manage/kin/news/{nothing}/edit/                                         login login 404   404   404   404   404   404   404
/manage/kin/news/{news_draft}/send/                                      login login 404   404   404   200   404   404   404
/manage/kin/news/{news_scheduled}/send/ -> manage-news-item              login login 404   404   404   302   404   404   404
/manage/kin/news/{nothing}/send/                                         login login 404   404   404   404   404   404   404
/manage/kin/news/{news_scheduled}/take-back/                             login login 404   404   404   200   404   404   404
/manage/kin/news/{news_waiting}/take-back/                               login login 404   404   404   200   404   404   404
/manage/kin/news/{news_draft}/take-back/ -> manage-news-item             login login 404   404   404   302   404   404   404
/manage/kin/news/{news_public}/stop/                                     login login 404   404   404   200   404   404   404
/manage/kin/news/{news_public}/take-down/                                login login 404   404   404   200   404   404   404
/manage/kin/news/{news_draft}/delete/                                    login login 404   404   404   200   404   404   404
/manage/kin/news/{news_public}/delete/ -> manage-news-item               login login 404   404   404   302   404   404   404
/manage/other/news/{news_draft}/delete/                                  login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/news/                                        login login 404   404   404   200   404   404   404
/manage/kin-before/chapters/denver/news/ -> manage-chapter-news          login login 404   404   404   307   404   404   404
/manage/kin/chapters/nothing/news/                                       login login 404   404   404   404   404   404   404
/manage/other/chapters/far/news/                                         login login 404   404   404   404   200   404   404
/manage/kin/chapters/far/news/                                           login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/news/new/                                    login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/news/{news_of_denver}/                       login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/news/{news_draft}/                           login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/news/{news_of_denver}/edit/                  login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/news/{news_of_denver}/send/                  login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/news/{news_of_denver}/take-back/ -> manage-chapter-news-item login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/news/{news_denver}/stop/                     login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/news/{news_denver}/take-down/                login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/news/{news_of_denver}/delete/                login login 404   404   404   200   404   404   404

# Curation of news
/admin/news/newsitem/                                                    login login 404   404   404   404   404   200   200
/admin/news/newsitem/?after={news_draft}                                 login login 404   404   404   404   404   200   200
/admin/news/newsitem/{news_waiting}/                                     login login 404   404   404   404   404   200   200
/admin/news/newsitem/{news_draft}/                                       login login 404   404   404   404   404   200   200
/admin/news/newsitem/{nothing}/                                          login login 404   404   404   404   404   404   404
/admin/news/newsitem/{news_public}/take-down/                            login login 404   404   404   404   404   200   200
/admin/news/newsitem/{news_waiting}/delete/                              login login 404   404   404   404   404   404   404

# Events in the workspace of a group, and of a chapter
/manage/kin/events/                                                      login login 404   404   404   200   404   404   404
/manage/kin/events/?show=drafts&after={event_draft}                      login login 404   404   404   200   404   404   404
/manage/kin/events/?show=past                                            login login 404   404   404   200   404   404   404
/manage/kin-before/events/ -> manage-events                              login login 404   404   404   307   404   404   404
/manage/draft/events/                                                    login login 404   404   404   404   404   404   404
/manage/paused/events/                                                   login login 404   404   404   200   404   404   404
/manage/archived/events/                                                 login login 404   404   404   404   404   404   404
/manage/other/events/                                                    login login 404   404   404   404   200   404   404
/manage/nothing/events/                                                  login login 404   404   404   404   404   404   404
/manage/kin/events/new/                                                  login login 404   404   404   200   404   404   404
/manage/kin/events/new/?like=lunch                                       login login 404   404   404   200   404   404   404
/manage/nothing/events/new/                                              login login 404   404   404   404   404   404   404
/manage/kin/events/rules/                                                login login 404   404   404   200   404   404   404
/manage/other/events/rules/                                              login login 404   404   404   404   200   404   404
/manage/nothing/events/rules/                                            login login 404   404   404   404   404   404   404
/manage/kin/events/{event_draft}/                                        login login 404   404   404   200   404   404   404
/manage/kin/events/{event_submitted}/                                    login login 404   404   404   200   404   404   404
/manage/kin/events/{event_changes}/                                      login login 404   404   404   200   404   404   404
/manage/kin/events/{event_again}/                                        login login 404   404   404   200   404   404   404
/manage/kin/events/{event_public}/                                       login login 404   404   404   200   404   404   404
/manage/kin/events/{event_members}/                                      login login 404   404   404   200   404   404   404
/manage/kin/events/{event_full}/                                         login login 404   404   404   200   404   404   404
/manage/kin/events/{event_cancelled}/                                    login login 404   404   404   200   404   404   404
/manage/kin/events/{event_of_denver}/                                    login login 404   404   404   404   404   404   404
/manage/kin/events/{nothing}/                                            login login 404   404   404   404   404   404   404
/manage/other/events/{event_draft}/                                      login login 404   404   404   404   404   404   404
/manage/paused/events/{event_paused}/                                    login login 404   404   404   200   404   404   404
/manage/kin/events/{event_draft}/edit/                                   login login 404   404   404   200   404   404   404
/manage/kin/events/{event_public}/edit/                                  login login 404   404   404   200   404   404   404
/manage/kin/events/{event_submitted}/edit/ -> manage-event               login login 404   404   404   302   404   404   404
/manage/kin/events/{event_cancelled}/edit/ -> manage-event               login login 404   404   404   302   404   404   404
/manage/kin/events/{event_of_denver}/edit/                               login login 404   404   404   404   404   404   404
/manage/kin/events/{nothing}/edit/                                       login login 404   404   404   404   404   404   404
/manage/other/events/{event_public}/edit/                                login login 404   404   404   404   404   404   404
/manage/kin/events/{event_public}/duplicate/                             login login 404   404   404   200   404   404   404
/manage/kin/events/{nothing}/duplicate/                                  login login 404   404   404   404   404   404   404
/manage/other/events/{event_public}/duplicate/                           login login 404   404   404   404   404   404   404
/manage/kin/events/{event_draft}/publish/                                login login 404   404   404   200   404   404   404
/manage/kin/events/{event_public}/publish/ -> manage-event               login login 404   404   404   302   404   404   404
/manage/kin/events/{nothing}/publish/                                    login login 404   404   404   404   404   404   404
/manage/kin/events/{event_submitted}/take-back/                          login login 404   404   404   200   404   404   404
/manage/kin/events/{event_again}/take-back/                              login login 404   404   404   200   404   404   404
/manage/kin/events/{event_draft}/take-back/ -> manage-event              login login 404   404   404   302   404   404   404
/manage/kin/events/{event_public}/cancel/                                login login 404   404   404   200   404   404   404
/manage/kin/events/{event_public}/cohosts/                               login login 404   404   404   200   404   404   404
/manage/kin/events/{event_public}/cohosts/?q=other                       login login 404   404   404   200   404   404   404
/manage/kin/events/{event_draft}/cohosts/                                login login 404   404   404   200   404   404   404
/manage/kin/events/{event_cohosted}/cohosts/                             login login 404   404   404   404   404   404   404
/manage/other/events/{event_cohosted}/cohosts/                           login login 404   404   404   404   200   404   404
/manage/kin/events/invitations/                                          login login 404   404   404   200   404   404   404
/manage/other/events/invitations/                                        login login 404   404   404   404   200   404   404
/manage/kin/events/{event_invited}/invitation/                           login login 404   404   404   200   404   404   404
/manage/kin/events/{event_cohosted}/invitation/                          login login 404   404   404   200   404   404   404
/manage/kin/events/{event_public}/invitation/                            login login 404   404   404   404   404   404   404
/manage/other/events/{event_invited}/invitation/                         login login 404   404   404   404   404   404   404
/manage/kin/events/{nothing}/invitation/                                 login login 404   404   404   404   404   404   404
/manage/kin/events/{nothing}/cohosts/                                    login login 404   404   404   404   404   404   404
/manage/kin/events/{event_again}/cancel/                                 login login 404   404   404   200   404   404   404
/manage/kin/events/{event_draft}/cancel/ -> manage-event                 login login 404   404   404   302   404   404   404
/manage/other/events/{event_public}/cancel/                              login login 404   404   404   404   404   404   404
/manage/kin/events/{event_draft}/delete/                                 login login 404   404   404   200   404   404   404
/manage/kin/events/{event_public}/delete/ -> manage-event                login login 404   404   404   302   404   404   404
/manage/other/events/{event_draft}/delete/                               login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/                                      login login 404   404   404   200   404   404   404
/manage/kin-before/chapters/denver/events/ -> manage-chapter-events      login login 404   404   404   307   404   404   404
/manage/kin/chapters/nothing/events/                                     login login 404   404   404   404   404   404   404
/manage/other/chapters/far/events/                                       login login 404   404   404   404   200   404   404
/manage/kin/chapters/far/events/                                         login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/new/                                  login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/              login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_draft}/                        login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/{nothing}/                            login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/edit/         login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/duplicate/          login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/publish/      login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/take-back/ -> manage-chapter-event login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/cancel/             login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/delete/       login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/cohosts/            login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/invitations/                          login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_invited_denver}/invitation/    login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_invited}/invitation/           login login 404   404   404   404   404   404   404
/manage/kin/events/{event_draft}/repeat/                                 login login 404   404   404   200   404   404   404
/manage/kin/events/{event_full}/repeat/ -> manage-event                  login login 404   404   404   302   404   404   404
/manage/kin/events/{event_first_of_dates}/repeat/ -> manage-event        login login 404   404   404   302   404   404   404
/manage/kin/events/{nothing}/repeat/                                     login login 404   404   404   404   404   404   404
/manage/other/events/{event_draft}/repeat/                               login login 404   404   404   404   404   404   404
/manage/kin/events/{event_draft}/sittings/                               login login 404   404   404   200   404   404   404
/manage/kin/events/{event_first_of_sittings}/sittings/                   login login 404   404   404   200   404   404   404
/manage/kin/events/{event_first_of_dates}/sittings/ -> manage-event      login login 404   404   404   302   404   404   404
/manage/other/events/{event_draft}/sittings/                             login login 404   404   404   404   404   404   404
/manage/kin/events/{event_first_of_dates}/edit/                          login login 404   404   404   200   404   404   404
/manage/kin/events/series/{series_dates}/                                login login 404   404   404   200   404   404   404
/manage/kin/events/series/{series_drafts}/                               login login 404   404   404   200   404   404   404
/manage/kin/events/series/{series_sittings}/                             login login 404   404   404   200   404   404   404
/manage/kin/events/series/{series_of_denver}/                            login login 404   404   404   404   404   404   404
/manage/kin/events/series/{nothing}/                                     login login 404   404   404   404   404   404   404
/manage/other/events/series/{series_dates}/                              login login 404   404   404   404   404   404   404
/manage/kin/events/series/{series_dates}/dates/                          login login 404   404   404   200   404   404   404
/manage/kin/events/series/{series_sittings}/dates/ -> manage-series      login login 404   404   404   302   404   404   404
/manage/other/events/series/{series_dates}/dates/                        login login 404   404   404   404   404   404   404
/manage/kin/events/series/{series_drafts}/publish/                       login login 404   404   404   200   404   404   404
/manage/kin/events/series/{series_dates}/publish/ -> manage-series       login login 404   404   404   302   404   404   404
/manage/other/events/series/{series_drafts}/publish/                     login login 404   404   404   404   404   404   404
/manage/kin/events/series/{series_dates}/cancel/                         login login 404   404   404   200   404   404   404
/manage/kin/events/series/{series_dates}/cancel/?from={event_first_of_dates} login login 404   404   404   200   404   404   404
/manage/other/events/series/{series_dates}/cancel/                       login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/repeat/       login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/sittings/     login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/series/{series_of_denver}/            login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/series/{series_dates}/                login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/series/{series_of_denver}/dates/      login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/series/{series_of_denver}/publish/    login login 404   404   404   200   404   404   404
/manage/kin/chapters/denver/events/series/{series_of_denver}/cancel/     login login 404   404   404   200   404   404   404

# Curation of events
/admin/events/event/                                                     login login 404   404   404   404   404   200   200
/admin/events/event/?status=submitted&after={event_draft}                login login 404   404   404   404   404   200   200
/admin/events/event/{event_submitted}/                                   login login 404   404   404   404   404   200   200
/admin/events/event/{event_draft}/                                       login login 404   404   404   404   404   200   200
/admin/events/event/{nothing}/                                           login login 404   404   404   404   404   404   404
/admin/events/event/{event_draft}/delete/                                login login 404   404   404   404   404   404   404
"""

WRITING = """
#                                                                        visit deact empl  memb  hidd  lead  other curat super
# For everybody
/                                                                        405   405   405   405   405   405   405   405   405
/groups/                                                                 405   405   405   405   405   405   405   405   405

# A group in each state; whatever is not the viewer’s to see is 404
/groups/kin/                                                             405   405   405   405   405   405   405   405   405
/groups/kin/join/ [leads] -> group                                       login login 302   302   302   302   302   302   302
/groups/kin/join/ [world] -> group                                       login login 422   302   302   302   422   422   422
/groups/kin/join/ -> group                                               login login 422   302   302   302   422   422   422
/groups/kin-before/join/ [leads] -> group-join                           login login 307   307   307   307   307   307   307
/groups/draft/join/ [leads]                                              login login 404   404   404   404   404   404   404
/groups/paused/join/ [leads] -> group                                    login login 404   302   302   302   404   404   404
/groups/archived/join/ [leads]                                           login login 404   404   404   404   404   404   404
/groups/nothing/join/ [leads]                                            login login 404   404   404   404   404   404   404
/groups/kin/visibility/ [only-me] -> group me-groups                     login login 302   302+  302+  302+  302   302   302
/groups/kin/visibility/ -> group                                         login login 302   422   422   422   302   302   302
/groups/draft/visibility/ [only-me]                                      login login 404   404   404   404   404   404   404
/groups/paused/visibility/ [only-me] -> me-groups                        login login 404   302   302   302   404   404   404
/groups/archived/visibility/ [only-me] -> me-groups                      login login 404   302   302   302   404   404   404
/groups/nothing/visibility/ [only-me]                                    login login 404   404   404   404   404   404   404
/groups/kin/leave/ -> me-groups                                          login login 302   302   302   302   302   302   302
/groups/draft/leave/                                                     login login 404   404   404   404   404   404   404
/groups/paused/leave/ -> me-groups                                       login login 404   302   302   302   404   404   404
/groups/archived/leave/ -> me-groups                                     login login 404   302   302   302   404   404   404
/groups/nothing/leave/                                                   login login 404   404   404   404   404   404   404
/groups/kin/members/                                                     login login 405   405   405   405   405   405   405

# Members in a group's workspace
/manage/kin/members/                                                     login login 405   405   405   405   405   405   405
/manage/kin/members/export/ [reason]                                     login login 404   404   404   200   404   404   404
/manage/kin/members/{person}/remove/ [reason] -> manage-members          login login 404   404   404   302   404   404   404
/manage/other/members/{person}/remove/ [reason]                          login login 404   404   404   404   404   404   404

# For everybody
/events/                                                                 405   405   405   405   405   405   405   405   405
/events/calendar/                                                        405   405   405   405   405   405   405   405   405
/concerns/                                                               405   405   405   405   405   405   405   405   405

# What people thought: taken from those who came, once
/events/{event_over}-over/feedback/ [feedback] -> event-feedback         login login 200   302   302   200   200   200   200
/events/{event_over}-over/feedback/                                      login login 200   422   422   200   200   200   200
/events/{event_over_lately}-over-lately/feedback/ [feedback] -> event-feedback login login 200   302   200   200   200   200   200
/events/{event_public}-for-all/feedback/ [feedback]                      login login 200   200   200   200   200   200   200
/events/{event_draft}-not-yet/feedback/ [feedback]                       login login 404   404   404   404   404   404   404
/events/{event_over}/feedback/ [feedback]                                login login 405   405   405   405   405   405   405
/manage/kin/events/{event_over}/recordings/                              login login 404   404   404   422   404   404   404
/manage/kin/events/{event_over}/recordings/ [remove] -> manage-event-recordings login login 404   404   404   302   404   404   404
/manage/kin/events/{nothing}/recordings/ [remove]                        login login 404   404   404   404   404   404   404
/manage/other/events/{event_over}/recordings/ [remove]                   login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/recordings/ [remove] -> manage-chapter-event-recordings login login 404   404   404   302   404   404   404
/manage/kin/events/{event_over}/summary/                                 login login 404   404   404   405   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/summary/            login login 404   404   404   405   404   404   404
/manage/kin/events/{event_over}/feedback/                                login login 404   404   404   405   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/feedback/           login login 404   404   404   405   404   404   404

# One's own pages
/me/                                                                     login login 405   405   405   405   405   405   405
/me/groups/                                                              login login 405   405   405   405   405   405   405
/me/settings/ [name] -> me-settings                                      login login 302   302   302   302   302   302   302
/me/settings/ -> me-settings                                             login login 302   302   302   302   302   302   302
/me/privacy/                                                             login login 405   405   405   405   405   405   405
/me/privacy/my-data.csv                                                  login login 405   405   405   405   405   405   405
/demo/mail/                                                              login login 405   405   405   405   405   405   405
/demo/mail/1-a/                                                          login login 405   405   405   405   405   405   405
/demo/mail/1-a/html/                                                     login login 405   405   405   405   405   405   405

# The workspace: its first and last page
/manage/kin/                                                             login login 405   405   405   405   405   405   405
/manage/kin/history/                                                     login login 405   405   405   405   405   405   405

# Resources
/manage/kin/resources/                                                   login login 405   405   405   405   405   405   405
/manage/kin/resources/new/ [resource] -> manage-resources                login login 404   404   404   302   404   404   404
/manage/kin/resources/new/                                               login login 404   404   404   422   404   404   404
/manage/kin-before/resources/new/ [resource] -> manage-resource-new      login login 404   404   404   307   404   404   404
/manage/kin/resources/{resource}/ [resource] -> manage-resources         login login 404   404   404   302   404   404   404
/manage/kin/resources/{resource}/                                        login login 404   404   404   409   404   404   404
/manage/other/resources/{resource}/ [resource]                           login login 404   404   404   404   404   404   404
/manage/kin/resources/{resource}/delete/ -> manage-resources             login login 404   404   404   302   404   404   404
/manage/other/resources/{resource}/delete/                               login login 404   404   404   404   404   404   404
/resources/{public_resource}/                                            405   405   405   405   405   405   405   405   405

# Officers: of a group, of a chapter (by its own leads or the group’s), and one’s own posts
/manage/kin/officers/                                                    login login 405   405   405   405   405   405   405
/manage/kin/officers/new/ [ask] -> manage-officers                       login login 404   404   404   302   404   404   404
/manage/kin/officers/new/                                                login login 404   404   404   422   404   404   404
/manage/other/officers/new/                                              login login 404   404   404   404   422   404   404
/manage/kin/officers/{office}/                                           login login 405   405   405   405   405   405   405
/manage/kin/officers/{office}/end/ -> manage-officers                    login login 404   404   404   302   404   404   404
/manage/kin/officers/{offer}/end/ -> manage-officers                     login login 404   404   404   302   404   404   404
/manage/other/officers/{office}/end/                                     login login 404   404   404   404   404   404   404
/manage/kin-before/officers/{office}/end/ -> manage-officer-end          login login 404   404   404   307   404   404   404
/manage/kin/officers/{own_office}/hand-over/ [ask-after] -> manage-officers login login 404   404   404   302   404   404   404
/manage/kin/officers/{own_office}/hand-over/                             login login 404   404   404   422   404   404   404
/manage/other/officers/{own_office}/hand-over/ [ask-after]               login login 404   404   404   404   404   404   404
/manage/kin/officers/{own_office}/deputy/ [ask] -> manage-officers       login login 404   404   404   302   404   404   404
/manage/kin/officers/{own_office}/deputy/                                login login 404   404   404   422   404   404   404
/manage/other/officers/{own_office}/deputy/ [ask]                        login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/officers/                                    login login 405   405   405   405   405   405   405
/manage/kin/chapters/denver/officers/new/ [ask] -> manage-chapter-officers login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/officers/new/                                login login 404   404   404   422   404   404   404
/manage/kin/chapters/denver/officers/{chapter_office}/                   login login 405   405   405   405   405   405   405
/manage/kin/chapters/denver/officers/{chapter_office}/end/ -> manage-chapter-officer login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/officers/{chapter_offer}/end/ -> manage-chapter-officers login login 404   404   404   302   404   404   404
/manage/other/chapters/far/officers/{chapter_office}/end/                login login 404   404   404   404   404   404   404
/manage/kin/chapters/quiet/officers/{chapter_office}/end/                login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/officers/{chapter_office}/hand-over/ [ask-after] -> manage-chapter-officers login login 404   404   404   302   404   404   404
/manage/other/chapters/far/officers/{chapter_office}/hand-over/ [ask-after] login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/officers/{chapter_office}/deputy/ [ask] -> manage-chapter-officers login login 404   404   404   302   404   404   404
/manage/other/chapters/far/officers/{chapter_office}/deputy/ [ask]       login login 404   404   404   404   404   404   404
/me/offices/                                                             login login 405   405   405   405   405   405   405
/me/offices/group/{offer}/ [accept] -> me-office                         login login 302   404   404   404   404   404   404
/me/offices/group/{offer}/ [accept-unseen]                               login login 422   404   404   404   404   404   404
/me/offices/group/{offer}/ [decline] -> me-offices                       login login 302   404   404   404   404   404   404
/me/offices/group/{own_office}/ [resign] -> me-offices                   login login 404   404   404   302   404   404   404
/me/offices/group/{own_office}/ [accept] -> me-office                    login login 404   404   404   302   404   404   404
/me/offices/chapter/{chapter_offer}/ [accept] -> me-office               login login 404   302   404   404   404   404   404
/me/offices/chapter/{chapter_offer}/ [decline] -> me-offices             login login 404   302   404   404   404   404   404

# Chapters in a group's workspace, and the workspace of one
/manage/kin/chapters/                                                    login login 405   405   405   405   405   405   405
/manage/kin/chapters/proposals/{proposal}/ [support] -> manage-chapters  login login 404   404   404   302   404   404   404
/manage/kin/chapters/proposals/{proposal}/ [changes] -> manage-chapters  login login 404   404   404   302   404   404   404
/manage/kin/chapters/proposals/{proposal}/                               login login 404   404   404   422   404   404   404
/manage/kin/chapters/proposals/{nothing}/ [support]                      login login 404   404   404   404   404   404   404
/manage/other/chapters/proposals/{proposal}/ [support]                   login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/ [chapter] -> manage-chapter                 login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/                                             login login 404   404   404   409   404   404   404
/manage/kin/chapters/far/ [chapter]                                      login login 404   404   404   404   404   404   404
/manage/other/chapters/far/ [chapter] -> manage-chapter                  login login 404   404   404   404   302   404   404
/manage/kin/chapters/denver/rest/ -> manage-chapter                      login login 404   404   404   302   404   404   404
/manage/kin/chapters/quiet/wake/ -> manage-chapter                       login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/close/ -> manage-chapters                    login login 404   404   404   302   404   404   404
/manage/other/chapters/far/close/ -> manage-chapters                     login login 404   404   404   404   302   404   404
/manage/kin/chapters/far/close/                                          login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/members/                                     login login 405   405   405   405   405   405   405

# Pictures
/media/{emblem}                                                          405   405   405   405   405   405   405   405   405

# The ways in
/accounts/login/ -> home                                                 200   200   302   302   302   302   302   302   302
/accounts/logout/ -> home                                                302   302   302   302   302   302   302   302   302
/accounts/inactive/                                                      405   405   405   405   405   405   405   405   405
/accounts/reauthenticate/                                                login login 200   200   200   200   200   200   200
/accounts/confirm/ -> account_reauthenticate me                          login login 302   302   302   302+  302+  302   302
/accounts/password/change/                                               login login 200   200   200   200   200   200   200
/accounts/password/reset/                                                200   200   200   200   200   200   200   200   200
/accounts/password/reset/done/                                           405   405   405   405   405   405   405   405   405
/accounts/password/reset/key/{person}/x/                                 200   200   200   200   200   200   200   200   200
/accounts/password/reset/key/done/                                       405   405   405   405   405   405   405   405   405
/accounts/2fa/                                                           login login 405   405   405   405   405   405   405
/accounts/2fa/authenticate/ -> account_login home                        302   302   302+  302+  302+  302+  302+  302+  302+
/accounts/2fa/reauthenticate/ -> account_reauthenticate                  login login 302   302   302   302   302   200   200
/accounts/2fa/totp/on/ -> account_reauthenticate                         login login 302   302   302   200   200   302   302
/accounts/2fa/totp/off/ -> account_reauthenticate                        login login 404   404   404   404   404   302   302
/accounts/2fa/recovery-codes/                                            login login 405   405   405   405   405   405   405
/accounts/2fa/recovery-codes/new/ -> account_reauthenticate              login login 302   302   302   200   200   302   302
/accounts/2fa/recovery-codes/download/                                   login login 404   404   404   404   404   404   404
/accounts/oidc/login/                                                    404   404   404   404   404   404   404   404   404
/accounts/oidc/callback/                                                 404   404   404   404   404   404   404   404   404
/accounts/oidc/cancelled/                                                405   405   405   405   405   405   405   405   405

# Curation
/admin/                                                                  login login 404   404   404   404   404   405   405
/admin/login/ -> admin:index                                             login login 404   404   404   404   404   302   302
/admin/brgs/membership/                                                  login login 404   404   404   404   404   404   404
/admin/brgs/brg/ [delete]                                                login login 404   404   404   404   404   405   405
/admin/brgs/brg/add/                                                     login login 404   404   404   404   404   422   422
/admin/brgs/brg/{kin}/change/                                            login login 404   404   404   404   404   409   409
/admin/brgs/brg/{kin}/history/                                           login login 404   404   404   404   404   405   405
/admin/brgs/brg/{kin}/preview/                                           login login 404   404   404   404   404   405   405
/admin/brgs/brg/{draft}/publish/ -> admin:brgs_brg_change                login login 404   404   404   404   404   302   302
/admin/brgs/brg/{kin}/pause/ -> admin:brgs_brg_change                    login login 404   404   404   404   404   302   302
/admin/brgs/brg/{kin}/archive/ -> admin:brgs_brg_change                  login login 404   404   404   404   404   302   302
/admin/brgs/brg/{kin}/delete/ [yes]                                      login login 404   404   404   404   404   404   404
/admin/brgs/focusarea/ [delete]                                          login login 404   404   404   404   404   405   405
/admin/brgs/focusarea/add/ [entry] -> admin:brgs_focusarea_change        login login 404   404   404   404   404   302   302
/admin/brgs/focusarea/{focus}/change/ [entry] -> admin:brgs_focusarea_change login login 404   404   404   404   404   302   302
/admin/brgs/focusarea/{focus}/history/                                   login login 404   404   404   404   404   405   405
/admin/brgs/focusarea/{focus}/delete/ [yes] -> admin:brgs_focusarea_change login login 404   404   404   404   404   302   302
/admin/brgs/pillar/ [delete]                                             login login 404   404   404   404   404   405   405
/admin/brgs/pillar/add/ [entry] -> admin:brgs_pillar_change              login login 404   404   404   404   404   302   302
/admin/brgs/pillar/{pillar}/change/ [entry] -> admin:brgs_pillar_change  login login 404   404   404   404   404   302   302
/admin/brgs/pillar/{pillar}/history/                                     login login 404   404   404   404   404   405   405
/admin/brgs/pillar/{pillar}/delete/ [yes] -> admin:brgs_pillar_changelist login login 404   404   404   404   404   302   302
/admin/accounts/region/ [delete]                                         login login 404   404   404   404   404   405   405
/admin/accounts/region/add/ [region] -> admin:accounts_region_change     login login 404   404   404   404   404   302   302
/admin/accounts/region/{region}/change/ [region] -> admin:accounts_region_change login login 404   404   404   404   404   302   302
/admin/accounts/region/{region}/history/                                 login login 404   404   404   404   404   405   405
/admin/accounts/region/{region}/delete/ [yes] -> admin:accounts_region_change login login 404   404   404   404   404   302   302
/admin/accounts/user/ [delete]                                           login login 404   404   404   404   404   405   405
/admin/accounts/user/add/                                                login login 404   404   404   404   404   422   422
/admin/accounts/user/{person}/change/                                    login login 404   404   404   404   404   422   422
/admin/accounts/user/{staff}/change/                                     login login 404   404   404   404   404   403   422
/admin/accounts/user/{person}/history/                                   login login 404   404   404   404   404   405   405
/admin/accounts/user/{person}/deactivate/ -> admin:accounts_user_change  login login 404   404   404   404   404   302   302
/admin/accounts/user/{staff}/deactivate/ -> admin:accounts_user_change   login login 404   404   404   404   404   403   302
/admin/accounts/user/{gone}/reactivate/ -> admin:accounts_user_change    login login 404   404   404   404   404   302   302
/admin/accounts/user/{person}/erase/ -> admin:accounts_user_changelist   login login 404   404   404   404   404   302   302
/admin/accounts/user/{staff}/erase/ -> admin:accounts_user_changelist    login login 404   404   404   404   404   403   302

# Curation of chapters and offices
/admin/chapters/chapter/ [delete]                                        login login 404   404   404   404   404   405   405
/admin/chapters/chapter/add/                                             login login 404   404   404   404   404   422   422
/admin/chapters/chapter/{denver}/change/                                 login login 404   404   404   404   404   409   409
/admin/chapters/chapter/{denver}/history/                                login login 404   404   404   404   404   405   405
/admin/chapters/chapter/{denver}/rest/ -> admin:chapters_chapter_change  login login 404   404   404   404   404   302   302
/admin/chapters/chapter/{denver}/wake/ -> admin:chapters_chapter_change  login login 404   404   404   404   404   302   302
/admin/chapters/chapter/{denver}/close/ -> admin:chapters_chapter_change login login 404   404   404   404   404   302   302
/admin/chapters/chapter/proposals/{proposal}/                            login login 404   404   404   404   404   422   422
/admin/chapters/chapter/proposals/{proposal}/ [changes] -> admin:chapters_proposal login login 404   404   404   404   404   302   302
/admin/brgs/officer/ [delete]                                            login login 404   404   404   404   404   405   405
/admin/brgs/officer/add/                                                 login login 404   404   404   404   404   422   422
/admin/brgs/officer/{office}/change/                                     login login 404   404   404   404   404   403   403
/admin/brgs/officer/{office}/history/                                    login login 404   404   404   404   404   405   405
/admin/brgs/officer/{office}/end/ -> admin:brgs_officer_change           login login 404   404   404   404   404   302   302
/admin/brgs/officer/{offer}/end/ -> admin:brgs_officer_changelist        login login 404   404   404   404   404   302   302
/admin/brgs/officer/{office}/hand-over/                                  login login 404   404   404   404   404   422   422
/admin/chapters/chapterofficer/ [delete]                                 login login 404   404   404   404   404   405   405
/admin/chapters/chapterofficer/add/                                      login login 404   404   404   404   404   422   422
/admin/chapters/chapterofficer/{chapter_office}/change/                  login login 404   404   404   404   404   403   403
/admin/chapters/chapterofficer/{chapter_office}/history/                 login login 404   404   404   404   404   405   405
/admin/chapters/chapterofficer/{chapter_office}/end/ -> admin:chapters_chapterofficer_change login login 404   404   404   404   404   302   302
/admin/chapters/chapterofficer/{chapter_offer}/end/ -> admin:chapters_chapterofficer_changelist login login 404   404   404   404   404   302   302
/admin/chapters/chapterofficer/{chapter_office}/hand-over/               login login 404   404   404   404   404   422   422

# The group’s page in its workspace, and its versions
/manage/kin/page/ [page] -> manage-page                                  login login 404   404   404   302   404   404   404
/manage/kin/page/                                                        login login 404   404   404   409   404   404   404
/manage/kin-before/page/ [page] -> manage-page                           login login 404   404   404   307   404   404   404
/manage/draft/page/ [page]                                               login login 404   404   404   404   404   404   404
/manage/paused/page/ [page] -> manage-page                               login login 404   404   404   302   404   404   404
/manage/archived/page/ [page]                                            login login 404   404   404   404   404   404   404
/manage/other/page/ [page] -> manage-page                                login login 404   404   404   404   302   404   404
/manage/nothing/page/ [page]                                             login login 404   404   404   404   404   404   404
/manage/kin/page/withdraw/ -> manage-page                                login login 404   404   404   302   404   404   404
/manage/nothing/page/withdraw/                                           login login 404   404   404   404   404   404   404
/manage/kin/page/versions/                                               login login 405   405   405   405   405   405   405
/manage/kin/page/versions/1/ [version-one] -> manage-page                login login 404   404   404   302   404   404   404
/manage/kin/page/versions/1/                                             login login 404   404   404   409   404   404   404
/manage/kin/page/versions/{nothing}/ [version-one]                       login login 404   404   404   404   404   404   404
/manage/other/page/versions/1/ [version-one]                             login login 404   404   404   404   404   404   404

# New texts before a curator
/admin/brgs/brg/texts/{change}/ [approve] -> admin:index                 login login 404   404   404   404   404   302   302
/admin/brgs/brg/texts/{change}/ [return-texts] -> admin:index            login login 404   404   404   404   404   302   302
/admin/brgs/brg/texts/{change}/                                          login login 404   404   404   404   404   422   422
/admin/brgs/brg/texts/{nothing}/ [approve]                               login login 404   404   404   404   404   404   404

# Notices
/admin/messages/ -> admin:messages                                       login login 404   404   404   404   404   302   302
/me/notices/ -> me-notices                                               login login 302   302   302   302   302   302   302
/me/notices/{notice}/ -> groups                                          login login 404   302   404   404   404   404   404
/me/notices/{discreet_notice}/ -> groups                                 login login 404   404   302   404   404   404   404
/me/notices/{nobody}/                                                    login login 404   404   404   404   404   404   404
/me/notices/settings/                                                    login login 422   422   422   422   422   422   422
/unsubscribe/{unsubscribe}/ [one-click]                                  200   200   200   200   200   200   200   200   200
/unsubscribe/{unsubscribe}/                                              422   422   422   422   422   422   422   422   422
/unsubscribe/{nobody}/ [one-click]                                       200   200   200   200   200   200   200   200   200

# Chapters, for everybody
/chapters/                                                               405   405   405   405   405   405   405   405   405
/groups/kin/chapters/denver/                                             405   405   405   405   405   405   405   405   405
/groups/kin/chapters/denver/join/ [leads] -> chapter                     login login 302   302   302   302   302   302   302
/groups/kin/chapters/denver/join/ [world] -> chapter                     login login 422   302   302   302   422   422   422
/groups/kin/chapters/quiet/join/ [leads] -> chapter                      login login 302   302   302   302   302   302   302
/groups/kin-before/chapters/denver/join/ [leads] -> chapter-join         login login 307   307   307   307   307   307   307
/groups/kin/chapters/far/join/ [leads]                                   login login 404   404   404   404   404   404   404
/groups/kin/chapters/nothing/join/ [leads]                               login login 404   404   404   404   404   404   404
/groups/kin/chapters/denver/leave/ -> me-groups                          login login 302   302   302   302   302   302   302
/groups/kin-before/chapters/denver/leave/ -> chapter-leave               login login 307   307   307   307   307   307   307
/groups/kin/chapters/nothing/leave/                                      login login 404   404   404   404   404   404   404
/groups/kin/chapters/propose/ [propose] -> group me-groups               login login 302   302+  302+  302+  302   302   302
/groups/kin/chapters/propose/ -> group me-groups                         login login 302   302+  422   422   302   302   302
/groups/paused/chapters/propose/ [propose] -> group                      login login 404   302   302   302   404   404   404
/groups/nothing/chapters/propose/ [propose]                              login login 404   404   404   404   404   404   404
/me/proposals/{proposal}/ [propose] -> me-groups                         login login 404   302   404   404   404   404   404
/me/proposals/{nothing}/ [propose]                                       login login 404   404   404   404   404   404   404
/me/proposals/{proposal}/withdraw/ -> me-groups                          login login 404   302   404   404   404   404   404
/me/proposals/{nothing}/withdraw/                                        login login 404   404   404   404   404   404   404

# An event
/events/{event_public}-for-all/                                          405   405   405   405   405   405   405   405   405
/events/{event_draft}-not-yet/                                           405   405   405   405   405   405   405   405   405
/events/{event_public}/                                                  405   405   405   405   405   405   405   405   405

# Calendars
/events/series/{series_sittings}-several-times/                          405   405   405   405   405   405   405   405   405
/events/series/{series_drafts}-not-yet-every-week/                       405   405   405   405   405   405   405   405   405
/events/series/{series_sittings}/                                        405   405   405   405   405   405   405   405   405
/events/{event_public}-for-all/poster.svg                                405   405   405   405   405   405   405   405   405
/events/{event_public}-for-all/poster.pdf                                405   405   405   405   405   405   405   405   405
/events/{event_public}-for-all/event.ics                                 405   405   405   405   405   405   405   405   405
/events/{event_draft}-not-yet/event.ics                                  405   405   405   405   405   405   405   405   405
/events/series/{series_dates}-every-week/series.ics                      405   405   405   405   405   405   405   405   405
/events/series/{nothing}-every-week/series.ics                           405   405   405   405   405   405   405   405   405
/calendar/{feed}.ics                                                     405   405   405   405   405   405   405   405   405
/calendar/{nobody}.ics                                                   405   405   405   405   405   405   405   405   405
/groups/kin/events.ics                                                   405   405   405   405   405   405   405   405   405
/groups/kin/chapters/denver/events.ics                                   405   405   405   405   405   405   405   405   405
/me/events/calendar/ [make-feed]                                         login login 200   200   200   200   200   200   200
/me/events/calendar/ [feed-titles] -> me-calendar                        login login 302   302   302   302   302   302   302
/me/events/calendar/ [end-feed] -> me-calendar                           login login 302   302   302   302   302   302   302
/me/events/calendar/                                                     login login 422   422   422   422   422   422   422

# Answers to an event, and what somebody needs to take part
/events/{event_employees}-for-employees/rsvp/ -> event                   login login 302   302   302   302   302   302   302
/events/{event_full}-full/rsvp/ [no-tick] -> event                       login login 302   302   302   302   302   302   302
/events/{event_members}-for-members/rsvp/ -> event                       login login 302   302   302   302   302   302   302
/events/{event_draft}-not-yet/rsvp/                                      login login 404   404   404   404   404   404   404
/events/{event_paused}-for-all/rsvp/ -> event                            login login 404   302   302   302   404   404   404
/events/{event_archived}-for-all/rsvp/                                   login login 404   404   404   404   404   404   404
/events/{nothing}-for-all/rsvp/                                          login login 404   404   404   404   404   404   404
/events/{event_full}-full/cancel/ -> event                               login login 302   302   302   302   302   302   302
/events/{event_again}-once-more/cancel/ -> me-events                     login login 404   302   404   404   404   404   404
/events/{event_draft}-not-yet/cancel/                                    login login 404   404   404   404   404   404   404
/events/series/{series_dates}-every-week/rsvp/ [no-tick] -> series       login login 302   302   302   302   302   302   302
/events/series/{series_members}-for-members-every-week/rsvp/ -> series   login login 302   302   302   302   302   302   302
/events/series/{series_sittings}-several-times/rsvp/ -> series           login login 302   302   302   302   302   302   302
/events/series/{series_drafts}-not-yet-every-week/rsvp/                  login login 404   404   404   404   404   404   404
/events/series/{nothing}-every-week/rsvp/                                login login 404   404   404   404   404   404   404
/events/series/{series_dates}-every-week/cancel/ -> series               login login 302   302   302   302   302   302   302
/events/series/{series_drafts}-not-yet-every-week/cancel/                login login 404   404   404   404   404   404   404
/events/series/{nothing}-every-week/cancel/                              login login 404   404   404   404   404   404   404
/events/{event_offered}-offered/accept/ -> event                         login login 302   302   302   302   302   302   302
/events/{event_draft}-not-yet/accept/                                    login login 404   404   404   404   404   404   404
/events/{event_full}-full/seat-me/ [at-once] -> event                    login login 302   302   302   302   302   302   302
/events/{event_draft}-not-yet/seat-me/                                   login login 404   404   404   404   404   404   404
/events/{event_employees}-for-employees/guests/                          login login 405   405   405   405   405   405   405
/events/{event_draft}-not-yet/guests/                                    login login 405   405   405   405   405   405   405
/events/{event_employees}-for-employees/accessibility/ [need] -> event   login login 302   302   302   422   302   302   302
/events/{event_employees}-for-employees/accessibility/                   login login 422   422   422   422   422   422   422
/events/{event_employees}-for-employees/accessibility/ [take-back] -> event login login 302   302   302   302   302   302   302
/events/{event_public}-for-all/accessibility/ [need]                     login login 422   422   422   422   422   422   422
/events/{event_members}-for-members/accessibility/ [need] -> event       login login 302   422   422   422   302   302   302
/events/{event_draft}-not-yet/accessibility/ [need]                      login login 404   404   404   404   404   404   404
/me/events/                                                              login login 405   405   405   405   405   405   405
/me/events/{event_employees}/requests/                                   login login 405   405   405   405   405   405   405

# The door of an event, passes, and what leads do about it
/events/{event_door}-at-the-door/door/ -> event-door                     login login 404   404   404   302   404   404   404
/events/{event_door}-at-the-door/door/ [door-member] -> event-door       login login 404   404   404   302   404   404   404
/events/{event_door}-at-the-door/door/ [door-undo] -> event-door         login login 404   404   404   302   404   404   404
/events/{event_door}-at-the-door/door/ [door-pass] -> event-door         login login 404   404   404   302   404   404   404
/events/{event_door}-at-the-door/door/ [door-no-pass]                    login login 404   404   404   422   404   404   404
/events/{event_door}-at-the-door/door/ [door-guest] -> event-door        login login 404   404   404   302   404   404   404
/events/{event_public}-for-all/door/ [door-pass] -> event-door           login login 404   404   404   302   404   404   404
/events/{event_draft}-not-yet/door/ [door-pass]                          login login 404   404   404   404   404   404   404
/events/{event_door}/door/                                               login login 405   405   405   405   405   405   405
/me/events/{event_door}/pass/ -> me-event-pass                           login login 302   302   302   302   302   302   302
/me/events/{event_members}/pass/ -> me-event-pass                        login login 404   302   302   302   404   404   404
/me/events/{event_draft}/pass/                                           login login 404   404   404   404   404   404   404
/manage/kin/events/{event_door}/check-in/ [door-pass] -> manage-event-check-in login login 404   404   404   302   404   404   404
/manage/kin/events/{event_door}/check-in/ [door-no-pass]                 login login 404   404   404   422   404   404   404
/manage/kin/events/{event_draft}/check-in/ [door-pass] -> manage-event-check-in login login 404   404   404   302   404   404   404
/manage/kin/events/{event_door}/helpers/ [ask-to-help] -> manage-event-helpers login login 404   404   404   302   404   404   404
/manage/kin/events/{event_door}/helpers/ [guests-welcome] -> manage-event-helpers login login 404   404   404   302   404   404   404
/manage/kin/events/{event_door}/helpers/ -> manage-event-helpers         login login 404   404   404   302   404   404   404
/manage/kin/events/{event_door}/import/                                  login login 404   404   404   422   404   404   404
/manage/kin/events/{event_door}/import/ [count-list] -> manage-event-import login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/check-in/ [door-pass] -> manage-chapter-event-check-in login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/helpers/ [ask-to-help] -> manage-chapter-event-helpers login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/import/ [count-list] -> manage-chapter-event-import login login 404   404   404   302   404   404   404

# News
/news/                                                                   405   405   405   405   405   405   405   405   405
/news/feed/                                                              405   405   405   405   405   405   405   405   405
/groups/kin/news/                                                        405   405   405   405   405   405   405   405   405
/groups/draft/news/                                                      405   405   405   405   405   405   405   405   405
/groups/kin/news/feed/                                                   405   405   405   405   405   405   405   405   405
/news/{news_public}-for-all/                                             405   405   405   405   405   405   405   405   405
/news/{news_draft}-not-yet/                                              405   405   405   405   405   405   405   405   405
/news/{news_members}/                                                    405   405   405   405   405   405   405   405   405

# Asking the leads, one’s own questions, and the leads’ side of them
/groups/kin/ask/ [question] -> me-question                               login login 302   302   302   302   302   302   302
/groups/kin/ask/                                                         login login 422   422   422   422   422   422   422
/groups/kin/ask/?kind=help [question] -> me-question                     login login 302   302   302   302   302   302   302
/groups/kin-before/ask/ [question] -> group-ask                          login login 307   307   307   307   307   307   307
/groups/draft/ask/ [question]                                            login login 404   404   404   404   404   404   404
/groups/paused/ask/ [question] -> group                                  login login 404   302   302   302   404   404   404
/groups/archived/ask/ [question]                                         login login 404   404   404   404   404   404   404
/groups/kin/chapters/denver/ask/ [question] -> me-question               login login 302   302   302   302   302   302   302
/groups/kin/chapters/far/ask/ [question]                                 login login 404   404   404   404   404   404   404
/me/questions/                                                           login login 405   405   405   405   405   405   405
/me/questions/{question}/ [say] -> me-question                           login login 404   404   302   404   404   404   404
/me/questions/{question}/                                                login login 404   404   422   404   404   404   404
/me/questions/{question}/ [close] -> me-questions                        login login 404   404   302   404   404   404   404
/me/questions/{closed_question}/ [say]                                   login login 422   404   404   404   404   404   404
/me/questions/{nobody}/ [say]                                            login login 404   404   404   404   404   404   404
/manage/kin/questions/                                                   login login 405   405   405   405   405   405   405
/manage/kin/questions/{question}/ [answer] -> manage-question            login login 404   404   404   302   404   404   404
/manage/kin/questions/{question}/                                        login login 404   404   404   422   404   404   404
/manage/kin/questions/{question}/ [close] -> manage-questions            login login 404   404   404   302   404   404   404
/manage/kin/questions/{closed_question}/ [answer]                        login login 404   404   404   422   404   404   404
/manage/other/questions/{question}/ [answer]                             login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/questions/{chapter_question}/ [answer] -> manage-chapter-question login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/questions/{chapter_question}/ [close] -> manage-chapter-questions login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/questions/{question}/ [answer]               login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/questions/                                   login login 405   405   405   405   405   405   405

# Health
/livez                                                                   405   405   405   405   405   405   405   405   405
/readyz                                                                  405   405   405   405   405   405   405   405   405

# News in the workspace of a group, and of a chapter
/manage/kin/news/                                                        login login 404   404   404   405   404   404   404
/manage/kin/news/new/ [news] -> manage-news-item                         login login 404   404   404   302   404   404   404
/manage/kin/news/new/                                                    login login 404   404   404   422   404   404   404
/manage/kin-before/news/new/ [news] -> manage-news-new                   login login 404   404   404   307   404   404   404
/manage/paused/news/new/ [news] -> manage-news-item                      login login 404   404   404   302   404   404   404
/manage/draft/news/new/ [news]                                           login login 404   404   404   404   404   404   404
/manage/other/news/new/ [news] -> manage-news-item                       login login 404   404   404   404   302   404   404
/manage/kin/news/{news_draft}/                                           login login 404   404   404   405   404   404   404
/manage/kin/news/{news_draft}/edit/ [news] -> manage-news-item           login login 404   404   404   302   404   404   404
/manage/kin/news/{news_draft}/edit/                                      login login 404   404   404   409   404   404   404
/manage/kin/news/{news_scheduled}/edit/ [news] -> manage-news-item       login login 404   404   404   302   404   404   404
/manage/kin/news/{nothing}/edit/ [news]                                  login login 404   404   404   404   404   404   404
/manage/other/news/{news_draft}/edit/ [news]                             login login 404   404   404   404   404   404   404
/manage/kin/news/{news_page}/send/ [send] -> manage-news-item            login login 404   404   404   302   404   404   404
/manage/kin/news/{news_draft}/send/ [send]                               login login 404   404   404   422   404   404   404
/manage/kin/news/{nothing}/send/ [send]                                  login login 404   404   404   404   404   404   404
/manage/kin/news/{news_scheduled}/take-back/ -> manage-news-item         login login 404   404   404   302   404   404   404
/manage/kin/news/{news_waiting}/take-back/ -> manage-news-item           login login 404   404   404   302   404   404   404
/manage/kin/news/{news_public}/stop/ -> manage-news-item                 login login 404   404   404   302   404   404   404
/manage/kin/news/{news_public}/take-down/ -> manage-news-item            login login 404   404   404   302   404   404   404
/manage/kin/news/{news_draft}/delete/ -> manage-news                     login login 404   404   404   302   404   404   404
/manage/kin/news/{nothing}/delete/                                       login login 404   404   404   404   404   404   404
/manage/other/news/{news_draft}/delete/                                  login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/news/                                        login login 404   404   404   405   404   404   404
/manage/kin/chapters/denver/news/new/ [news] -> manage-chapter-news-item login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/news/{news_of_denver}/                       login login 404   404   404   405   404   404   404
/manage/kin/chapters/denver/news/{news_of_denver}/edit/ [news] -> manage-chapter-news-item login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/news/{news_of_denver}/send/ [send]           login login 404   404   404   422   404   404   404
/manage/kin/chapters/denver/news/{news_draft}/send/ [send]               login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/news/{news_of_denver}/take-back/ -> manage-chapter-news-item login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/news/{news_denver}/stop/ -> manage-chapter-news-item login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/news/{news_denver}/take-down/ -> manage-chapter-news-item login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/news/{news_of_denver}/delete/ -> manage-chapter-news login login 404   404   404   302   404   404   404

# Curation of news
/admin/news/newsitem/ [delete]                                           login login 404   404   404   404   404   405   405
/admin/news/newsitem/{news_waiting}/ [approve] -> admin:index              login login 404   404   404   404   404   302   302
/admin/news/newsitem/{news_waiting}/ [return-texts] -> admin:index       login login 404   404   404   404   404   302   302
/admin/news/newsitem/{news_waiting}/                                     login login 404   404   404   404   404   422   422
/admin/news/newsitem/{news_draft}/ [approve] -> admin:news_newsitem_change login login 404   404   404   404   404   302   302
/admin/news/newsitem/{news_public}/take-down/ -> admin:news_newsitem_change login login 404   404   404   404   404   302   302
/admin/news/newsitem/{nothing}/take-down/                                login login 404   404   404   404   404   404   404
/admin/news/newsitem/{nothing}/ [approve]                                login login 404   404   404   404   404   404   404

# Events in the workspace of a group, and of a chapter
/manage/kin/events/                                                      login login 404   404   404   405   404   404   404
/manage/kin/events/new/ [event] -> manage-event                          login login 404   404   404   302   404   404   404
/manage/kin/events/new/                                                  login login 404   404   404   422   404   404   404
/manage/kin-before/events/new/ [event] -> manage-event-new               login login 404   404   404   307   404   404   404
/manage/paused/events/new/ [event] -> manage-event                       login login 404   404   404   302   404   404   404
/manage/draft/events/new/ [event]                                        login login 404   404   404   404   404   404   404
/manage/other/events/new/ [event] -> manage-event                        login login 404   404   404   404   302   404   404
/manage/kin/events/rules/ [approved-first] -> manage-events              login login 404   404   404   302   404   404   404
/manage/other/events/rules/ [approved-first] -> manage-events            login login 404   404   404   404   302   404   404
/manage/nothing/events/rules/ [approved-first]                           login login 404   404   404   404   404   404   404
/manage/kin/events/{event_draft}/                                        login login 404   404   404   405   404   404   404
/manage/kin/events/{event_draft}/edit/ [event] -> manage-event           login login 404   404   404   302   404   404   404
/manage/kin/events/{event_draft}/edit/                                   login login 404   404   404   409   404   404   404
/manage/kin/events/{event_public}/edit/ [event] -> manage-event          login login 404   404   404   302   404   404   404
/manage/kin/events/{event_submitted}/edit/ [event] -> manage-event       login login 404   404   404   302   404   404   404
/manage/kin/events/{event_of_denver}/edit/ [event]                       login login 404   404   404   404   404   404   404
/manage/kin/events/{nothing}/edit/ [event]                               login login 404   404   404   404   404   404   404
/manage/other/events/{event_draft}/edit/ [event]                         login login 404   404   404   404   404   404   404
/manage/kin/events/{event_public}/duplicate/ [event] -> manage-event     login login 404   404   404   302   404   404   404
/manage/kin/events/{event_public}/duplicate/                             login login 404   404   404   422   404   404   404
/manage/other/events/{event_public}/duplicate/ [event]                   login login 404   404   404   404   404   404   404
/manage/kin/events/{event_draft}/publish/ [version-one] -> manage-event  login login 404   404   404   302   404   404   404
/manage/kin/events/{event_draft}/publish/ -> manage-event                login login 404   404   404   302   404   404   404
/manage/kin/events/{nothing}/publish/ [version-one]                      login login 404   404   404   404   404   404   404
/manage/other/events/{event_draft}/publish/ [version-one]                login login 404   404   404   404   404   404   404
/manage/kin/events/{event_submitted}/take-back/ -> manage-event          login login 404   404   404   302   404   404   404
/manage/kin/events/{event_public}/cancel/ [version-one] -> manage-event  login login 404   404   404   302   404   404   404
/manage/kin/events/{event_public}/cohosts/ [invite] -> manage-event-cohosts login login 404   404   404   302   404   404   404
/manage/other/events/{event_cohosted}/cohosts/ [withdraw] -> manage-event-cohosts login login 404   404   404   404   302   404   404
/manage/kin/events/{event_cohosted}/cohosts/ [withdraw]                  login login 404   404   404   404   404   404   404
/manage/kin/events/invitations/                                          login login 404   404   404   405   404   404   404
/manage/other/events/invitations/                                        login login 404   404   404   404   405   404   404
/manage/kin/chapters/denver/events/invitations/                          login login 404   404   404   405   404   404   404
/manage/kin/events/{event_invited}/invitation/ [accept] -> manage-event-invitation login login 404   404   404   302   404   404   404
/manage/other/events/{event_invited}/invitation/ [accept]                login login 404   404   404   404   404   404   404
/manage/kin/events/{event_cohosted}/invitation/ [leave-host] -> manage-event-invitations login login 404   404   404   302   404   404   404
/manage/other/events/{event_public}/cancel/ [version-one]                login login 404   404   404   404   404   404   404
/manage/kin/events/{event_draft}/delete/ -> manage-events                login login 404   404   404   302   404   404   404
/manage/kin/events/{event_public}/delete/ -> manage-event                login login 404   404   404   302   404   404   404
/manage/other/events/{event_draft}/delete/                               login login 404   404   404   404   404   404   404
/manage/kin/events/{event_draft}/repeat/ [repeat] -> manage-series       login login 404   404   404   302   404   404   404
/manage/kin/events/{event_draft}/repeat/                                 login login 404   404   404   422   404   404   404
/manage/kin/events/{event_full}/repeat/ [repeat] -> manage-event         login login 404   404   404   302   404   404   404
/manage/other/events/{event_draft}/repeat/ [repeat]                      login login 404   404   404   404   404   404   404
/manage/kin/events/{event_draft}/sittings/ [sitting] -> manage-series    login login 404   404   404   302   404   404   404
/manage/kin/events/{event_draft}/sittings/                               login login 404   404   404   422   404   404   404
/manage/other/events/{event_draft}/sittings/ [sitting]                   login login 404   404   404   404   404   404   404
/manage/kin/events/{event_first_of_dates}/edit/ [event]                  login login 404   404   404   422   404   404   404
/manage/kin/events/{event_first_of_dates}/edit/ [all-dates] -> manage-event login login 404   404   404   302   404   404   404
/manage/kin/events/series/{series_dates}/                                login login 404   404   404   405   404   404   404
/manage/kin/events/series/{series_dates}/dates/ [more-dates] -> manage-series login login 404   404   404   302   404   404   404
/manage/kin/events/series/{series_dates}/dates/                          login login 404   404   404   422   404   404   404
/manage/other/events/series/{series_dates}/dates/ [more-dates]           login login 404   404   404   404   404   404   404
/manage/kin/events/series/{series_drafts}/publish/ -> manage-series      login login 404   404   404   302   404   404   404
/manage/other/events/series/{series_drafts}/publish/                     login login 404   404   404   404   404   404   404
/manage/kin/events/series/{series_dates}/cancel/                         login login 404   404   404   422   404   404   404
/manage/other/events/series/{series_dates}/cancel/                       login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/repeat/       login login 404   404   404   422   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/sittings/     login login 404   404   404   422   404   404   404
/manage/kin/chapters/denver/events/series/{series_of_denver}/            login login 404   404   404   405   404   404   404
/manage/kin/chapters/denver/events/series/{series_of_denver}/dates/      login login 404   404   404   422   404   404   404
/manage/kin/chapters/denver/events/series/{series_of_denver}/publish/ -> manage-chapter-series login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/series/{series_of_denver}/cancel/     login login 404   404   404   422   404   404   404
/manage/kin/chapters/denver/events/                                      login login 404   404   404   405   404   404   404
/manage/kin/chapters/denver/events/new/ [event] -> manage-chapter-event  login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/              login login 404   404   404   405   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/edit/ [event] -> manage-chapter-event login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_draft}/edit/ [event]           login login 404   404   404   404   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/duplicate/ [event] -> manage-chapter-event login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/publish/ [version-one] -> manage-chapter-event login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/take-back/ -> manage-chapter-event login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/cancel/ [version-one] -> manage-chapter-event login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_draft_of_denver}/delete/ -> manage-chapter-events login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_of_denver}/cohosts/ [invite] -> manage-chapter-event-cohosts login login 404   404   404   302   404   404   404
/manage/kin/chapters/denver/events/{event_invited_denver}/invitation/ [accept] -> manage-chapter-event-invitation login login 404   404   404   302   404   404   404

# Curation of events
/admin/events/event/ [delete]                                            login login 404   404   404   404   404   405   405
/admin/events/event/{event_submitted}/ [approve] -> admin:index          login login 404   404   404   404   404   302   302
/admin/events/event/{event_submitted}/ [return-texts] -> admin:index     login login 404   404   404   404   404   302   302
/admin/events/event/{event_submitted}/                                   login login 404   404   404   404   404   422   422
/admin/events/event/{event_draft}/ [approve] -> admin:events_event_change login login 404   404   404   404   404   302   302
/admin/events/event/{nothing}/ [approve]                                 login login 404   404   404   404   404   404   404
"""

# Signed out, each line is answered with the same bytes at all its addresses.
ALIKE = """
/groups/draft/ /groups/paused/ /groups/archived/ /groups/nothing/ /groups/NOTHING/
/groups/kin/join/ /groups/kin-before/join/ /groups/draft/join/ /groups/paused/join/ /groups/archived/join/ /groups/nothing/join/
/groups/kin/leave/ /groups/kin-before/leave/ /groups/draft/leave/ /groups/paused/leave/ /groups/archived/leave/ /groups/nothing/leave/
/groups/kin/visibility/ /groups/kin-before/visibility/ /groups/draft/visibility/ /groups/paused/visibility/ /groups/archived/visibility/ /groups/nothing/visibility/
/manage/kin/ /manage/draft/ /manage/nothing/ /manage/kin/history/ /manage/nothing/page/ /manage/kin/chapters/denver/ /manage/kin/chapters/nothing/
/groups/kin/members/ /groups/kin-before/members/ /groups/draft/members/ /groups/paused/members/ /groups/archived/members/ /groups/nothing/members/
/groups/draft/chapters/denver/ /groups/paused/chapters/denver/ /groups/nothing/chapters/denver/ /groups/kin/chapters/nothing/ /groups/kin/chapters/far/
/groups/kin/chapters/denver/join/ /groups/kin/chapters/quiet/join/ /groups/kin/chapters/nothing/join/ /groups/draft/chapters/denver/join/ /groups/nothing/chapters/denver/join/
/groups/kin/chapters/denver/leave/ /groups/kin/chapters/nothing/leave/ /groups/nothing/chapters/denver/leave/
/groups/kin/chapters/propose/ /groups/paused/chapters/propose/ /groups/nothing/chapters/propose/
/news/{news_members}-for-members/ /news/{news_employees}-x/ /news/{news_draft}-not-yet/ /news/{news_paused}-for-all/ /news/{news_archived}/ /news/{news_members}/ /news/{nothing}-for-all/ /news/{nothing}/
/events/{event_members}-for-members/ /events/{event_employees}-x/ /events/{event_draft}-not-yet/ /events/{event_paused}-for-all/ /events/{event_archived}/ /events/{event_again}/ /events/{nothing}-for-all/ /events/{nothing}/
/events/{event_members}-x/event.ics /events/{event_employees}-x/event.ics /events/{event_draft}-x/event.ics /events/{event_paused}-x/event.ics /events/{event_again}-x/event.ics /events/{nothing}-x/event.ics
/events/series/{series_dates}-x/series.ics /events/series/{series_drafts}-x/series.ics /events/series/{series_members}-x/series.ics /events/series/{nothing}-x/series.ics
/events/{event_members}-x/poster.svg /events/{event_draft}-x/poster.svg /events/{nothing}-x/poster.svg
/events/{event_employees}-x/poster.pdf /events/{event_draft}-x/poster.pdf /events/{nothing}-x/poster.pdf
/calendar/{nobody}.ics /calendar/x.ics
/events/{event_door}-x/door/ /events/{event_draft}-x/door/ /events/{nothing}-x/door/ /events/{event_members}/door/ /events/{nothing}/door/ /me/events/{event_door}/pass/ /me/events/{nothing}/pass/ /manage/kin/events/{event_door}/check-in/ /manage/kin/events/{nothing}/import/
/groups/draft/events.ics /groups/paused/events.ics /groups/nothing/events.ics /groups/paused/chapters/denver/events.ics
/events/{event_employees}-x/rsvp/ /events/{event_draft}-x/rsvp/ /events/{nothing}-x/rsvp/ /events/{event_full}-full/cancel/ /events/{event_draft}-x/accept/ /events/{nothing}-x/seat-me/
/events/series/{series_dates}-x/rsvp/ /events/series/{series_drafts}-x/rsvp/ /events/series/{nothing}-x/rsvp/ /events/series/{series_dates}-x/cancel/ /events/series/{nothing}-x/cancel/
/events/{event_employees}-x/guests/ /events/{event_draft}-x/guests/ /events/{nothing}-x/guests/ /events/{event_employees}-x/accessibility/ /events/{nothing}-x/accessibility/ /me/events/ /me/events/{event_employees}/requests/ /me/events/{nothing}/requests/
/events/{event_over}-x/feedback/ /events/{event_draft}-x/feedback/ /events/{nothing}-x/feedback/ /events/{event_over}/feedback/ /events/{nothing}/feedback/ /manage/kin/events/{event_over}/feedback/ /manage/kin/events/{nothing}/feedback/ /manage/kin/events/{event_over}/summary/ /manage/kin/events/{nothing}/summary/
/groups/draft/news/ /groups/paused/news/ /groups/archived/news/ /groups/nothing/news/ /groups/paused/news/feed/ /groups/nothing/news/feed/
/me/proposals/{proposal}/ /me/proposals/{nothing}/ /me/proposals/{proposal}/withdraw/ /me/proposals/{nothing}/withdraw/
/media/{draft_emblem} /media/{no_emblem} /media/{photo} /media/photos/x /media/x
/me/notices/ /me/notices/{notice}/ /me/notices/{nobody}/ /me/notices/settings/
/unsubscribe/{unsubscribe}/ /unsubscribe/{nobody}/ /unsubscribe/x/
/groups/kin/ask/ /groups/kin-before/ask/ /groups/draft/ask/ /groups/paused/ask/ /groups/nothing/ask/
/me/questions/ /me/questions/{question}/ /me/questions/{nobody}/ /manage/kin/questions/{question}/ /manage/kin/questions/{nobody}/ /manage/nothing/questions/
/resources/{resource}/ /resources/{nobody}/ /resources/x/ /manage/kin/resources/{resource}/ /manage/kin/resources/{nobody}/
/admin/ /admin/login/ /admin/brgs/brg/{kin}/change/ /admin/brgs/brg/{draft}/change/ /admin/brgs/brg/{nothing}/change/ /admin/brgs/membership/ /admin/x
/admin/accounts/user/{person}/change/ /admin/accounts/user/{nobody}/change/ /admin/accounts/user/{gone}/erase/ /me/ /me/groups/
/manage/kin/chapters/ /manage/draft/chapters/ /manage/nothing/chapters/ /manage/kin/chapters/denver/ /manage/kin/chapters/nothing/ /manage/kin/chapters/proposals/{proposal}/ /manage/kin/chapters/proposals/{nothing}/
/manage/kin/news/ /manage/draft/news/ /manage/nothing/news/ /manage/kin/news/{news_draft}/ /manage/kin/news/{nothing}/ /manage/kin/chapters/denver/news/ /manage/kin/chapters/nothing/news/ /admin/news/newsitem/{news_draft}/ /admin/news/newsitem/{nothing}/
/manage/kin/events/ /manage/draft/events/ /manage/nothing/events/ /manage/kin/events/{event_draft}/ /manage/kin/events/{nothing}/ /manage/kin/chapters/denver/events/ /manage/kin/chapters/nothing/events/ /admin/events/event/{event_draft}/ /admin/events/event/{nothing}/
"""

ROLES = (
    *("visitor", "deactivated", "employee", "member", "hidden", "lead", "other lead"),
    *("curator", "superuser"),
)
LINE = re.compile(
    r"(?P<address>\S+)(?: \[(?P<form>\S+)\])?(?: -> (?P<targets>\S+(?: [a-z-]+)?))?"
    rf"(?P<answers>(?: +\S+){{{len(ROLES)}}})"
)


def lines(table: str) -> list[tuple[str, str, dict[str, str]]]:
    """Read a table: address, name of the form, and what each role is answered."""
    return [line(text) for text in table.splitlines() if text and not text.startswith("#")]


def line(text: str) -> tuple[str, str, dict[str, str]]:
    found = LINE.fullmatch(text)
    assert found, f"not a line of the table: {text}"
    targets = (found["targets"] or "").split()
    answers = [in_full(word, targets) for word in found["answers"].split()]
    return found["address"], found["form"] or "", dict(zip(ROLES, answers, strict=True))


def in_full(word: str, targets: list[str]) -> str:
    """A word of the table with the route that it leads to: "302 home"."""
    if word.rstrip("+") not in ("302", "307"):
        return word
    return f"{word.rstrip('+')} {targets[word.count('+')]}"
