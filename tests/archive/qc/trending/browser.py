"""A headless browser, and a checker of links that needs none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_CONSOLE = re.compile(r"CONSOLE[^\]]*\] (.*)")


def broken_links(folder: Path) -> list[str]:
    """Return what pages and drawings of a folder refer to and is not there, or is elsewhere."""
    found = []
    for page in sorted(folder.glob("**/*.html")):
        root = html.parse(str(page)).getroot()
        for element, _, target, _ in root.iterlinks():
            parts = urlsplit(target)
            other = page if not parts.path else page.parent / unquote(parts.path)
            inside = not parts.scheme and not parts.netloc
            if not inside or not other.is_file() or not _has(other, parts.fragment):
                found.append(f"{page.name}: {element.tag} {target}")
    for picture in folder.glob("**/*.svg"):
        root = etree.parse(str(picture)).getroot()
        found += [f"{picture.name}: {one}" for one in root.xpath("//@href | //@src")]
    return found


def _has(page: Path, fragment: str) -> bool:
    return not fragment or fragment in html.parse(str(page)).xpath("//@id")


class Browser:
    """Loads pages without a window, and hears what their scripts complain of."""

    def __init__(self, program: str, profile: Path) -> None:
        self.command = [program, "--headless", "--disable-gpu", "--no-first-run"]
        self.command += [f"--user-data-dir={profile}", "--enable-logging=stderr"]
        # Nothing may come from elsewhere.
        self.command += ["--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking"]
        if os.geteuid() == 0:
            self.command.append("--no-sandbox")

    def load(self, page: Path) -> tuple[html.HtmlElement, list[str]]:
        """Return a page as it is after its scripts, and the messages in its console."""
        done = subprocess.run(
            [*self.command, "--virtual-time-budget=20000", "--dump-dom", page.as_uri()],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return html.fromstring(done.stdout), _CONSOLE.findall(done.stderr)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """Return a browser; without one the test is skipped."""
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if program is None:
        pytest.skip(f"there is no browser: none of {', '.join(_BROWSERS)} is installed")
    return Browser(program, tmp_path_factory.mktemp("profile"))
