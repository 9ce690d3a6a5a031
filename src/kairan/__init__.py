"""Kairan (回覧): business chat in which the sender knows, by name, who has read and who has not."""

__version__ = "0.1.0"
