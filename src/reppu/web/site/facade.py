"""What the command line may ask of the site."""

from reppu.web.site.preparing import prepare
from reppu.web.site.serving import serve

__all__ = ["prepare", "serve"]
