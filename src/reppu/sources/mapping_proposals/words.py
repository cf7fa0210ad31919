"""Heading words as ideas, whatever the language: “Linkin klikkaukset”, “Länkklick” and “Link clicks” are {link, click}.

The stems below are a collection of likely words. Only the English ones were seen in exports; **the Finnish, German and
most Swedish ones are UNVERIFIED**: no export in Finnish was ever seen in public. A word of this list may raise what a
column is taken for, and never decides alone (`proposing.py` gives it a weight below the bar of “sure”).
"""

from __future__ import annotations

import re
from functools import lru_cache

from reppu.sources.tables import norm

# An idea and the stems that stand for it. A stem matches at the beginning of a word or right after another stem of a
# compound ("katselu|aika"); what is left at the end is taken for an ending ("klikkau-kset").
_STEMS: dict[str, dict[str, str]] = {
    # what is counted
    # One Finnish word for two numbers that must not be mixed; only something else than the word can tell them apart.
    "shown": {"fi": "näyttökerta näyttökerra näyttökert näytöt näyttö"},
    "impression": {
        "en": "impression",
        "fi": "impressio",
        "sv": "exponering intryck",
        "de": "impression einblendung",
    },
    "view": {
        "en": "view views plays",
        "fi": "katselu katsoi katsomi katsottu katsonut toisto",
        "sv": "visning uppspelning",
        "de": "aufruf wiedergabe ansicht",
    },
    "reach": {
        "en": "reach reached",
        "fi": "kattavu tavoittavu tavoitet tavoitta",
        "sv": "räckvidd nådda nådd",
        "de": "reichweite erreicht",
    },
    "reaction": {"en": "reaction", "fi": "reaktio", "sv": "reaktion", "de": "reaktion"},
    "like": {"en": "like favorite favourite", "fi": "tykkäy tykännyt", "sv": "gilla gillar gillning", "de": "gefällt"},
    "comment": {"en": "comment", "fi": "kommentti kommenti kommentte kommentoi", "sv": "kommentar", "de": "kommentar"},
    "reply": {"en": "reply replies", "fi": "vastau", "sv": "svar", "de": "antwort"},
    "share": {"en": "share", "fi": "jako jaot jaetut jakami jakoj", "sv": "delning", "de": "geteilt teilen geteilte"},
    "repost": {
        "en": "repost retweet",
        "fi": "uudelleenjulkaisu uudelleenjako uudelleenjaot uudelleentwiittau",
        "sv": "repost återpublicering retweet",
        "de": "repost retweet",
    },
    "save": {"en": "save saved bookmark", "fi": "tallennu tallennet kirjanmerk", "sv": "sparade sparad sparning bokmärk", "de": "gespeichert lesezeichen"},
    "click": {"en": "click tap", "fi": "klikkau napsautu klikki klikit napautu", "sv": "klick", "de": "klick"},
    "follow": {
        "en": "follow follows",
        "fi": "seuraami seuraaminen seuraukset seuranneet",
        "sv": "följer följningar",
        "de": "folgen",
    },
    "follower": {
        "en": "follower subscriber subscribers",
        "fi": "seuraaj tilaaj",
        "sv": "följare prenumerant",
        "de": "follower abonnent",
    },
    "unfollow": {"en": "unfollow", "fi": "seuraamisen lopettami", "sv": "avföljning slutat", "de": "entfolgt"},
    "viewer": {"en": "viewer", "fi": "katsoj katselij", "sv": "tittare", "de": "zuschauer"},
    "interaction": {"en": "interaction", "fi": "vuorovaikutu", "sv": "interaktion", "de": "interaktion"},
    "engagement": {"en": "engagement engaged", "fi": "sitoutumi sitoutunu sitoutunei", "sv": "engagemang", "de": "engagement"},
    "visit": {"en": "visit", "fi": "käynnit käynti vierailu", "sv": "besök", "de": "besuch"},
    "spend": {"en": "spend spent cost", "fi": "kulut kulu kustannu käytetty budjetti", "sv": "kostnad spenderat", "de": "kosten ausgaben ausgegeben"},
    "earning": {"en": "earning revenue", "fi": "ansiot tulot tuotto", "sv": "intäkt", "de": "einnahmen umsatz"},
    "conversion": {"en": "conversion", "fi": "konversio", "sv": "konvertering", "de": "conversion konvertierung"},
    "expand": {"en": "expand", "fi": "laajennu", "sv": "expandering", "de": "erweiterung"},
    "feedback": {"en": "feedback", "fi": "palaute palautte", "sv": "feedback återkoppling", "de": "feedback"},
    "lead": {"en": "lead leads", "fi": "liidi", "sv": "lead", "de": "leads"},
    # whose, what, when
    "id": {"en": "id identifier", "fi": "id tunnus tunniste", "sv": "id", "de": "id kennung"},
    "post": {
        "en": "post posts tweet tweets content update updates",
        "fi": "julkaisu postau päivity sisältö sisällö twiit",
        "sv": "inlägg publicering innehåll tweet",
        "de": "beitrag beiträge inhalt tweet",
    },
    "page": {"en": "page", "fi": "sivu sivun", "sv": "sida sid", "de": "seite seiten"},
    "account": {"en": "account", "fi": "tili tilin", "sv": "konto", "de": "konto"},
    "profile": {"en": "profile", "fi": "profiili", "sv": "profil", "de": "profil"},
    "user": {"en": "user username", "fi": "käyttäjä", "sv": "användar", "de": "benutzer nutzer"},
    "name": {"en": "name username", "fi": "nimi", "sv": "namn", "de": "name"},
    "title": {"en": "title", "fi": "otsikko nimike", "sv": "titel rubrik", "de": "titel"},
    "description": {"en": "description caption", "fi": "kuvau kuvateksti", "sv": "beskrivning bildtext", "de": "beschreibung"},
    "text": {"en": "text message", "fi": "teksti viesti", "sv": "text meddelande", "de": "text nachricht"},
    "published": {"en": "publish published", "fi": "julkaistu", "sv": "publicerat publicerad", "de": "veröffentlich veröffentlichung"},
    "time": {"en": "time timestamp", "fi": "aika ajankohta kellonaika", "sv": "tid tidpunkt", "de": "zeit zeitpunkt uhrzeit"},
    "date": {"en": "date day", "fi": "päivämäärä päivä päiväys pvm", "sv": "datum dag", "de": "datum tag"},
    "link": {
        "en": "link permalink url permalinks",
        "fi": "linkki linkin linkit pysyvä osoite verkko-osoite url",
        "sv": "länk permalänk url adress",
        "de": "link permalink url",
    },
    "permanent": {"en": "permalink permalinks", "fi": "pysyvä", "sv": "permalänk", "de": "permalink"},
    "kind": {"en": "type kind format", "fi": "tyyppi laji muoto", "sv": "typ format", "de": "typ art format"},
    "language": {"en": "language", "fi": "kieli kielet", "sv": "språk", "de": "sprache"},
    "label": {"en": "label", "fi": "tunniste-etiketti merkinnät", "sv": "etikett", "de": "label beschriftung"},
    "status": {"en": "status", "fi": "tila", "sv": "status", "de": "status"},
    "campaign": {"en": "campaign", "fi": "kampanja", "sv": "kampanj", "de": "kampagne"},
    "audience": {"en": "audience", "fi": "yleisö kohderyhmä", "sv": "publik målgrupp", "de": "publikum zielgruppe"},
    "channel": {"en": "channel", "fi": "kanava", "sv": "kanal", "de": "kanal"},
    # what makes it another number: a heading with one of these is never taken for the plain one
    "organic": {"en": "organic", "fi": "orgaani ilmai", "sv": "organisk", "de": "organisch"},
    "paid": {
        "en": "paid boosted promoted sponsored ad ads",
        "fi": "maksettu maksullis markkinoi mainostettu mainostetu mainos mainok sponsoroi tehostet",
        "sv": "betald betalda marknadsför sponsra boosta annons",
        "de": "bezahlt beworben gesponsert anzeige werbe",
    },
    "unique": {"en": "unique", "fi": "yksilölli uniikki uniikit yksittäi", "sv": "unika unik", "de": "einzelne eindeutig"},
    "average": {"en": "average avg mean", "fi": "keskimäärä keskimäär keskiarvo", "sv": "genomsnitt", "de": "durchschnitt"},
    "rate": {"en": "rate ctr percentage share%", "fi": "suhde aste prosentti osuus", "sv": "frekvens andel procent grad", "de": "rate quote anteil"},
    "new": {"en": "new", "fi": "uudet uusi uusia", "sv": "nya ny", "de": "neue neu"},
    "lost": {"en": "lost", "fi": "menetetyt poistuneet", "sv": "förlorade", "de": "verlorene"},
    "net": {"en": "net", "fi": "netto", "sv": "netto", "de": "netto"},
    "other": {"en": "other", "fi": "muut muu muiden", "sv": "övriga andra", "de": "andere sonstige"},
    "total": {"en": "total all", "fi": "yhteensä kaikki kokonais", "sv": "totalt total antal", "de": "gesamt gesamtzahl insgesamt"},
    "second": {"en": "second seconds sec", "fi": "sekun s", "sv": "sekund s", "de": "sekunde"},
    "minute": {"en": "minute", "fi": "minuut", "sv": "minut", "de": "minute"},
    "hour": {"en": "hour hours", "fi": "tunti tuntia tunnit", "sv": "timme timmar", "de": "stunde"},
    "duration": {"en": "duration length", "fi": "kesto pituus", "sv": "längd varaktighet", "de": "dauer länge"},
    "watch": {"en": "watch watched viewed", "fi": "katseltu", "sv": "tittar visad", "de": "angesehen"},
    "video": {"en": "video", "fi": "video", "sv": "video", "de": "video"},
    "photo": {"en": "photo picture image", "fi": "kuva valokuva", "sv": "foto bild", "de": "foto bild"},
    "media": {"en": "media", "fi": "media", "sv": "media", "de": "medien"},
    "hashtag": {"en": "hashtag", "fi": "aihetunniste hashtag", "sv": "hashtag", "de": "hashtag"},
    "detail": {"en": "detail", "fi": "tiedot tietojen", "sv": "detalj", "de": "detail"},
    "app": {"en": "app", "fi": "sovellu", "sv": "app", "de": "app"},
    "negative": {"en": "negative", "fi": "negatiivi kieltei", "sv": "negativ", "de": "negativ"},
    "estimated": {"en": "estimated approximate", "fi": "arvioitu arvioidut", "sv": "uppskattad beräknad", "de": "geschätzt"},
    "email": {"en": "email", "fi": "sähköposti", "sv": "e-post", "de": "e-mail"},
    "phone": {"en": "phone", "fi": "puhelin puhelu", "sv": "telefon", "de": "telefon"},
    "install": {"en": "install", "fi": "asennu", "sv": "installation", "de": "installation"},
    "open": {"en": "open opens", "fi": "avaukset avaami avauk", "sv": "öppning", "de": "öffnung"},
    "offsite": {"en": "offsite off-site", "fi": "ulkopuol", "sv": "utanför", "de": "außerhalb"},
    "targeting": {"en": "targeting matched", "fi": "kohdennu", "sv": "inriktning", "de": "targeting"},
    "consumption": {"en": "consumption", "fi": "kulutu", "sv": "konsumtion", "de": "konsum"},
    "share_of": {"en": "crosspost", "fi": "ristiinjulka", "sv": "korspublic", "de": "crosspost"},
}  # fmt: skip

