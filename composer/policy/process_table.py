"""The table of processes that a clause may print: one channel for each, and what social media does for it.

``{{process_channels}}`` is filled from the school's own answers about processes and from nothing the library says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.filling import channel_of
from composer.policy.placeholders import capital, escape
from composer.policy.scenarios import Process
from composer.policy.school import in_words

if TYPE_CHECKING:
    from composer.policy.library import Library
    from composer.policy.policy import Draft

QUESTION = "each process for which the school uses social media, with its one channel"

_HEAD = "| For | The channel that counts | What social media does |\n|---|---|---|\n"


def process_table(draft: Draft, library: Library) -> str:
    """The table in Markdown, in the order of the school's file; empty while no process in use has a channel."""
    rows = []
    for key, answer in draft.policy.evidence.processes.items():
        if answer.use != "yes":
            continue
        channel, _ = channel_of(draft, library, library.processes.get(key, Process(key, key)), answer)
        if channel:
            cells = (answer.title or in_words(key), channel, answer.social_media or "Nothing so far")
            rows.append("| " + " | ".join(escape(capital(_one_line(cell))) for cell in cells) + " |\n")
    return _HEAD + "".join(rows).rstrip("\n") if rows else ""


def _one_line(said: str) -> str:
    return " ".join(said.split())
