"""What `gamectl` tells the shell when it ends."""

from typing import Final

CLEAN: Final = 0
FINDINGS: Final = 1
"""Findings at or above `--fail-on`."""
NOT_RUN: Final = 2
"""It could not run: a wrong argument, no such folder, a file that cannot be written."""
BUG: Final = 3
INTERRUPTED: Final = 130
