"""Header words of YouTube Studio's exports, language by language, and what each column means to us.

German was read byte by byte (2020), English and Portuguese in part; the longer list of English measures is from the text of
an export with every column chosen (2026), Swedish from importers written against real files. Compared by norm(), which
drops the soft hyphens that German headers hold.
"""

from __future__ import annotations

import re

from reppu.sources.wide_table import Column, attribute, known_only

_HOURS = " (hours)"

# name of our measure → unit, then headers by language. Money is declared in dollars; the currency in the file's own
# header is read from there (mapping.columns_of).
MEASURES: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "views": (
        "count",
        {"en": ("Views",), "de": ("Aufrufe",), "pt": ("Visualizações",), "sv": ("Visningar",)},
    ),
    "views_share": ("percent", {"en": ("Views (%)",), "pt": ("Visualizações (%)",)}),
    "engaged_views": ("count", {"en": ("Engaged views",)}),
    "watch_time_hours": (
        "hours",
        {
            "en": ("Watch time" + _HOURS,),
            "de": ("Wiedergabezeit (Stunden)",),
            "pt": ("Tempo de exibição (horas)",),
            "sv": ("Visningstid (timmar)",),
        },
    ),
    "watch_time_share": ("percent", {"en": ("Watch time (hours) (%)", "Watch time (%)")}),
    # the balance of the period: gained minus lost
    "net_subscribers": (
        "count",
        {"en": ("Subscribers",), "de": ("Abonnenten",), "pt": ("Inscritos",), "sv": ("Prenumeranter",)},
    ),
    "subscribers_gained": ("count", {"en": ("Subscribers gained",)}),
    "subscribers_lost": ("count", {"en": ("Subscribers lost",)}),
    "average_view_duration": ("seconds", {"en": ("Average view duration",)}),
    "average_percentage_viewed": ("percent", {"en": ("Average percentage viewed (%)",)}),
    "stayed_to_watch": ("percent", {"en": ("Stayed to watch (%)",)}),
    "impressions": (
        "count",
        {"en": ("Impressions",), "de": ("Impressionen",), "pt": ("Impressões",), "sv": ("Exponeringar",)},
    ),
    "click_through_rate": (
        "percent",
        {
            "en": ("Impressions click-through rate (%)",),
            "de": ("Klickrate der Impressionen (%)",),
            "pt": ("Taxa de cliques de impressões (%)",),
            "sv": ("Klickfrekvens för exponeringar (%)",),
        },
    ),
    "unique_viewers": ("count", {"en": ("Unique viewers",)}),
    "unique_reach": ("count", {"en": ("Unique reach",)}),
    "new_viewers": ("count", {"en": ("New viewers",)}),
    "returning_viewers": ("count", {"en": ("Returning viewers",)}),
    "casual_viewers": ("count", {"en": ("Casual viewers",)}),
    "regular_viewers": ("count", {"en": ("Regular viewers",)}),
    "likes": ("count", {"en": ("Likes",)}),
    "dislikes": ("count", {"en": ("Dislikes",)}),
    "likes_share": ("percent", {"en": ("Likes (vs. dislikes) (%)",)}),
    "shares": ("count", {"en": ("Shares",)}),
    "comments": ("count", {"en": ("Comments added",)}),
    "hypes": ("count", {"en": ("Hypes",)}),
    "hype_points": ("count", {"en": ("Hype points",)}),
    "remixes": ("count", {"en": ("Remix count",)}),
    "remix_views": ("count", {"en": ("Remix views",)}),
    "playlist_views": ("count", {"en": ("Views from playlist",)}),
    "playlist_watch_time_hours": ("hours", {"en": ("Playlist watch time" + _HOURS,)}),
    "premium_views": ("count", {"en": ("YouTube Premium views",)}),
    "premium_watch_time_hours": ("hours", {"en": ("YouTube Premium watch time" + _HOURS,)}),
    "end_screen_clicks": ("count", {"en": ("End screen element clicks",)}),
    "end_screens_shown": ("count", {"en": ("End screen elements shown",)}),
    "end_screen_click_rate": ("percent", {"en": ("Clicks per end screen element shown (%)",)}),
    "card_clicks": ("count", {"en": ("Card clicks",)}),
    "cards_shown": ("count", {"en": ("Cards shown",)}),
    "card_click_rate": ("percent", {"en": ("Clicks per card shown (%)",)}),
    "card_teaser_clicks": ("count", {"en": ("Card teaser clicks",)}),
    "card_teasers_shown": ("count", {"en": ("Card teasers shown",)}),
    "card_teaser_click_rate": ("percent", {"en": ("Teaser clicks per card teaser shown (%)",)}),
    "videos_added": ("count", {"en": ("Videos added",)}),
    "videos_published": ("count", {"en": ("Videos published",)}),
    "ad_impressions": ("count", {"en": ("Ad impressions",)}),
    "monetized_playbacks": ("count", {"en": ("Estimated monetized playbacks",)}),
    "estimated_revenue": (
        "money",
        {"en": ("Estimated revenue (USD)",), "pt": ("Receita estimada (USD)",)},
    ),
    "ad_revenue": ("money", {"en": ("YouTube ad revenue (USD)",)}),
    "premium_revenue": ("money", {"en": ("YouTube Premium (USD)",)}),
    "rpm": ("money", {"en": ("RPM (USD)",)}),
    "cpm": ("money", {"en": ("CPM (USD)",)}),
    "playback_based_cpm": ("money", {"en": ("Playback-based CPM (USD)",)}),
}
# What other programs and people call their columns too: a table of a date and these alone is YouTube's only when its
# name says so. Compared by norm().
COMMON_WORDS = frozenset(
    [
        "views",
        "aufrufe",
        "visualizações",
        "visningar",
        "impressions",
        "impressionen",
        "impressões",
        "exponeringar",
        "subscribers",
        "abonnenten",
        "inscritos",
        "prenumeranter",
        "likes",
        "dislikes",
        "shares",
    ]
) | {"new viewers", "returning viewers", "unique viewers", "ad impressions"}

