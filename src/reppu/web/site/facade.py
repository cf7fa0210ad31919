"""What the command line may ask of the site."""

from reppu.web.site.serving import prepare, serve

__all__ = ["prepare", "serve"]
