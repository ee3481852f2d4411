"""Officers as everybody who works here may see them: the post is public, during the term."""

from django.utils.translation import gettext as _

from accounts.people import person_row
from brgs.roles import RANK


def public_posts(posts):
    """Those of these posts that are in their term, and leads who stay as caretakers, by rank."""
    rows = (posts.in_term() | posts.caretaking()).select_related("person")
    return sorted(rows, key=lambda post: (RANK[post.role], post.person.sort_name, post.pk))


def officer_rows(posts):
    return [person_row(post.person, post_in_words(post), post.line) for post in posts]


def post_in_words(post):
    """The title of a public post, with a plain mark where the term is over."""
    if post.is_over():
        return _("%(post)s, caretaker") % {"post": post.shown_title}
    return str(post.shown_title)
