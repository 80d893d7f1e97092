"""How a parser says that a file is not to be read."""


class Unreadable(Exception):
    """The file is refused for the reason `code`, a key of the parent's texts."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
