"""What Kairan must reach, measured beside a reference in the same run, so that the machine cancels out.

``python -m bench`` runs everything and prints one JSON object a line; exit status 1 where a gate is missed.
"""
