"""Dates and periods in running text: reading them with their spans, and comparing two of them.

Own rules over word tables, for want of a library that does it: dateparser 1.5 finds exact spans with an F1 of .18 to
.30 on the gold in ``tests/mentions/data`` and reads 20 kB a second.
"""

from agent.mentions.dates.comparison import compare_dates
from agent.mentions.dates.period import Bound, MonthDay, Part, Period, Precision
from agent.mentions.dates.reader import read_dates

__all__ = ["Bound", "MonthDay", "Part", "Period", "Precision", "compare_dates", "read_dates"]
