"""Which words recur in a channel's posts? For asking whether posts with a word did otherwise than the others.

Words are found, not understood: a topic is a word form, a hashtag, or forms that begin alike ("kaivo", "kaivon"). No model and no
list of topics, so the same posts give the same words. Pure: texts in, words and places out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# A word counts as a topic when at least this many posts have it, and no more than that share of all: our choice; fewer
# posts give no rate, and a word that nearly every post has tells nothing apart.
FEWEST_POSTS, LARGEST_SHARE = 10, 0.6
MOST_TOPICS = 8  # our choice: each further word widens all intervals of the page
# Finnish and Swedish bend words at their end. Forms of seven letters or more that share their first six are taken for one
# word: our choice, checked on nothing finer than that "kaivon" and "kaivolla" meet and "valo" and "valta" do not.
_STEM, _BENT_FROM = 6, 7
_SHORTEST = 4
_WORD = re.compile(r"#?[^\W\d_]{4,}")
_LINK = re.compile(r"https?://\S+|www\.\S+|@\w+", re.IGNORECASE)
# Words that hold sentences together, four letters or longer, in the three languages; from general knowledge of them.
_GLUE = frozenset(
    """
    että joka jotka jonka joita jossa josta siis myös mutta vaan kuin ovat olla olet olemme ollut tämä tämän tässä tästä nämä
    niin näin sekä koko kaikki kanssa jälkeen ennen ilman vielä vain voit voi voimme voivat teidän teille meidän meille sinun
    sinulle hänen heidän sitä siitä siinä mikä mitä missä milloin miten koska kunnes sillä tänään huomenna eilen nyt
    aina paljon enemmän lisää lue katso tule mukaan alla täältä osoitteessa kautta
    och eller inte detta denna dessa från till till till med utan för efter innan under över mellan också bara mycket mera
    ännu alla allt hela vara varit blir blev bli kan kunna ska skulle måste finns fick från här där när vilken vilka vilket
    vårt våra våran ditt dina deras deras honom henne oss dem idag imorgon igår läs titta kom med nedan
    that this these those with from have has been were will would could should about into over under after before than then
    there their them they your yours ours here when where which what while also only just more most some such very much
    today tomorrow yesterday read watch come join below through because
    """.split()  # noqa: SIM905 - a hundred and fifty quoted words would be harder to read
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A word as people wrote it most often, and the places of the posts (in the order given) that have it."""

    label: str
    posts: frozenset[int]


def topics_of(texts: Sequence[str | None]) -> tuple[Topic, ...]:
    """The words worth asking about, the most frequent first; none when the posts are too few."""
    found: dict[str, set[int]] = {}
    written: dict[str, Counter[str]] = {}
    for place, text in enumerate(texts):
        for word in _words(text or ""):
            key = _key(word)
            found.setdefault(key, set()).add(place)
            written.setdefault(key, Counter())[word] += 1
    having = sum(bool(text) for text in texts)
    kept = [
        Topic(min(written[key], key=lambda word: (-written[key][word], len(word), word)), frozenset(posts))
        for key, posts in found.items()
        if FEWEST_POSTS <= len(posts) <= LARGEST_SHARE * having
    ]
    kept.sort(key=lambda topic: (-len(topic.posts), topic.label))
    # Two words that always come together ("hyvää", "joulua") are one topic: the more frequent stands for both.
    distinct: list[Topic] = []
    for topic in kept:
        if all(topic.posts != other.posts for other in distinct):
            distinct.append(topic)
    return tuple(distinct[:MOST_TOPICS])


def _words(text: str) -> list[str]:
    # NFKC: captions in mathematical bold letters are words too
    plain = unicodedata.normalize("NFKC", _LINK.sub(" ", text)).casefold()
    words = (match.group().lstrip("#") for match in _WORD.finditer(plain))
    return [word for word in words if word not in _GLUE and len(word) >= _SHORTEST]


def _key(word: str) -> str:
    return word[:_STEM] if len(word) >= _BENT_FROM else word
