"""YAML to plain values: only its safe part, and nothing written twice."""

from collections.abc import Mapping
from typing import Any

import yaml  # type: ignore[import-untyped]

from euthymia.wire.trial_design.fields import NotUnderstood

MOST_BYTES = 1_000_000


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """The safe loader, which else keeps the last of two lines of one name and says nothing."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise NotUnderstood(f"line {key.start_mark.line + 1}: {name} is written twice. Keep one of the two.")
            seen.add(name)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def read_sheet(data: bytes) -> Mapping[str, Any]:
    """Read a file of names and values. Raises NotUnderstood, with the line."""
    if len(data) > MOST_BYTES:
        raise NotUnderstood(f"The file has {len(data):,} bytes; a design has far fewer than {MOST_BYTES:,}. Check it.")
    try:
        found = yaml.load(data.decode("utf-8"), Loader=_Loader)
    except UnicodeDecodeError:
        raise NotUnderstood("The file is no text in UTF-8. Save it as such.") from None
    except yaml.YAMLError as failed:
        mark = getattr(failed, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise NotUnderstood(f"{where}{getattr(failed, 'problem', None) or failed}. Correct the YAML.") from None
    if not isinstance(found, Mapping):
        raise NotUnderstood("A design is names and values, such as `arms:` and what they are given. See the how-to.")
    return found
