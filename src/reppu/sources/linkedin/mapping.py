"""LinkedIn's exports, of pages, profiles and Campaign Manager: the list of their readers."""

from __future__ import annotations

from reppu.sources.bundles import Bundle
from reppu.sources.linkedin.archive import BUNDLES as ARCHIVES
from reppu.sources.linkedin.archive import READERS as ARCHIVE
from reppu.sources.linkedin.campaigns import CAMPAIGNS
from reppu.sources.linkedin.competitors import Competitors
from reppu.sources.linkedin.content import CONTENT
from reppu.sources.linkedin.creator import CREATOR
from reppu.sources.linkedin.page import FOLLOWERS, VISITORS
from reppu.sources.reader import Reader

READERS: tuple[Reader, ...] = (CONTENT, FOLLOWERS, VISITORS, Competitors(), CREATOR, CAMPAIGNS, *ARCHIVE)
BUNDLES: tuple[Bundle, ...] = ARCHIVES
