"""Dates and periods in running text: reading them with their spans, and comparing two of them."""

from agent.mentions.dates.comparison import compare_dates
from agent.mentions.dates.period import Bound, MonthDay, Part, Period, Precision
from agent.mentions.dates.reader import read_dates

__all__ = ["Bound", "MonthDay", "Part", "Period", "Precision", "compare_dates", "read_dates"]
