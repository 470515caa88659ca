"""The second line against overlapping validity: triggers in the database itself.

`dpkit_archive.validity` checks before it writes and says what is in the way; the triggers hold
for whoever else writes.
"""

from __future__ import annotations

from sqlalchemy import DDL, event
from sqlalchemy.schema import ExecutableDDLElement

from dpkit_archive.tables import validity

__all__ = ["OVERLAP"]

OVERLAP = "validity ranges overlap"
"""Message of the triggers."""

# Standing ranges do not overlap, so the last one that begins before the new one ends decides.
_TEMPLATE = """
CREATE TRIGGER {name} BEFORE {action} ON validity
WHEN NEW.retired_event IS NULL AND (
    SELECT end_ns FROM validity
    WHERE calibration_set = NEW.calibration_set AND type = NEW.type
      AND selection = NEW.selection AND retired_event IS NULL AND begin_ns < NEW.end_ns{other}
    ORDER BY begin_ns DESC LIMIT 1) > NEW.begin_ns
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""

for _name, _action, _other in (
    ("validity_overlap_insert", "INSERT", ""),
    ("validity_overlap_update", "UPDATE", " AND number != NEW.number"),
):
    _trigger: ExecutableDDLElement = DDL(  # type: ignore[no-untyped-call]
        _TEMPLATE.format(name=_name, action=_action, other=_other, message=OVERLAP)
    )
    event.listen(validity, "after_create", _trigger.execute_if(dialect="sqlite"))
