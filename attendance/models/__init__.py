from .attendance import Attendance
from .door import DoorHelper, DoorRules, Pass, Press

__all__ = ["Attendance", "DoorHelper", "DoorRules", "Pass", "Press"]
