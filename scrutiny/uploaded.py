"""A file as it comes in with a form."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler

from recommendations.uploads import LARGEST


class InMemory(MemoryFileUploadHandler):
    """Holds it in memory, so that a full disk loses nothing of what came with it.

    Of a file that is too large no more than that is held. Its size is told as it was, so that the
    form can say so, and the rest of the form is read.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= LARGEST:
            self.file.write(raw_data)
