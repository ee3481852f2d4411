from .brg import BRG, BRGLink, FormerSlug
from .lists import FocusArea, Pillar
from .membership import Membership
from .officer import Officer

__all__ = ["BRG", "BRGLink", "FocusArea", "FormerSlug", "Membership", "Officer", "Pillar"]
