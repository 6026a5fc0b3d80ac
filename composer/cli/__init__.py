"""The command line: thin commands over the session, the store and the exports.

Standard output is what was asked for; standard error is what happened on the way, one line a problem.
The exit status is 0 when all is done and clean, 1 when there is something to see, 2 when the call or a
file is wrong. Each command imports what it needs when it runs, so that none pays for another.
"""

from composer.cli.frame import main

__all__ = ["main"]
