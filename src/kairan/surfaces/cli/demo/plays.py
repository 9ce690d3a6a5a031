"""Puts a play together: an organisation, its people, its talks, and who looks when, in order."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
