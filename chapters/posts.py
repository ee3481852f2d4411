from brgs.posts import knowing_posts

from .models import ChapterOfficer


def with_posts(people):
    """People who know whether they hold a post of a chapter."""
    return knowing_posts(people, ChapterOfficer)
