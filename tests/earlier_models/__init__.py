"""Last year's version of each model: what a school that decided on it goes on from when the model moves on.

``<model-id>/`` here is a model folder like those of ``clauses/models/``. It has the model's version 2025.1: its
``model.toml``, and in its own words each clause that read differently then or has been withdrawn since. Its
other clauses are the library's. It was the model of a library that is gone, so the program is given one to
read: today's library with the earlier version of a model where the newest was. A test starts a school there,
and opens it again under the library as it ships.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from composer.store.model_files import MODELS

SHIPPED = Path(__file__).parents[2] / "clauses"
"""The library that ships, with the newest version of every model."""

EARLIER = Path(__file__).parent
"""The folder with one model folder for each model."""

MODEL_IDS = tuple(sorted(path.parent.name for path in EARLIER.glob("*/model.toml")))
"""The models that have an earlier version: all that ship."""


def earlier_workspace(root: Path, *model_ids: str) -> Path:
    """Write a workspace whose library has the earlier version of some models, and return its root.

    For tests that take a school from the earlier version of its model to the newest: start the school in this
    workspace, then load the library from ``SHIPPED`` (or from a second workspace) and open it again.

    Args:
        root: Where to write it; ``clauses/`` must not be there yet.
        model_ids: The models to go back in; all of them where none is named. The others stay the newest.

    Raises:
        ValueError: There is no earlier version of a model that is named.
    """
    unknown = sorted(set(model_ids) - set(MODEL_IDS))
    if unknown:
        raise ValueError(f"no earlier version of {', '.join(unknown)}")
    clauses = root / "clauses"
    shutil.copytree(SHIPPED, clauses)
    for model_id in model_ids or MODEL_IDS:
        folder = clauses / MODELS / model_id
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(EARLIER / model_id, folder)
    return root
