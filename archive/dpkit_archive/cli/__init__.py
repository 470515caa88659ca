"""Commands of the archive; imported by ``dpkit`` at start-up, so nothing heavy at the top."""

from __future__ import annotations

import click

from dpkit_archive.cli.calib import calib
from dpkit_archive.cli.certify import certify, decertify
from dpkit_archive.cli.check import check
from dpkit_archive.cli.copying import copy
from dpkit_archive.cli.events import events
from dpkit_archive.cli.export import export
from dpkit_archive.cli.find import find
from dpkit_archive.cli.get import get
from dpkit_archive.cli.history import history
from dpkit_archive.cli.impact import impact
from dpkit_archive.cli.importing import import_
from dpkit_archive.cli.index import index
from dpkit_archive.cli.init import init
from dpkit_archive.cli.lineage import lineage
from dpkit_archive.cli.purge import purge
from dpkit_archive.cli.rebuild import rebuild
from dpkit_archive.cli.register import register
from dpkit_archive.cli.release import release
from dpkit_archive.cli.repair import repair
from dpkit_archive.cli.reviews import reviews
from dpkit_archive.cli.show import show
from dpkit_archive.cli.stats import stats
from dpkit_archive.cli.status import status
from dpkit_archive.cli.trash import restore, trash
from dpkit_archive.cli.upgrade import upgrade
from dpkit_archive.cli.validity import validity

__all__ = ["archive"]


@click.group()
def archive() -> None:
    """Register products, find them, and choose calibrations.

    \b
    Examples:
      dpkit archive init
      dpkit archive register out/*.xml
      dpkit archive find DpdNirRelPhotoExpCalibration --observation 53292 --filter NIR_J
      dpkit archive calib DpdNirMasterDark --filter NIR_J --at 2026-03-01T12:00:00Z
    """


for _command in (
    init,
    register,
    find,
    show,
    get,
    calib,
    certify,
    decertify,
    validity,
    status,
    history,
    events,
    lineage,
    impact,
    reviews,
    trash,
    restore,
    purge,
    index,
    check,
    repair,
    stats,
    rebuild,
    upgrade,
    release,
    export,
    import_,
    copy,
):
    archive.add_command(_command)
