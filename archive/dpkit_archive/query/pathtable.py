"""Tables of the values of paths that a document may have several times.

An index on an expression holds one value of a document. Where there may be several, a promoted
path gets a table of its own, which triggers of the database keep as the documents are, whoever
writes them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Double,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    inspect,
)
from sqlalchemy.types import TypeEngine

from dpkit_archive.query.engine import sql_engine
from dpkit_archive.query.field import INTEGER, NUMBER, TRUTH, DocumentField

__all__ = ["create_path_table", "drop_path_table", "is_kept", "path_table"]

_EVENTS = ("new", "changed", "gone")
"""What happens to a document; SQLite has a trigger for each."""


def create_path_table(connection: Connection, field: DocumentField) -> None:
    """Make the table of a field with the values of all documents, and what keeps it so."""
    engine = connection.dialect.name
    made = path_table(field, engine)
    made.create(connection)
    values = _values(field, engine)
    connection.exec_driver_sql(f"INSERT INTO {made.name} {values}")
    for statement in _FOLLOWING[engine](made.name, values):
        connection.exec_driver_sql(statement)


def drop_path_table(connection: Connection, name: str) -> None:
    """Drop a table and what keeps it, as far as they are there."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}_follow ON document")
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}_follow()")
    else:
        for event in _EVENTS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}_{event}")
    if inspect(connection).has_table(name):
        connection.exec_driver_sql(f"DROP TABLE {name}")


def is_kept(connection: Connection, field: DocumentField) -> bool:
    """Tell whether the table of a field is there, is kept by its triggers, and as documents are."""
    engine = connection.dialect.name
    name, values = path_table(field, engine).name, _values(field, engine)
    triggers = {f"{name}_{event}" for event in _EVENTS}
    if engine == "postgresql":
        triggers = {f"{name}_follow"}
    if not inspect(connection).has_table(name) or not triggers <= trigger_names(connection):
        return False
    rows = f"SELECT product, value FROM {name}"
    return not (_differ(connection, rows, values) or _differ(connection, values, rows))


def _differ(connection: Connection, rows: str, others: str) -> bool:
    """Tell whether some rows are not among others."""
    beyond = f"SELECT * FROM ({rows}) AS one EXCEPT SELECT * FROM ({others}) AS other LIMIT 1"
    return connection.exec_driver_sql(beyond).first() is not None


def trigger_names(connection: Connection) -> set[str]:
    """Return the names of all triggers."""
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    return set(connection.exec_driver_sql(sql[connection.dialect.name]).scalars())


@lru_cache(maxsize=1024)
def path_table(field: DocumentField, engine: str) -> Table:
    """Return the table of a field: each value, beside the number of its product."""
    return Table(
        f"path_{hashlib.sha256(_values(field, engine).encode()).hexdigest()[:16]}",
        MetaData(),
        Column("product", BigInteger, nullable=False, index=True),
        Column("value", _type(field.kind, engine), index=True),
    )


def _type(kind: str, engine: str) -> TypeEngine[Any]:
    """Return the type of a value, in the order and with the digits that it has in a document."""
    if engine == "sqlite":
        return LargeBinary()  # in SQLite the type of columns that leave every value as it is
    known: dict[str, TypeEngine[Any]] = {INTEGER: Numeric(), NUMBER: Double(), TRUTH: Boolean()}
    return known.get(kind, Text(collation="C"))


def _values(field: DocumentField, engine: str) -> str:
    """Return the SQL of the values in all documents: pairs of product and value."""
    says, literal = sql_engine(engine), {"literal_binds": True}
    return str(says.values(field).compile(dialect=says.dialect, compile_kwargs=literal))


def _sqlite(name: str, values: str) -> list[str]:
    delete = f"DELETE FROM {name} WHERE product = OLD.product"
    insert = f"INSERT INTO {name} SELECT * FROM ({values}) WHERE product = NEW.product"
    return [
        f"CREATE TRIGGER {name}_new AFTER INSERT ON document BEGIN {insert}; END",
        f"CREATE TRIGGER {name}_changed AFTER UPDATE OF content ON document "
        f"BEGIN {delete}; {insert}; END",
        f"CREATE TRIGGER {name}_gone AFTER DELETE ON document BEGIN {delete}; END",
    ]


def _postgresql(name: str, values: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN DELETE FROM {name} WHERE product = OLD.product; END IF; "
        f"IF TG_OP <> 'DELETE' THEN INSERT INTO {name} "
        f"SELECT * FROM ({values}) AS found WHERE product = NEW.product; END IF; "
        "RETURN NULL; END $$",
        f"CREATE TRIGGER {name}_follow AFTER INSERT OR UPDATE OF content OR DELETE ON document "
        f"FOR EACH ROW EXECUTE FUNCTION {name}_follow()",
    ]


_FOLLOWING = {"sqlite": _sqlite, "postgresql": _postgresql}
