"""What is told about belonging, to each person about their own alone."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from notices.actions import make_discreet, withdraw
from notices.models import key_of

from .letters import tell_member, tell_members

# What goes to those who belong. An offer, an answer to a question and what is told about one's
# privacy is for whoever has left as well.
FOR_MEMBERS = ("news", "welcome", "term", "approval")
# What an active group sends: news, and reminders.
OF_ACTIVE_GROUP = ("news", "term")


def welcome(membership):
    brg = membership.brg
    seen = Visibility(membership.visibility).explanation
    tell_member(
        membership,
        kind="welcome",
        thing=key_of(membership),
        title=_("Welcome to %(group)s") % {"group": brg.short_name},
        line=_("Good to have you here. %(seen)s") % {"seen": seen},
        body=_(
            "Good to have you here. The group’s page shows its chapters, its officers and what it "
            "offers its members.\n\n"
            "%(seen)s You can change this at any time under “My groups”, and leave there too."
        )
        % {"seen": seen},
        url=brg.get_absolute_url(),
        why=_("You joined %(group)s.") % {"group": brg.short_name},
    )


def removed(membership):
    """To whom a lead has removed. The reason stands in the portal alone."""
    names = {"group": membership.brg.short_name}
    tell_member(
        membership,
        kind="privacy",
        thing=key_of(membership),
        occurrence="removed",
        title=_("Your membership of %(group)s was ended") % names,
        line=_("A lead gave a reason. You can read it under “My groups”."),
        body=_(
            "A lead has ended your membership and given a reason. You can read it in the portal, "
            "under “My groups”. We do not put it in a mail.\n\n"
            "This is no ban: you can join again. If you think that it is wrong, the page “Raise a "
            "concern” says whom you can talk to."
        ),
        url=reverse("me-groups"),
        why=_("You were a member of %(group)s.") % names,
    )


def made_sensitive(brg):
    """To every member, always; from now on no subject names the group."""
    names = {"group": brg.short_name}
    make_discreet(topic=key_of(brg))
    tell_members(
        brg,
        kind="privacy",
        thing=key_of(brg),
        occurrence=f"sensitive {brg.version}",
        title=_("%(group)s is more private now") % names,
        line=_("Nobody can see that you belong. You are only counted."),
        body=_(
            "This group is more private now. Nobody can see that you belong: you are only counted. "
            "That holds also if more people could see it before.\n\n"
            "You need not do anything. If you want to be seen, choose so under “My groups”. Mails "
            "about the group do not name it in the subject any more."
        ),
        url=reverse("me-groups"),
        why=_("You are a member of %(group)s.") % names,
    )


def call_back_of_member(membership):
    """Let no mail for members go to somebody who has just left."""
    withdraw(topic=key_of(membership.brg), person=membership.person_id, kinds=FOR_MEMBERS)


def call_back_of_group(brg):
    """Let no news and reminders go out about a group that has just been paused or put away."""
    withdraw(topic=key_of(brg), kinds=OF_ACTIVE_GROUP)
