"""Reports of Meta Ads Manager: columns as their author chose them, the currency in a header, a day or a period a row.

An ad account serves Facebook and Instagram at once, so it is a channel of its own, of platform meta-ads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reppu.sources.campaigns import CampaignReport, not_taken
from reppu.sources.reader import Batch, Context
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import attribute, measure
from reppu.vocabulary.language import _

_A = "meta.ads."
_RAW = norm("Raw Data Report")  # the names of both sheets are common knowledge; no workbook was seen

# No file was seen. English, Portuguese, French and the Ukrainian word: public importers, as gathered in the project's
# notes on formats; Spanish and German: at least two public importers that agree on each word.
COLUMNS = (
    attribute("account_id", "Account ID"),
    attribute("account_label", "Account name", es=["Nombre de la cuenta"]),
    attribute(
        "campaign_name",
        "Campaign name",
        pt=["Nome da campanha"],
        fr=["Nom de la campagne"],
        es=["Nombre de la campaña"],
        de=["Kampagnenname"],
    ),
    attribute("campaign_id", "Campaign ID", pt=["ID da campanha"]),
    attribute(
        "ad_set_name",
        "Ad set name",
        pt=["Nome do conjunto de anúncios"],
        fr=["Nom de l'ensemble de publicités"],
        es=["Nombre del conjunto de anuncios"],
        de=["Name der Anzeigengruppe", "Anzeigengruppenname"],
    ),
    attribute("ad_set_id", "Ad set ID"),
    attribute(
        "ad_name",
        "Ad name",
        pt=["Nome do anúncio"],
        fr=["Nom de la publicité"],
        es=["Nombre del anuncio"],
        de=["Anzeigenname"],
    ),
    attribute("ad_id", "Ad ID", pt=["ID do anúncio"]),
    attribute("on_day", "Day", pt=["Dia"], fr=["Jour"], es=["Día"], de=["Tag"]),
    attribute("starts", "Reporting starts", pt=["Início dos relatórios"], es=["Inicio del informe"]),
    attribute("ends", "Reporting ends", pt=["Encerramento dos relatórios"], es=["Fin del informe"]),
    attribute("result_type", "Result type", "Result indicator", es=["Indicador de resultado"]),
    attribute("row_currency", "Currency", es=["Divisa"]),
    attribute("age", "Age", es=["Edad"]),
    attribute("gender", "Gender", es=["Sexo"]),
    attribute("platform", "Platform"),
    attribute("placement", "Placement"),
    attribute("device", "Device platform", "Impression device"),
    attribute("country", "Country"),
    attribute("region", "Region"),
    *not_taken(
        "Campaign delivery",
        "Ad set delivery",
        "Ad delivery",
        "Attribution setting",
        "Result value type",
        "Starts",
        "Ends",
        pt=["Veiculação da campanha"],
        es=["Entrega del conjunto de anuncios", "Entrega de la campaña", "Configuración de atribución"],
    ),
    # Rates and averages are made anew from their parts: which unit the file has them in is not verified
    *not_taken(
        "CTR (all)",
        "CTR (link click-through rate)",
        "Frequency",
        pt=["CTR (taxa de cliques no link)", "Frequência"],
        es=["Frecuencia"],
        de=["Frequenz"],
    ),
    measure(
        _A + "spend",
        "Amount spent",
        unit="money",
        pt=["Valor usado"],
        fr=["Montant dépensé"],
        es=["Importe gastado"],
        de=["Ausgegebener Betrag"],
    ),
    measure(_A + "impressions", "Impressions", pt=["Impressões"], es=["Impresiones"], de=["Impressionen"]),
    measure(_A + "reach", "Reach", pt=["Alcance"], es=["Alcance"], de=["Reichweite"]),
    measure(_A + "views", "Views"),
    measure(_A + "viewers", "Viewers"),
    measure(_A + "clicks", "Clicks (all)", es=["Clics (todos)"], de=["Klicks (alle)"], uk=["Кліки (усі)"]),
    measure(_A + "link_clicks", "Link clicks", pt=["Cliques no link"], es=["Clics en el enlace"], de=["Link-Klicks"]),
    measure(_A + "landing_page_views", "Landing page views", pt=["Visualizações da página de destino"]),
    measure(_A + "post_engagements", "Post engagements"),
    measure(_A + "post_reactions", "Post reactions"),
    measure(_A + "post_comments", "Post comments"),
    measure(_A + "post_shares", "Post shares"),
    measure(_A + "results", "Results", pt=["Resultados"], es=["Resultados"], de=["Ergebnisse"]),
    measure(
        _A + "cost_per_result",
        "Cost per results",
        "Cost per result",
        unit="money",
        pt=["Custo por resultados"],
        es=["Costo por resultados", "Costo por resultado"],
        de=["Kosten pro Ergebnis"],
    ),
    measure(
        _A + "cpc",
        "CPC (cost per link click)",
        unit="money",
        pt=["CPC (custo por clique no link)"],
    ),
    measure(_A + "cpm", "CPM (cost per 1,000 impressions)", unit="money"),
    measure(_A + "purchases", "Purchases", es=["Compras"]),
    measure(_A + "leads", "Leads"),
)


@dataclass(frozen=True)
class AdsManagerReport(CampaignReport):
    """The report as CSV or as a workbook, which holds the same table twice; a `Reader`."""

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts; of a workbook those of `Raw Data Report`, since `Formatted Report` repeats them."""
        raw = [one for one in context.sheets if norm(one.title) == _RAW and self.recognise(one) is not None]
        if raw and sheet is not raw[0]:
            note = _(
                "The sheet “{title}” repeats the numbers of “{other}” and was left out.",
                title=sheet.title,
                other=raw[0].title,
            )
            yield Batch(notes=(note,))
            return
        yield from CampaignReport.read(self, sheet, context)


ADS = AdsManagerReport(
    kind="meta.ads",
    platform="meta-ads",
    version=2,  # 1 declined it
    title=_("Meta Ads Manager report"),
    columns=COLUMNS,
    subject="campaign",
    clock="unknown",  # of the ad account, which the report does not name
    signature=frozenset((_A + "spend", "starts")),
    results=frozenset((_A + "results", _A + "cost_per_result")),
)
