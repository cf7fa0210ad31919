"""Header words of the content export, language by language, and what each column means to us.

A target is a part of the post (POST_PARTS) or a measure; "" is a column that is known and not kept. Compared by norm(),
so letter case and invisible characters do not matter. How sure each language is stands beside it.
"""

from __future__ import annotations

POST_PARTS = frozenset(
    (
        "post_id",
        "page_id",
        "account_id",
        "account_name",
        "username",
        "title",
        "description",
        "published",
        "link",
        "is_share",
        "post_type",
        "date",
        "data_comment",
    )
)

# Known and not kept: not about the post's performance, or (duration) about the film and not what people did.
_NOT_KEPT = ""

_C = "meta.content."

# Seen in real files of 2025 (31 and 38 columns of Facebook, 18 of Instagram, in two orders). The lines marked CODE
# are read by public importers that were written against real exports.
ENGLISH = {
    "Post ID": "post_id",
    "Page ID": "page_id",
    "Page name": "account_name",
    "Account ID": "account_id",
    "Account username": "username",
    "Account name": "account_name",
    "Title": "title",
    "Description": "description",
    "Duration (sec)": _NOT_KEPT,
    "Publish time": "published",
    "Caption type": _NOT_KEPT,
    "Permalink": "link",
    "Is crosspost": _NOT_KEPT,
    "Is share": "is_share",
    "Post type": "post_type",
    "Languages": _NOT_KEPT,
    "Custom labels": _NOT_KEPT,
    "Funded content status": _NOT_KEPT,
    "Data comment": "data_comment",
    "Date": "date",
    "Views": _C + "views",
    "Impressions": _C + "impressions",  # CODE: until about 2025, in place of Views; another measure than Views
    "Reach": _C + "reach",
    "Reactions, Comments and Shares": _C + "interactions",
    "Reactions": _C + "reactions",
    "Likes": _C + "likes",
    "Comments": _C + "comments",
    "Shares": _C + "shares",
    "Saves": _C + "saves",
    "Follows": _C + "follows",
    "Total clicks": _C + "clicks",
    "Link Clicks": _C + "link_clicks",
    "Other Clicks": _C + "other_clicks",
    "Matched Audience Targeting Consumption (Photo Click)": _C + "photo_clicks_of_matched_audience",
    "Seconds viewed": _C + "seconds_viewed",
    "Average Seconds viewed": _C + "average_seconds_viewed",
    "Estimated earnings": _C + "earnings",  # the currency stands in brackets after it
    "Approximate content monetization earnings": _C + "monetization_earnings",  # CODE
    "Ad CPM": _C + "ad_cpm",  # CODE
    "Ad impressions": _C + "ad_impressions",
    "Reach from Organic posts": _C + "reach_organic",
    "Reach from Boosted posts": _C + "reach_boosted",
    "Views from Organic posts": _C + "views_organic",  # CODE
    "Views from Boosted posts": _C + "views_boosted",  # CODE
    "3-second video views": _C + "views_3s",
    "1-minute video views": _C + "views_1min",
    "3-Second viewers": _C + "viewers_3s",
    "1-minute viewers": _C + "viewers_1min",
    "3-second video views from Boosted posts": _C + "views_3s_boosted",
    "3-second video views from Organic posts": _C + "views_3s_organic",
    "Negative feedback from users": _C + "negative_feedback",
    "Unique negative feedback from users": _C + "negative_feedback_users",
    "Negative feedback from users: Hide all": _C + "negative_feedback_hide_all",  # CODE
    "Negative feedback from users: Hide": _C + "negative_feedback_hide",  # CODE
    "REELS_PLAYS:COUNT": _C + "reels_plays",  # CODE: raw keys leak through
    "IMPRESSION:UNIQUE_USERS": _C + "impressions_unique_users",  # CODE
    "Sticker taps": _C + "sticker_taps",  # CODE: the stories' own export
    "Navigation": _C + "navigation",  # CODE
    "Replies": _C + "replies",  # CODE
    "Profile visits": _C + "profile_visits",  # CODE
}
# CODE: two importers of Swedish Radio; the older Instagram words from a third. Swedish files may carry the English
# columns beside the Swedish ones; the first that is not blank wins.
SWEDISH = {
    "Publicerings-id": "post_id",
    "Inläggs-ID": "post_id",
    "Sid-id": "page_id",
    "Sidnamn": "account_name",
    "Konto-id": "account_id",
    "Kontots användarnamn": "username",
    "Användarnamn": "username",
    "Kontonamn": "account_name",
    "Titel": "title",
    "Beskrivning": "description",
    "Bildtext": "description",
    "Publiceringstid": "published",
    "Publicerat": "published",
    "Permalänk": "link",
    "Länk": "link",
    "Inläggstyp": "post_type",
    "Medietyp": "post_type",
    "Datum": "date",
    "Visningar": _C + "views",
    "Intryck": _C + "impressions",
    "Räckvidd": _C + "reach",
    "Reaktioner, kommentarer och delningar": _C + "interactions",
    "Reaktioner": _C + "reactions",
    "Gilla-markeringar": _C + "likes",
    "Kommentarer": _C + "comments",
    "Delningar": _C + "shares",
    "Följer": _C + "follows",
    "Sparade objekt": _C + "saves",
    "Totalt antal klick": _C + "clicks",
    "Länkklick": _C + "link_clicks",
    "Övriga klick": _C + "other_clicks",
}
# CODE.
SPANISH = {
    "Identificador de la publicación": "post_id",
    "Identificador de la página": "page_id",
    "Nombre de la página": "account_name",
    "Título": "title",
    "Descripción": "description",
    "Duración (segundos)": _NOT_KEPT,
    "Hora de publicación": "published",
    "Tipo de subtítulo": _NOT_KEPT,
    "Enlace permanente": "link",
    "Es una publicación cruzada": _NOT_KEPT,
    "Es una publicación compartida": "is_share",
    "Tipo de publicación": "post_type",
    "Idiomas": _NOT_KEPT,
    "Etiquetas personalizadas": _NOT_KEPT,
    "Estado de contenido financiado": _NOT_KEPT,
    "Comentario sobre los datos": "data_comment",
    "Fecha": "date",
    "Visualizaciones": _C + "views",
    "Alcance": _C + "reach",
    "Reacciones, comentarios y veces que se compartió": _C + "interactions",
    "Reacciones": _C + "reactions",
    "Me gusta": _C + "likes",
    "Comentarios": _C + "comments",
    "Veces que se compartió": _C + "shares",
    "Veces que se guardó": _C + "saves",
    "Total de clics": _C + "clicks",
    "Clics en el enlace": _C + "link_clicks",
    "Clics de otro tipo": _C + "other_clicks",
    "Consumo de segmentación del público coincidente (Photo Click)": _C + "photo_clicks_of_matched_audience",
    "Ingresos aproximados por monetización de contenido": _C + "monetization_earnings",
    "Ingresos estimados": _C + "earnings",
    "Visualizaciones de Publicaciones orgánicas": _C + "views_organic",
    "Visualizaciones de Publicaciones promocionadas": _C + "views_boosted",
    "Alcance de Publicaciones orgánicas": _C + "reach_organic",
    "Alcance de Publicaciones promocionadas": _C + "reach_boosted",
    "Reproducciones de video de 3 segundos": _C + "views_3s",
    "Reproducciones de video de 1 minuto": _C + "views_1min",
    "Espectadores de 3 segundos": _C + "viewers_3s",
    "Espectadores de 1 minuto": _C + "viewers_1min",
    "Segundos reproducidos": _C + "seconds_viewed",
    "Segundos en promedio reproducidos": _C + "average_seconds_viewed",
    "Comentarios negativos de los usuarios": _C + "negative_feedback",
    "Comentarios negativos únicos de los usuarios": _C + "negative_feedback_users",
}
# CODE.
FRENCH = {
    "Identifiant de la publication": "post_id",
    "ID de la Page": "page_id",
    "Nom de la page": "account_name",
    "Titre": "title",
    "Description": "description",
    "Durée": _NOT_KEPT,
    "Heure de publication": "published",
    "Permalien": "link",
    "Est un partage": "is_share",
    "Type de publication": "post_type",
    "Date": "date",
    "Vues": _C + "views",
    "Couverture": _C + "reach",
    "Réactions, commentaires et partages": _C + "interactions",
    "Réactions": _C + "reactions",
    "Commentaires": _C + "comments",
    "Partages": _C + "shares",
    "Total des clics": _C + "clicks",
    "Clics sur un lien": _C + "link_clicks",
    "Vues de Publications organiques": _C + "views_organic",
    "Vues de Publications boostées": _C + "views_boosted",
    "Couverture de Publications organiques": _C + "reach_organic",
    "Couverture de Publications boostées": _C + "reach_boosted",
}
# CODE: Instagram posts and stories, three importers that agree (one writes "post" where the others write "publicação").
# Facebook's own columns in Portuguese were not found.
PORTUGUESE = {
    "Identificação da publicação": "post_id",
    "Identificação do post": "post_id",
    "Identificação da conta": "account_id",
    "Nome de usuário da conta": "username",
    "Nome da conta": "account_name",
    "Descrição": "description",
    "Duração (segundos)": _NOT_KEPT,
    "Duração (s)": _NOT_KEPT,
    "Horário de publicação": "published",
    "Link permanente": "link",
    "Tipo de publicação": "post_type",
    "Tipo de post": "post_type",
    "Comentário de dados": "data_comment",
    "Data": "date",
    "Visualizações": _C + "views",
    "Impressões": _C + "impressions",
    "Alcance": _C + "reach",
    "Curtidas": _C + "likes",
    "Comentários": _C + "comments",
    "Compartilhamentos": _C + "shares",
    "Salvamentos": _C + "saves",
    "Seguimentos": _C + "follows",
    "Respostas": _C + "replies",
    "Navegação": _C + "navigation",
    "Toques em figurinhas": _C + "sticker_taps",
    "Visitas ao perfil": _C + "profile_visits",
    "Cliques no link": _C + "link_clicks",
}
# UNVERIFIED: a third party's reconstruction of the Instagram export; no file and no importer was seen.
GERMAN = {
    "Beitrags-ID": "post_id",
    "Konto-ID": "account_id",
    "Konto-Benutzername": "username",
    "Kontoname": "account_name",
    "Beschreibung": "description",
    "Dauer (Sek.)": _NOT_KEPT,
    "Veröffentlichungszeitpunkt": "published",
    "Permalink": "link",
    "Beitragstyp": "post_type",
    "Datenkommentar": "data_comment",
    "Datum": "date",
    "Aufrufe": _C + "views",
    "Reichweite": _C + "reach",
    "„Gefällt mir“-Angaben": _C + "likes",
    "Geteilte Inhalte": _C + "shares",
    "Follows": _C + "follows",
    "Kommentare": _C + "comments",
    "Gespeicherte Beiträge": _C + "saves",
}
ALIASES = {"en": ENGLISH, "sv": SWEDISH, "es": SPANISH, "fr": FRENCH, "pt": PORTUGUESE, "de": GERMAN}

UNITS = {
    _C + "seconds_viewed": "seconds",
    _C + "average_seconds_viewed": "seconds",
    _C + "earnings": "money",
    _C + "monetization_earnings": "money",
    _C + "ad_cpm": "money",
}

# What stands in the Date column of a lifetime figure. A day there instead means the export was broken down by day.
LIFETIME_WORDS = frozenset(("lifetime", "livstid", "total"))

# Facebook's plural and Instagram's singular words, without the "IG" before Instagram's. English was seen; Swedish is
# CODE; the plain nouns of the other languages are not seen in a file, and harmless when they never occur.
KINDS = {
    word: kind
    for kind, words in {
        "photo": "photos photo multi-photo image images foton foto fotos bild bilder imagen",
        "video": "videos video live videor vídeos vídeo vidéos vidéo",
        "reel": "reels reel",
        "carousel": "carousel carousels album karusell karussell carrusel carrousel",
        "story": "story stories händelse händelser historia historias",
        "link": "links link länkar länk enlaces enlace liens lien",
        "text": "text status statuses texto estado texte statut",
        "other": "event events offer offers note notes other others",
    }.items()
    for word in words.split()
}
