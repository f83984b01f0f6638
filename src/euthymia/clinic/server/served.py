"""The files that pages load: named by what is in them, so that no browser keeps an old one beside a new one."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ServedFiles(CompressedManifestStaticFilesStorage):
    """Names every file by its content, also where a script imports another."""

    support_js_module_import_aggregation = True


class NamedFiles(FileSystemFinder):
    """Finds our own files, and of the libraries those that settings name.

    A library's folder holds more than pages load: comments in what is left over were read as imports of files that are
    not there, and then nothing at all could be served.
    """

    def find(self, path: str, *more: Any, **named: Any) -> Any:
        """Return where a file lies; [] where it is none of ours and no library's that settings name."""
        return super().find(path, *more, **named) if _is_named(path) else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """Yield each file's path below its folder, and the folder as a storage."""
        for path, storage in super().list(ignore_patterns):
            if _is_named(f"{storage.prefix}/{path}" if storage.prefix else path):
                yield path, storage


def _is_named(path: str) -> bool:
    prefix = path.replace(os.sep, "/").partition("/")[0]
    return prefix not in settings.LIBRARIES or path.replace(os.sep, "/") in settings.LIBRARY_FILES
