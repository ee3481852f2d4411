import functools

from django.http import Http404

from brgs.models import BRG
from brgs.views import of_group

from .models import Chapter


def of_chapter(reach):
    """Find the chapter that an address names, among those that `reach` gives the viewer.

    The view gets the chapter, with its group and region, in place of both slugs. Anything else is
    404, and a former address of the group leads to the present one.
    """

    def decorate(view):
        @functools.wraps(view)
        @of_group(BRG.objects.visible_to)
        def found(request, brg, chapter, **rest):
            rows = reach(request.user).filter(brg=brg, slug=chapter)
            thing = rows.select_related("brg", "region", "members_figure").first()
            if thing is None:
                raise Http404
            return view(request, thing, **rest)

        return found

    return decorate


of_own_chapter = of_chapter(Chapter.objects.led_by)