# Words that say nothing of what is counted.
_NOISE = frozenset(
    {
        *(
            "of",
            "the",
            "from",
            "to",
            "by",
            "and",
            "in",
            "on",
            "per",
            "for",
            "number",
            "count",
            "amount",
            "is",
            "a",
            "an",
        ),
        *("määrä", "määrät", "lukumäärä", "kpl", "sekä", "ja", "tai", "on"),
        *("av", "på", "från", "antal", "och", "per", "i"),
        *("der", "die", "das", "von", "und", "anzahl", "auf", "im"),
        *("eur", "usd", "sek", "nok", "dkk", "gbp"),
    }
)
_SHORT = 3  # letters; a stem so short must be the whole word ("id" stands in "video" too)
_LONGEST_ENDING = 7  # letters: "klikkau|ksista", "näyttö|kerto|jen"
_LINK_LETTERS = 2  # between the parts of a compound: "julkaisu-n-aika", "video-n-katselut"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+")


def _by_stem() -> dict[str, list[tuple[str, str]]]:
    stems: dict[str, list[tuple[str, str]]] = {}
    for idea, languages in _STEMS.items():
        for language, words in languages.items():
            for stem in words.split():
                stems.setdefault(stem, []).append((idea, language))
    return stems


_BY_STEM = _by_stem()
_LONGEST_FIRST = sorted(_BY_STEM, key=len, reverse=True)


