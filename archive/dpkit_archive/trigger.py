"""The second line against overlapping validity: in the database itself.

`dpkit_archive.validity` checks before it writes and says what is in the way; these hold for
whoever else writes. SQLite has triggers for it, PostgreSQL an exclusion constraint.
"""

from __future__ import annotations

from sqlalchemy import DDL, event
from sqlalchemy.schema import ExecutableDDLElement

from dpkit_archive.tables import validity

__all__ = ["GUARDS", "OVERLAP"]

OVERLAP = "validity ranges overlap"
"""Message of the triggers, and name of the constraint."""

# Standing ranges do not overlap, so the last one that begins before the new one ends decides.
_TRIGGER = """
CREATE TRIGGER {name} BEFORE {action} ON validity
WHEN NEW.retired_event IS NULL AND (
    SELECT end_ns FROM validity
    WHERE calibration_set = NEW.calibration_set AND type = NEW.type
      AND selection = NEW.selection AND retired_event IS NULL AND begin_ns < NEW.end_ns{other}
    ORDER BY begin_ns DESC LIMIT 1) > NEW.begin_ns
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""

# Ranges of one value for the keys: an exclusion by equality would need an extension.
_RANGE_TYPE = 'CREATE TYPE text_range AS RANGE (subtype = text, collation = "C")'
_EXCLUSION = """
ALTER TABLE validity ADD CONSTRAINT "{message}" EXCLUDE USING gist (
    int8range(calibration_set, calibration_set, '[]') WITH &&,
    int8range(type, type, '[]') WITH &&,
    text_range(selection, selection, '[]') WITH &&,
    int8range(begin_ns, end_ns) WITH &&
) WHERE (retired_event IS NULL)
"""


GUARDS = {
    "sqlite": {
        name: _TRIGGER.format(name=name, action=action, other=other, message=OVERLAP)
        for name, action, other in (
            ("validity_overlap_insert", "INSERT", ""),
            ("validity_overlap_update", "UPDATE", "\n      AND number != NEW.number"),
        )
    },
    "postgresql": {OVERLAP: _EXCLUSION.format(message=OVERLAP)},
}
"""What makes each trigger or constraint, by engine and name."""


def _add(statement: str, dialect: str, moment: str = "after_create") -> None:
    ddl: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]
    event.listen(validity, moment, ddl.execute_if(dialect=dialect))


_add(_RANGE_TYPE, "postgresql", "before_create")
for _dialect, _guards in GUARDS.items():
    for _statement in _guards.values():
        _add(_statement, _dialect)
