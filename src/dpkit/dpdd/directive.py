"""What the directives of this extension share."""

from __future__ import annotations

from abc import ABC, abstractmethod

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from dpkit.dpdd.error import PageError, placed

__all__ = ["PageDirective"]


class PageDirective(SphinxDirective, ABC):
    """A directive whose errors end the build, with the place of the directive."""

    def run(self) -> list[nodes.Node]:
        """Make the nodes."""
        with placed(self.get_location()):
            if not isinstance(self.state.parent, nodes.section | nodes.document):
                raise PageError(
                    f"{self.name} stands within other content",
                    remedy="put it right below a section title, not indented",
                )
            return self.render()

    @abstractmethod
    def render(self) -> list[nodes.Node]:
        """Make the nodes of the directive."""
