"""One room, 351 members, 350 streams open: one writes, everybody's screen shows it, everybody reads.

Kairan and the reference (``bench.reference``) take turns, five rounds each, so that what else the machine
does falls on both; figures are medians over messages or rounds, the least is printed beside them. Both
run in a process of their own and are asked by this one, through the same code.

| figure | Kairan | the reference |
|---|---|---|
| acknowledged | from writing the request of a message to having its answer | a request answered after ``fsync`` |
| delivered | from the same moment until the last of 350 streams has the message | the same bytes to 350 streams |
| cpu_per_delivery | all CPU of the server for 50 messages / (50 · 350) | the same, without commands and ``fsync`` |
| read | 350 cursors at once: from the first request to the last answer | 350 requests answered after ``fsync`` |
| cpu_per_cursor | all CPU of the server for that, telling the room included / 350 | the same, telling nobody |
| reader_list | from the last of these answers to a list that shows 350 readers | the same bytes, asked for |
| reader_list_live | from the last of these answers until the streams have told of 350 moves | – |
| frames, writes | most a stream got while 350 read one message within a second | one for each move |
"""

import asyncio
import resource
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench.figures import Figure
from bench.kairan_room import KairanRoom
from bench.bare_room import BareRoom
from bench.server import Server

READERS = 350
MESSAGES = 50
ROUNDS = 5
WARM_UP = 20
CPU_LIMIT = 2.5
FRAMES_LIMIT = 10
