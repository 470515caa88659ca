"""What can be wrong with a question about quality."""

from __future__ import annotations

from dpkit.errors import ArchiveError, NotFoundError

__all__ = ["GoneColumnError", "NoConfigurationError", "QualityError"]


class QualityError(ArchiveError, ValueError):
    """Quality parameters cannot be asked for, given or judged as was wanted."""

    code = "quality"


class GoneColumnError(NotFoundError):
    """A column that rows have, but that the schemas do not declare any more."""

    code = "column-gone"


class NoConfigurationError(NotFoundError):
    """The archive has no score configuration that was asked for."""

    code = "no-configuration"
