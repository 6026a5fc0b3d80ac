"""One open policy: its decisions and edits, and what follows from them. No files, no screen."""

from composer.session.open_policy import Session, Step
from composer.session.policy_view import counts

__all__ = ["Session", "Step", "counts"]