# Names of the files in YouTube's ZIP, as people keep them: with the channel in front, a number behind. Compared by norm().
MEMBER_NAME = re.compile(
    r"(?:^|[\W_])(?:table data|chart data|totals|tabellendaten|diagrammdaten|gesamtwerte|dados da tabela|"
    r"dados do gráfico|totais|tabelldata|diagramdata|totalt)(?:$|[\W_])"
)

DATE = attribute("date", "Date", de=["Datum"], pt=["Data"], sv=["Datum"], required=True)
# Older exports call the first column after what it holds
VIDEO = attribute("exported_id", "Content", "Video", de=["Video"], pt=["Conteúdo"], sv=["Innehåll"], required=True)
TITLE = attribute("text", "Video title", de=["Videotitel"], pt=["Título do vídeo"], sv=["Videotitel"], required=True)
PUBLISHED = attribute(
    "published",
    "Video publish time",
    de=["Veröffentlichungszeitpunkt des Videos"],
    pt=["Horário de publicação do vídeo"],
    sv=["Publiceringstid för video"],
)
# about the film and not what people did with it
DURATION = known_only("Duration", sv=["Längd"])

# What a table can be split by: target → headers by language. The first six tell who was reached.
DIMENSIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "country": {"en": ("Geography",)},
    "city": {"en": ("Cities",)},
    "age": {"en": ("Viewer age",), "pt": ("Idade do espectador",)},
    "gender": {"en": ("Viewer gender",)},
    "subscription": {"en": ("Subscription status",)},
    "watch_behaviour": {"en": ("Audience by watch behavior", "New and returning viewers")},
    "traffic_source": {"en": ("Traffic source",)},
    "subscription_source": {"en": ("Subscription source",), "sv": ("Prenumerationskälla",)},
    "content_type": {"en": ("Content type",), "sv": ("Innehållstyp",)},
    "device": {"en": ("Device type",), "sv": ("Enhetstyp",)},
    "operating_system": {"en": ("Operating system",), "sv": ("Operativsystem",)},
    "playback_location": {"en": ("Playback location",)},
}
AUDIENCE = ("country", "city", "age", "gender", "subscription", "watch_behaviour")
CITY_NAME = attribute("city_name", "City name")

# Ages stand as "18–24 years", "18 a 24 anos", "18–24 Jahre": their numbers tell. Genders, by norm(); only English was seen.
GENDERS = {
    **dict.fromkeys(("female", "weiblich", "feminino", "kvinna", "nainen"), "women"),
    **dict.fromkeys(("male", "männlich", "masculino", "man", "mies"), "men"),
    **dict.fromkeys(("user-specified", "user specified"), "other"),
}


# What is plain of a video is not of a channel, which also has subscribers
_OF_POSTS = {"net_subscribers": "subscribers"}


def measures(subject: str) -> tuple[Column, ...]:
    """The columns of numbers about a "post" (a video) or the "account"."""
    return tuple(
        Column(
            f"youtube.{subject}.{_OF_POSTS.get(name, name) if subject == 'post' else name}",
            headers,
            unit,
            currency="USD" if unit == "money" else None,
        )
        for name, (unit, headers) in MEASURES.items()
    )


def dimensions() -> tuple[Column, ...]:
    """The columns that say what a row's figures are about."""
    return tuple(Column(target, aliases) for target, aliases in DIMENSIONS.items())
