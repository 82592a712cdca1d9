"""The command ``tenken``, as the wheel carries it."""

from __future__ import annotations

import os
import signal
import sys


def python() -> list[str]:
    """The interpreter, and the folder that holds this package: what starts a worker."""
    return [sys.executable or "", os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]


def main() -> int:
    """Do what the command line asks for, and give the exit code."""
    # The command has its own way to stop; the interpreter would only wait for its end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from . import _tenken

    return _tenken.run(["tenken", *sys.argv[1:]], python())


if __name__ == "__main__":
    sys.exit(main())
