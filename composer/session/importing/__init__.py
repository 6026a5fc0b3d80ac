"""One import before anything is written: proposals, corrections, undo and redo; no Textual, no files."""

from composer.session.importing.open_import import Importing

__all__ = ["Importing"]
