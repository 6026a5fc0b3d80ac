"""The Word face of a page: real headings, lists and tables, and the marks of a comparison as tracked changes.

The package is python-docx's; what it has nothing for (lists that count, fields, tracked changes) is written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.export.page import Page


def page_docx(page: Page) -> bytes:
    """A page as a Word file; the same page always gives the same bytes.

    On a page that compares, every mark is a tracked change by the school and every note a comment: with all changes
    accepted it is ``accepted(page)``, with all rejected ``rejected(page)``.

    Raises:
        Problem: When the library that writes Word files is not installed.
    """
    try:
        import docx  # noqa: F401
    except ImportError as problem:
        raise Problem("Word files need the package python-docx", "pip install 'policy-composer[word]'") from problem
    from composer.export.word.body import Body
    from composer.export.word.package import package

    return package(page, Body(page))
