"""The directory as values, without a database.

units    the tree of units, and what somebody may administer in it
people   what is kept of a member, and what of it others see
forms    the form in which details are kept, searched and sorted
rows     many members at once: what a list would do, by the same rule before and while it does
"""
