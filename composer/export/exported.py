"""What every export is made of, as the functions that make one see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from composer.export.evidence import Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.compare.deviations import Comparison
    from composer.policy.approval import Approval
    from composer.policy.evidence import SetAside
    from composer.policy.library import Model
    from composer.policy.outline import OutlineSection
    from composer.policy.policy import SchoolPolicy
    from composer.policy.problems import Problem


class Exported(Look, Protocol):
    """What is exported; a session's view of a policy answers it."""

    approval: Approval | None
    approval_trouble: Problem | None

    @property
    def policy(self) -> SchoolPolicy: ...  # noqa: D102

    @property
    def model(self) -> Model: ...  # noqa: D102

    @property
    def roles(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def role_words(self) -> tuple[str, ...]: ...  # noqa: D102

    def outline(self) -> tuple[OutlineSection, ...]: ...  # noqa: D102

    def asides(self) -> tuple[tuple[str, str, SetAside], ...]: ...  # noqa: D102

    def since_approval(self) -> Comparison: ...  # noqa: D102

    def plain_reader(self) -> Callable[[str], str]: ...  # noqa: D102
