"""What routes work with: the stores and the fixed values that the door has made ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tintype.rest.work import Work
from tintype.services.designs.put_asset import Validate
from tintype.store.banners import Banners
from tintype.store.designs import Designs
from tintype.store.duplications import Duplications
from tintype.store.edits import Edits
from tintype.store.files import Files
from tintype.store.images import Images
from tintype.store.keys import Keys
from tintype.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Services:
    """The stores; what says what a file is; the fonts' catalogue; the workspace's name; where pictures are.

    `purge` takes an image's pictures out of the CDN; that it can't is no reason to refuse what has been done already.
    """

    designs: Designs
    images: Images
    edits: Edits
    workspace: Workspace
    duplications: Duplications
    banners: Banners
    keys: Keys
    files: Files
    validate: Validate
    families: Sequence[Mapping[str, Any]]
    company: str
    image_base_url: str
    purge: Callable[[str], None]
    work: Work

    @property
    def fonts(self) -> frozenset[str]:
        """The names and ids of the bundled font families, lower-cased."""
        return frozenset(family[key].lower() for family in self.families for key in ("name", "id"))
