from .attendance import Attendance
from .door import DoorHelper, Pass

__all__ = ["Attendance", "DoorHelper", "Pass"]