@lru_cache(maxsize=4096)
def ideas_of(heading: str) -> tuple[frozenset[str], bool, frozenset[str]]:
    """(the ideas in a heading, whether every word of it was understood, the languages its words may be in)."""
    ideas: set[str] = {"rate"} if "%" in heading else set()
    languages: set[str] = set()
    understood = True
    for word in _WORD.findall(norm(heading)):
        if word in _NOISE:
            continue
        if word.isdigit():
            ideas.add(word)
            continue
        parts = [_ideas_of_word(part) for part in word.split("-")]
        # "e-post" and "off-site" are words of their own, "tweet-id" is two
        found = [one for part in parts for one in part] if all(parts) else _ideas_of_word(word)
        understood = understood and bool(found)
        for idea, language in found:
            ideas.add(idea)
            languages.add(language)
    return frozenset(ideas), understood and bool(ideas), frozenset(languages)


def _ideas_of_word(word: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(word):
        place, stem = _next_stem(word, at, bool(found))
        if stem is None:
            break
        found += _BY_STEM[stem]
        at = place + len(stem)
    return found if found and len(word) - at <= _LONGEST_ENDING else []


def _next_stem(word: str, at: int, in_compound: bool) -> tuple[int, str | None]:
    for place in range(at, min(at + (_LINK_LETTERS if in_compound else 0), len(word)) + 1):
        for stem in _LONGEST_FIRST:
            if not word.startswith(stem, place):
                continue
            if len(stem) <= _SHORT and (place > 0 or len(word) > len(stem)):
                continue
            return place, stem
    return at, None


def likeness(first: str, second: str) -> float:
    """How far two headings say the same, in any languages: 1 when the same ideas, 0 when a word was not understood.

    Less than 1 when one says an idea more that changes nothing (“post”, “total”); 0 when it changes the number.
    """
    ideas, understood, _languages = ideas_of(first)
    others, others_understood, _others_languages = ideas_of(second)
    if not understood or not others_understood:
        return 0.0
    if "shown" in ideas or "shown" in others:
        return 0.9 * max(_same(_read_as(ideas, idea), _read_as(others, idea)) for idea in ("view", "impression"))
    return _same(ideas, others)


def _read_as(ideas: frozenset[str], idea: str) -> frozenset[str]:
    return (ideas - {"shown"}) | {idea} if "shown" in ideas else ideas


def _same(ideas: frozenset[str], others: frozenset[str]) -> float:
    if ideas == others:
        return 1.0
    if ideas - _HARMLESS == others - _HARMLESS and ideas - _HARMLESS:
        return 0.8
    return 0.0


_HARMLESS = frozenset(("post", "total", "published", "user", "video"))
