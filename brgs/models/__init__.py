from .brg import BRG, BRGLink, FormerSlug
from .lists import FocusArea, Pillar
from .membership import Membership
from .officer import Officer
from .quarter import Quarter
from .texts import Revision, TextChange

__all__ = [
    "BRG",
    "BRGLink",
    "FocusArea",
    "FormerSlug",
    "Membership",
    "Officer",
    "Pillar",
    "Quarter",
    "Revision",
    "TextChange",
]
