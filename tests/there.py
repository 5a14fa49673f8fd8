"""What a test counts on being there: it fails with a plain word where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

T = TypeVar("T")
Q = TypeVar("Q", bound="QObject")


def there(value: T | None) -> T:
    """A value that is not None here."""
    assert value is not None, "is not there"
    return value


def found(parent: QObject, kind: type[Q], name: str = "") -> Q:
    """The first part of this kind, and of this name where one is given, at whatever depth."""
    return there(parent.findChild(kind, name) if name else parent.findChild(kind))
