"""``python -m bench``: run everything, print one JSON object a line, fail where a gate is missed."""

import sys

from bench import push_350, room_350

BENCHES = (room_350, push_350)


def main() -> int:
    """Run every benchmark and return the exit status."""
    missed = 0
    for bench in BENCHES:
        for figure in bench.run():
            print(figure.line(), flush=True)
            missed += not figure.ok
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
