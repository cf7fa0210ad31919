"""What hours and money were put into: a short fixed list, so that two seasons and two organisations can be compared.

Our choice. A cost sheet of communications splits into the work of one's own people, bought work, bought visibility and what both
need; a longer list is filled in differently by each who fills it in, and a shorter one hides what a decision is about: visibility that is
bought stops on the day it is not, while an agency or a licence has a notice. What fits nowhere is "other".
"""

from __future__ import annotations

from collections.abc import Mapping

from reppu.sources.tables import norm
from reppu.vocabulary.language import Text, _

# id → (its name, what belongs to it)
KINDS: Mapping[str, tuple[Text, Text]] = {
    "staff": (_("staff"), _("working hours of your own people, and what they cost")),
    "agency": (_("agency"), _("work bought from agencies and freelancers")),
    "media": (_("media"), _("paid visibility: advertisements, boosted posts, sponsored content")),
    "production": (_("production"), _("photographs, films, graphics, translations")),
    "tools": (_("tools"), _("licences and subscriptions of software")),
    "training": (_("training"), _("courses, coaching, events for your own people")),
    "other": (_("other"), _("whatever fits nowhere else")),
}
# Words that are understood, in any of our languages; the first three are what the templates offer, and stay understood when
# a translation changes, since tables filled in with them lie around for years.
_WORDS = {
    "staff": ("staff", "henkilöstö", "personal", "people", "own work", "salaries", "työ", "oma työ", "palkat", "löner"),
    "agency": (
        "agency",
        "toimisto",
        "byrå",
        "agencies",
        "freelancers",
        "toimistot",
        "ostettu työ",
        "byråer",
        "frilans",
    ),
    "media": ("media", "mainonta", "annonsering", "advertising", "ads", "mainokset", "mediatila", "annonser", "reklam"),
    "production": ("production", "tuotanto", "produktion", "sisällöntuotanto", "innehållsproduktion"),
    "tools": (
        "tools",
        "työkalut",
        "verktyg",
        "software",
        "licences",
        "licenses",
        "ohjelmistot",
        "lisenssit",
        "licenser",
    ),
    "training": ("training", "koulutus", "utbildning", "courses", "kurssit", "kurser"),
    "other": ("other", "muu", "övrigt", "muut", "annat"),
}
_KIND_OF = {norm(word): kind for kind, words in _WORDS.items() for word in words}


def kind_called(word: str) -> str | None:
    """The kind that a word of any of our languages means; None for a word that we do not know."""
    return _KIND_OF.get(norm(word))
