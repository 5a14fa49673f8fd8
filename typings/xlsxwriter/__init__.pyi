"""The part of XlsxWriter that is used here."""

from collections.abc import Mapping
from io import BytesIO
from os import PathLike
from types import TracebackType
from typing import Any, Self

class Workbook:
    def __init__(
        self, filename: BytesIO | PathLike[str], options: Mapping[str, bool] | None = ...
    ) -> None: ...
    def add_worksheet(self, name: str | None = None) -> Any: ...
    def add_format(self, properties: Mapping[str, object]) -> Any: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
