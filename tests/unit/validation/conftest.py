"""Written products that tests spoil."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from astropy.io import fits

from dpkit.binding.door import parse
from dpkit.schema.upgrade.upgrading import entry_for
from dpkit.validation.subject import Subject


@dataclass
class Sample:
    """A written product, to be spoiled."""

    document: Path

    @property
    def file(self) -> Path:
        (found,) = (self.document.parent / "data").iterdir()
        return found

    def replace(self, old: str, new: str) -> int:
        """Replace a text of the document; return the line on which it stands."""
        text = self.document.read_text()
        assert old in text, old
        self.document.write_text(text.replace(old, new, 1))
        return text[: text.index(old)].count("\n") + 1

    def forget_file(self) -> None:
        """Make the document say nothing of size and checksum."""
        text = self.document.read_text()
        pattern = r' (checksumMethod|checksumValue|fileSize)="[^"]*"'
        self.document.write_text(re.sub(pattern, "", text))

    def edit_file(self, change: Callable[[fits.HDUList], object]) -> None:
        """Change the file, and make the document accept its bytes."""
        with fits.open(self.file, memmap=False) as hdus:
            change(hdus)
            hdus.writeto(self.file, overwrite=True, checksum=True)
        self.forget_file()

    def card(self, key: str, value: object) -> None:
        """Set or, by None, remove a card of the first header."""

        def change(hdus: fits.HDUList) -> None:
            if value is None:
                del hdus[0].header[key]
            else:
                hdus[0].header[key] = value

        self.edit_file(change)


@pytest.fixture
def calibration(make, tmp_path: Path) -> Sample:
    return Sample(make.written(make.calibration(), tmp_path))


@pytest.fixture
def frame(make, tmp_path: Path) -> Sample:
    return Sample(make.written(make.frame(), tmp_path))


@pytest.fixture
def subject_of():
    """Give the subject that passes after the schema get, whether the document is valid or not."""

    def made(document: Path) -> Subject:
        data = document.read_bytes()
        root = parse(data)
        return Subject(source=document, data=data, root=root, entry=entry_for(root, ""))

    return made
