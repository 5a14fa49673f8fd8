"""What is used of Pygments, which has no types of its own."""

from collections.abc import Iterator

class PythonLexer:
    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, object, str]]: ...
