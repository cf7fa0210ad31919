"""What the command line may ask of the site."""

from reppu.web.site.backups import BackedUp, back_up, keys_file, restore
from reppu.web.site.demonstration import sign_in_of_demo
from reppu.web.site.keeping import examine_site, forget_organisation
from reppu.web.site.preparing import prepare
from reppu.web.site.serving import serve

__all__ = [
    "BackedUp", "back_up", "examine_site", "forget_organisation", "keys_file", "prepare", "restore", "serve", "sign_in_of_demo",
]  # fmt: skip
