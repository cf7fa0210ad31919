"""What the made-up water utility writes about: topics with openings and bodies in Finnish and Swedish.

The places, streets and names are made up and say so ("Esimerkkilä" is "Exampleton"); links lead to the reserved
top-level domain .example. No person is named. A caption is opening + body (+ ending), each picked at random, with
the slots filled; what would repeat an earlier caption is picked again, so that a list of best posts reads well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import numpy as np

SITE = "https://esimerkkilanvesi.example"

# Finnish inflects names, so each place carries its forms: nominative, genitive, "in", "to".
_PLACES = (
    ("Mallila", "Mallilan", "Mallilassa", "Mallilaan"),
    ("Näytekylä", "Näytekylän", "Näytekylässä", "Näytekylään"),
    ("Koeranta", "Koerannan", "Koerannassa", "Koerantaan"),
    ("Kuvitelahti", "Kuvitelahden", "Kuvitelahdessa", "Kuvitelahteen"),
    ("Oletusmäki", "Oletusmäen", "Oletusmäellä", "Oletusmäelle"),
    ("Mallisuo", "Mallisuon", "Mallisuolla", "Mallisuolle"),
    ("Luonnosniitty", "Luonnosniityn", "Luonnosniityllä", "Luonnosniitylle"),
)
_STREETS = (
    ("Mallitie", "Mallitien", "Mallitiellä"),
    ("Näytekatu", "Näytekadun", "Näytekadulla"),
    ("Koepolku", "Koepolun", "Koepolulla"),
    ("Esimerkinkatu", "Esimerkinkadun", "Esimerkinkadulla"),
    ("Oletuskuja", "Oletuskujan", "Oletuskujalla"),
    ("Luonnostie", "Luonnostien", "Luonnostiellä"),
    ("Harjoitusraitti", "Harjoitusraitin", "Harjoitusraitilla"),
)
_SWEDISH_PLACES = ("Mallby", "Provstrand", "Övningsbacken", "Skissängen")


@dataclass(frozen=True)
class Topic:
    """A subject to write about: when, how often, with what pictures, and in which words."""

    name: str
    openings: tuple[str, ...]
    bodies: tuple[str, ...]
    tags: tuple[str, ...]
    months: tuple[int, ...] = tuple(range(1, 13))
    window: tuple[tuple[int, int], tuple[int, int]] | None = None  # ((month, day), (month, day)), both included
    kinds: tuple[str, ...] = ("photo",)
    language: str = "fi"
    weight: float = 1.0
    reach_factor: float = 1.0
    path: str = "ajankohtaista"

    def fits(self, day: date) -> bool:
        """Whether one would write about this on that day."""
        if self.window is not None:
            return self.window[0] <= (day.month, day.day) <= self.window[1]
        return day.month in self.months


@dataclass(frozen=True)
class Caption:
    """One post's words: `full` for Facebook and Instagram (several lines), `short` for X (one line)."""

    topic: str
    language: str
    full: str
    short: str
    link: str


_ENDINGS = (
    "",
    "",
    "Kysy lisää kommenteissa!",
    "Kerro kaverillekin.",
    "Miten teillä toimitaan?",
    "Kiitos, että pidät yhteisestä vedestä huolta. 💧",
    "Lue lisää: {link}",
    "Lue lisää: {link}",
)
_SWEDISH_ENDINGS = ("", "Läs mer: {link}", "Fråga gärna i kommentarerna!", "Tack för att du värnar om vattnet. 💧")

TOPICS: tuple[Topic, ...] = (
    Topic(
        "vedenlaatu",
        (
            "Mistä tiedät, että hanavesi on hyvää?",
            "Hanavesi on Suomen valvotuin elintarvike.",
            "Kuun vedenlaatutulokset ovat valmiit.",
            "Kirkas, raikas, tutkittu.",
        ),
        (
            "Otimme viime kuussa {n100} vesinäytettä eri puolilta verkostoa. Kaikki täyttivät laatuvaatimukset.",
            "Laboratorio tutkii vetemme {n10} kertaa viikossa: maku, haju, väri ja bakteerit. Tulokset löydät sivuiltamme.",
            "{Place_in} veden kovuus on 3,{d} dH eli vesi on pehmeää. Pesuainetta riittää siis annostelun pienin määrä.",
        ),
        ("hanavesi", "vedenlaatu"),
        weight=1.5,
        kinds=("photo", "carousel", "link"),
        path="vedenlaatu",
    ),
    Topic(
        "putkiremontti",
        (
            "Vesijohto vaihtuu uuteen {street_on}.",
            "Työmaa etenee: {street}.",
            "{Place_gen} vanhin vesijohto jää eläkkeelle.",
            "Kaivinkone saapui {street_gen} varteen.",
        ),
        (
            "Uusimme {n100} metriä vesijohtoa ja viemäriä. Työt kestävät arviolta {n10} viikkoa, ja kulku taloihin säilyy koko ajan.",
            "Vanha valurautaputki on vuodelta 19{d5}{d}. Uusi muoviputki kestää hyvinkin sata vuotta.",
            "Samalla kertaa uusitaan katuvalot ja kaukolämpö, jotta katu avataan vain kerran. Liikennejärjestelyistä kerrotaan kartalla.",
        ),
        ("vesijohto", "työmaa"),
        months=(4, 5, 6, 7, 8, 9, 10, 11),
        weight=2.0,
        kinds=("photo", "photo", "video"),
        path="tyomaat",
    ),
    Topic(
        "viemariin_ei_saa",
        (
            "Pönttö ei ole roskakori.",
            "Mitä vessanpöntöstä löytyi tällä viikolla?",
            "Tiesitkö, mitä pumppaamon siivilään jää?",
            "Kolme asiaa, jotka eivät kuulu viemäriin:",
        ),
        (
            "Kosteuspyyhe ei hajoa viemärissä, vaikka paketissa niin lukisi. Viime vuonna pumppaamoilta nostettiin {n100} kiloa pyyhkeitä.",
            "Rasva, lääkkeet ja vanupuikot. Rasva jähmettyy putkeen, lääkkeet kuuluvat apteekkiin ja vanupuikot sekajätteeseen.",
            "Paperipyyhe, hammaslanka ja kissanhiekka tukkivat putken, ja lasku tulee lopulta meille kaikille. Vain pissa, kakka ja paperi!",
        ),
        ("viemäri", "pönttöetiketti"),
        weight=1.6,
        kinds=("photo", "reel", "carousel"),
        reach_factor=1.25,
        path="viemariin-ei-saa",
    ),
    Topic(
        "vinkki_saasto",
        (
            "Kodin vedenkulutus yllättää.",
            "Pieni teko, iso säästö.",
            "Vesi on edullista, hukka ei.",
            "Arvaa, mihin kodin vesi kuluu?",
        ),
        (
            "Minuutin lyhyempi suihku säästää noin 12 litraa. Nelihenkisessä perheessä se tekee vuodessa yli 17 000 litraa.",
            "Tipoittain vuotava hana hukkaa vuodessa noin 4 000 litraa, tihkuva pönttö moninkertaisesti. Tiivisteen vaihto maksaa pari euroa.",
            "Täysi koneellinen kerralla, hana kiinni harjauksen ajaksi ja vuodot kuriin: näillä alkuun pääsee.",
        ),
        ("vesivinkki", "säästövinkki"),
        weight=1.5,
        kinds=("photo", "carousel", "reel"),
        path="vinkit",
    ),
    Topic(
        "hairio",
        (
            "Vedenjakelun häiriö {place_in}.",
            "Vesikatko {street_on} tänään klo {h}–{h3}.",
            "Huoltotyö ensi yönä {place_in}.",
        ),
        (
            "Korjaamme vuotavaa venttiiliä. Laske vettä talteen juomista ja ruokaa varten. Katko koskee noin {n100} taloutta.",
            "Vesi voi olla hetken sameaa katkon jälkeen. Juoksuta kylmää vettä, kunnes se kirkastuu.",
            "Putkirikko on paikannettu ja korjaus käynnissä. Varavesipiste on auki koulun pihassa. Päivitämme tilannetta häiriökartalle.",
        ),
        ("häiriötiedote",),
        weight=1.4,
        kinds=("text", "link", "photo"),
        reach_factor=1.5,
        path="hairiot",
    ),
    Topic(
        "etaluettava_mittari",
        (
            "Vesimittari osaa nyt kertoa itse.",
            "Etäluettavat mittarit saapuvat {place_to}.",
            "Ei enää mittarinlukukortteja!",
        ),
        (
            "Vaihdamme {n1000} mittaria tänä vuonna. Vaihto kestää noin 20 minuuttia, ja siitä sovitaan etukäteen kirjeellä.",
            "Uusi mittari lähettää lukeman kerran vuorokaudessa. Huomaat vuodon seuraavana päivänä etkä vasta tasauslaskusta.",
            "Asentajalla on aina mukana kuvallinen kortti. Jos epäilet, soita asiakaspalveluun ennen kuin avaat oven.",
        ),
        ("vesimittari", "asiakaspalvelu"),
        weight=1.2,
        kinds=("photo", "link", "video"),
        path="mittarit",
    ),
    Topic(
        "asiakaspalvelu",
        ("Asiakaspalvelu auttaa.", "Muutto tulossa?", "Kysy & saat vastauksen.", "Laskusta kysyttävää?"),
        (
            "Olemme puhelimessa arkisin klo 9–15 ja chatissa klo 9–18. Viime kuussa vastasimme {n1000} yhteydenottoon.",
            "Tee muuttoilmoitus verkossa viisi päivää ennen muuttoa, niin viimeinen lasku osuu oikeaan osoitteeseen.",
            "Yleisin kysymys juuri nyt: miksi tasauslasku on suurempi kuin arvio? Vastaus on usein vuotava pönttö.",
        ),
        ("asiakaspalvelu",),
        weight=1.3,
        kinds=("text", "link", "photo"),
        path="asiakaspalvelu",
    ),
    Topic(
        "tyopaikka",
        (
            "Meillä on töitä!",
            "Tule töihin, joilla on merkitystä joka ikinen päivä.",
            "Haussa: verkostoasentaja.",
            "Haussa: prosessi-insinööri {place_gen} laitokselle.",
        ),
        (
            "Etsimme joukkoomme osaajaa, jota kiinnostaa puhdas vesi ja rauhallinen työporukka. Hae {d14}. päivään mennessä.",
            "Saat vakituisen työn, liukuvan työajan ja sähköpyörän käyttöösi. Kokemus on plussa, into riittää alkuun.",
            "Koulutamme tehtävään. Päivystysvuoroja on noin joka kuudes viikko.",
        ),
        ("rekry", "avoimettyöpaikat"),
        weight=1.0,
        kinds=("photo", "link", "text"),
        path="tyopaikat",
    ),
    Topic(
        "kesatyo",
        ("Kesätyö vesilaitoksella?", "Haemme {n10} kesätyöntekijää.", "Kesätyöhaku on auki!"),
        (
            "Tehtäviä on verkostolla, laboratoriossa, viherhoidossa ja asiakaspalvelussa. Ikäraja on 18 vuotta, kokemusta ei tarvita.",
            "Viime kesän porukan vinkki: hae ajoissa ja kerro, mikä vesihuollossa kiinnostaa. Muu opitaan yhdessä.",
        ),
        ("kesätyö", "kesäduuni"),
        months=(1, 2, 3),
        weight=1.6,
        kinds=("photo", "reel", "link"),
        path="kesatyot",
    ),
    Topic(
        "kesatyo_arki",
        ("Kesätyöntekijän päivä laboratoriossa.", "Mitä kesätyössä opitaan?", "Terveisiä verkostolta!"),
        (
            "Aamulla näytekierros, päivällä mittauksia ja iltapäivällä tulosten kirjaus. Paras hetki on kuulemma kahvitauko rannassa.",
            "\u201dYllätyin, miten paljon tekniikkaa yhden vesilasillisen takana on\u201d, kertoo kesätyöntekijämme.",
            "Tänä kesänä meillä on {n10} kesätyöntekijää. Jos törmäät heihin {place_in}, moikkaa!",
        ),
        ("kesätyö", "vesilaitos"),
        months=(6, 7, 8),
        weight=1.6,
        kinds=("photo", "reel", "carousel"),
    ),
    Topic(
        "vesitorni",
        (
            "{Place_gen} vesitorni, rakennettu 1958.",
            "Näkymä 42 metrin korkeudesta.",
            "Miksi vesitorni on aina mäellä?",
            "Vesitornissa on tilaa {n1000} kuutiolle vettä.",
        ),
        (
            "Torni tasaa painetta: kun kaikki keittävät aamukahvia yhtä aikaa, vettä riittää silti ylimpään kerrokseen.",
            "Pesemme tornin sisältä kerran vuodessa. Työhön menee kaksi päivää ja paljon harjaa.",
            "Arkkitehti halusi tornista sienen muotoisen. Meidän mielestämme se muistuttaa lähinnä lautasta.",
        ),
        ("vesitorni", "arkkitehtuuri"),
        weight=1.1,
        kinds=("photo", "photo", "reel"),
        reach_factor=1.2,
    ),
    Topic(
        "jatevesi",
        (
            "Näin jätevesi puhdistuu.",
            "Puhdistamolla ei haise niin paljon kuin luulisi.",
            "Pienet työntekijämme: bakteerit.",
            "Mitä vedelle tapahtuu pöntön jälkeen?",
        ),
        (
            "Viime vuonna puhdistamo poisti fosforista 9{d},{d} prosenttia. Järveen palaava vesi on kirkkaampaa kuin moni uskoo.",
            "Ilmastusaltaassa miljardit mikrobit tekevät työtä ympäri vuorokauden, ilman lomia.",
            "Veden matka läpi puhdistamon kestää noin vuorokauden. Lietteestä tehdään biokaasua, jolla lämpiää {n100} kotia.",
        ),
        ("jätevesi", "puhdistamo"),
        weight=1.3,
        kinds=("photo", "carousel", "video"),
    ),
    Topic(
        "historia",
        ("Vanha kuva: {street} vuonna 19{d5}{d}.", "Tunnistatko paikan?", "Arkistolöytö.", "Ennen hanaa oli kaivo."),
        (
            "Kuvassa kaivetaan {place_gen} ensimmäistä vesijohtoa lapiolla. Ojaa syntyi noin kymmenen metriä päivässä.",
            "Kuva on omasta arkistostamme. Jos muistat, mitä paikalla nyt on, kerro kommenteissa!",
            "Ensimmäinen vesiposti avattiin torin laidalle, ja jonoa riitti. Vesi maksoi pennin ämpäriltä.",
        ),
        ("historia", "arkistojenaarteet"),
        weight=1.0,
        kinds=("photo",),
        reach_factor=1.15,
    ),
    Topic(
        "koululaiset",
        ("Neljäsluokkalaiset kylässä.", "\u201dMiksi vesi ei lopu?\u201d", "Vesikoulu kiertää taas."),
        (
            "Tällä viikolla {n100} koululaista tutustui veden kiertoon. Paras kysymys: voiko dinosaurus olla juonut samaa vettä? (Voi.)",
            "Oppilaat rakensivat suodattimen hiekasta ja hiilestä. Kurainen vesi kirkastui, ja riemu oli taattu.",
            "Varaa luokallesi maksuton vierailu. {Place_in} on vielä muutama aika vapaana.",
        ),
        ("vesikoulu", "koulut"),
        months=(2, 3, 4, 5, 9, 10, 11),
        weight=1.1,
        kinds=("photo", "carousel"),
    ),
    Topic(
        "ammatti",
        (
            "Työkaverina vesi: verkostoasentaja.",
            "Työkaverina vesi: laborantti.",
            "Työkaverina vesi: päivystäjä.",
            "Työkaverina vesi: automaatioasentaja.",
        ),
        (
            "Päivystyspuhelin soi yöllä keskimäärin {d2} kertaa. Silloin saappaat jalkaan ja putki kuntoon.",
            "Työn paras puoli: kaksi samanlaista päivää ei ole vielä tullut vastaan.",
            "Vuoto löytyy usein kuuntelemalla. Kuuntelusauva ja hiljainen yö ovat edelleen lyömätön pari.",
        ),
        ("vesialantyö", "ammattiylpeys"),
        weight=1.2,
        kinds=("photo", "reel"),
        reach_factor=1.05,
    ),
    Topic(
        "tietovisa",
        ("Päivän pikavisa!", "Totta vai tarua?", "Kuinka monta litraa?"),
        (
            "Paljonko vettä suomalainen käyttää päivässä: a) 60, b) 120 vai c) 240 litraa? Vastaus kommentteihin.",
            "Vesijohtoverkostomme on pidempi kuin matka {place_to} ja takaisin {n100} kertaa. Totta vai tarua?",
            "Mikä näistä kuuluu viemäriin: a) maito, b) maali, c) paperi? Oikea vastaus huomenna.",
        ),
        ("tietovisa",),
        weight=1.2,
        kinds=("text", "photo", "carousel"),
    ),
    Topic(
        "pakkanen",
        (
            "Pakkanen kiristyy: suojaa vesimittari.",
            "Yli 20 astetta pakkasta luvassa.",
            "Jäätynyt mittari on ikävä herätys.",
        ),
        (
            "Tarkista, että mittaritilassa on lämpöä vähintään +5 astetta. Kylmää ilmaa tulee usein oven alta.",
            "Viime talvena jäätyi {n100} mittaria. Useimmissa tapauksissa eristelevy olisi riittänyt.",
            "Jos vesi ei tule, älä sulata avotulella. Soita päivystykseen, me autamme.",
        ),
        ("pakkanen", "talvivinkki"),
        months=(12, 1, 2),
        weight=2.0,
        kinds=("photo", "link", "text"),
        reach_factor=1.3,
        path="vinkit/pakkanen",
    ),
    Topic(
        "sulamisvedet",
        ("Lumi sulaa, kaivot auki!", "Kevättulva {place_in}?", "Minne sulamisvesi menee?"),
        (
            "Raivaa lumi ja lehdet kadun kaivon päältä, niin vesi ei nouse pihaan. Viiden minuutin urakka auttaa koko naapurustoa.",
            "Katolta tuleva vesi ei kuulu jätevesiviemäriin. Se täyttää puhdistamon turhaan, ja lasku kasvaa.",
            "Pumppaamot käyvät nyt täysillä: vettä tulee jopa {d3} kertaa tavallisen verran.",
        ),
        ("hulevesi", "kevät"),
        months=(3, 4),
        weight=2.0,
        kinds=("photo", "video"),
        path="hulevesi",
    ),
    Topic(
        "vesipaiva",
        ("Maailman vesipäivä!", "Tänään juhlitaan vettä.", "Yksi maapallo, yksi vesi."),
        (
            "Avaa hana ja mieti hetki: joka neljänneltä maailman ihmiseltä puuttuu turvallinen juomavesi.",
            "Lahjoitamme tänään jokaista jakoa kohden euron kaivohankkeeseen. Teemme sen tietenkin jaoista riippumattakin.",
        ),
        ("maailmanvesipäivä", "WorldWaterDay"),
        window=((3, 20), (3, 23)),
        weight=5.0,
        kinds=("photo", "reel"),
    ),
    Topic(
        "vessapaiva",
        ("Maailman vessapäivä on totta.", "Hyvää vessapäivää!"),
        (
            "Vessa on yksi maailman parhaista keksinnöistä. Pidetään siitä huolta: vain pissa, kakka ja paperi.",
            "Vesivessa säästää vuosittain satojatuhansia ihmishenkiä. Pieni huoneesi on iso juttu.",
        ),
        ("vessapäivä",),
        window=((11, 18), (11, 20)),
        weight=5.0,
        kinds=("photo", "reel"),
        reach_factor=1.3,
    ),
    Topic(
        "joulu",
        ("Joulukinkun rasva ei kuulu viemäriin.", "Hyvää joulua ja raikasta vettä!", "Joulun valvojat töissä."),
        (
            "Kaada jäähtynyt rasva maitotölkkiin ja biojätteeseen. Putki kiittää, ja niin tekee päivystäjäkin.",
            "Valvomossa ollaan paikalla myös aattona. Häiriöistä kerromme kartalla ympäri vuorokauden.",
            "Aattona vettä kuluu eniten kello 15, juuri ennen saunaa. Tornit ovat täynnä, tulkaa vaan!",
        ),
        ("joulu", "kinkkutemppu"),
        window=((12, 10), (12, 28)),
        weight=4.0,
        kinds=("photo", "reel", "text"),
        reach_factor=1.2,
    ),
    Topic(
        "juhannus",
        ("Juhannuksena kaupunki hiljenee.", "Mökille lähdössä?", "Hyvää juhannusta!"),
        (
            "Sulje pesukoneen hana ja kirjaa mittarin lukema ennen lähtöä. Kun palaat, juoksuta vettä hetki.",
            "Aattoiltana vettä kuluu {n10} prosenttia tavallista vähemmän. Järvi hoitaa pesun.",
            "Päivystämme läpi juhlan. Nautitaan vedestä, mutta muistetaan liivit.",
        ),
        ("juhannus", "mökki"),
        window=((6, 14), (6, 22)),
        weight=3.5,
        kinds=("photo", "reel"),
        reach_factor=1.15,
    ),
    Topic(
        "helle",
        ("Helle nosti vedenkulutuksen huippuun.", "Muista juoda!", "Kastele illalla, älä keskipäivällä."),
        (
            "Eilen verkostoon pumpattiin {n1000} kuutiota, {n10} prosenttia enemmän kuin tavallisena kesäpäivänä.",
            "Täytä pullo hanasta: se on kylmää, tutkittua ja maksaa alle sentin.",
            "Puistojen juomapisteet ovat auki. {Place_gen} rannan hana on tänä vuonna uusi.",
        ),
        ("helle", "hanavesi"),
        months=(6, 7, 8),
        weight=1.9,
        kinds=("photo", "reel", "carousel"),
        reach_factor=1.1,
    ),
    Topic(
        "uimavesi",
        ("Uimavesi {place_in} on erinomaista.", "Sinilevätilanne juuri nyt.", "Uimarannan vesi on tutkittu."),
        (
            "Näytteet otettiin maanantaina. Vesi on 2{d5} astetta, eikä sinilevää havaittu.",
            "Jos vesi näyttää hernekeitolta, älä ui äläkä päästä koiraa veteen. Ilmoita havainnosta kaupungille.",
            "Puhdas järvi ei synny itsestään: puhdistamon uusi hiekkasuodatin vähensi fosforia kolmanneksella.",
        ),
        ("uimavesi", "kesä"),
        months=(6, 7, 8),
        weight=1.7,
        kinds=("photo", "carousel", "link"),
        path="uimavesi",
    ),
    Topic(
        "syysmyrsky",
        ("Myrskyvaroitus: varaudu sähkökatkoon.", "72 tuntia omillaan.", "Onko sinulla vesikanisteri?"),
        (
            "Jos sähköt katkeavat pitkäksi aikaa, vedenpaine laskee. Varaa kaksi litraa vettä ihmistä kohden päivässä.",
            "Pumppaamoilla on varavoimaa {d3} tunniksi. Kotona kannattaa olla puhdas ämpäri ja kannellinen astia.",
            "Kotivara on helppo: vettä, ruokaa, lamppu ja patteriradio. Tarkista omasi tänään.",
        ),
        ("varautuminen", "72tuntia"),
        months=(9, 10, 11),
        weight=1.8,
        kinds=("photo", "carousel", "link"),
        path="varautuminen",
    ),
    Topic(
        "hinnasto",
        ("Vesimaksu ensi vuonna.", "Mistä vesilasku koostuu?", "Mihin vesimaksu menee?"),
        (
            "Kuutio vettä maksaa 1,{d5}{d} euroa. Se on tuhat litraa, siis noin viisi tuhatta kahvikupillista.",
            "Puolet maksusta menee verkoston kunnossapitoon, neljännes puhdistukseen ja loput energiaan ja asiakaspalveluun.",
            "Korotus on kotitaloudelle noin {d3} euroa kuussa. Sillä uusitaan {n10} kilometriä huonokuntoisinta putkea.",
        ),
        ("vesimaksu",),
        months=(10, 11, 12, 1),
        weight=1.3,
        kinds=("link", "photo", "text"),
        reach_factor=1.1,
        path="hinnasto",
    ),
    Topic(
        "vuoto",
        ("Vuoto löytyi!", "Vuotoja etsitään nyt öisin.", "Verkosto kuuntelee itseään."),
        (
            "Äänianturit paikansivat vuodon {street_on} metrin tarkkuudella. Vettä olisi hukkunut {n1000} litraa vuorokaudessa.",
            "Jos näet märän kohdan kuivalla kadulla, ilmoita siitä meille. Joka viides vuoto löytyy asukkaan ilmoituksesta.",
            "Hukkavesi on nyt {n10} prosenttia. Tavoite on alle kymmenen, ja suunta on oikea.",
        ),
        ("vuoto", "verkosto"),
        weight=1.2,
        kinds=("photo", "video", "text"),
        path="vikailmoitus",
    ),
    Topic(
        "biokaasu",
        ("Lietteestä lämpöä.", "Puhdistamo tuottaa oman sähkönsä.", "Aurinko paistaa puhdistamolle."),
        (
            "Biokaasulla katoimme viime kuussa {n10} prosenttia puhdistamon energiasta. Loput hoitivat paneelit ja tuuli.",
            "Jäteveden lämpö otetaan talteen ennen kuin vesi palaa järveen. Sillä lämpiää {n100} kotia.",
            "Päästömme ovat puolittuneet kymmenessä vuodessa. Seuraava askel on typenpoiston uusi ohjaus.",
        ),
        ("biokaasu", "ilmasto"),
        weight=1.0,
        kinds=("photo", "link", "carousel"),
        path="vastuullisuus",
    ),
    Topic(
        "avoimet_ovet",
        ("Avoimet ovet puhdistamolla lauantaina.", "Tule katsomaan vesitorniin!", "Kurkista kulissien taakse."),
        (
            "Kierroksia lähtee tasatunnein klo 10–15. Kahvia, mehua ja vesipisteen makutesti.",
            "Portaita on 214, hissiä ei ole. Maisema palkitsee. Paikalle pääsee bussilla.",
            "Viime vuonna kävijöitä oli {n1000}. Lapset saavat ajaa minikaivurilla.",
        ),
        ("avoimetovet", "tapahtuma"),
        months=(5, 9),
        weight=1.5,
        kinds=("photo", "reel", "link"),
        path="tapahtumat",
    ),
    Topic(
        "elaimet",
        ("Puhdistamon naapurit.", "Kuka siellä altaan reunalla?", "Vesitornin haukka palasi."),
        (
            "Kamera näki yöllä ketun, kaksi mäyrää ja yhden hyvin uteliaan hiiren.",
            "Pesässä on {d3} poikasta. Emme häiritse, vaan teemme huollot toista reittiä.",
            "Vesilinnut viihtyvät selkeytysaltailla, koska vesi ei jäädy. Laskimme tänään {n100} lintua.",
        ),
        ("luonto", "puhdistamo"),
        weight=0.9,
        kinds=("photo", "reel"),
        reach_factor=1.5,
    ),
    Topic(
        "verkoston_huuhtelu",
        ("Huuhtelemme verkostoa {place_in}.", "Ruskeaa vettä hanasta? Syy on huuhtelu."),
        (
            "Putkiin kertynyt rauta ja mangaani lähtevät liikkeelle. Vesi ei ole vaarallista, mutta pyykkiä ei kannata pestä.",
            "Työ tehdään arkisin klo 8–16. Juoksuta kylmää vettä, kunnes se on kirkasta.",
        ),
        ("huuhtelu", "hanavesi"),
        months=(4, 5, 8, 9, 10),
        weight=1.2,
        kinds=("link", "photo", "text"),
        reach_factor=1.2,
        path="huuhtelut",
    ),
    Topic(
        "kysely",
        ("Kerro, miten onnistumme.", "Asiakaskysely on auki.", "Kysyimme, te vastasitte."),
        (
            "Vastaaminen vie kolme minuuttia. Arvomme vastaajien kesken {d3} vesipulloa.",
            "Saimme viimeksi {n1000} vastausta. Kiitos erityisesti moitteista: häiriöviestien pitää tulla nopeammin, ja niin ne tulevatkin.",
            "Suosittelisitko meitä, jos vesilaitoksen voisi valita? Tätäkin kysymme.",
        ),
        ("asiakaskysely",),
        months=(2, 3, 5, 9, 11),
        weight=0.9,
        kinds=("link", "photo", "text"),
        path="kysely",
    ),
    Topic(
        "pullovesi",
        ("Pullovesi vai hanavesi?", "Sokkotesti torilla.", "Alle sentti litralta."),
        (
            "Torilla {n100} ihmistä maistoi kolmea vettä. Hanavesi voitti, ja ero oli selvä.",
            "Hanaveden hiilijalanjälki on murto-osa pullotetun veden jäljestä. Kuljetuskalustona toimii painovoima.",
            "Ota mukaan oma pullo. Juomapisteet löydät kartalta, uusin on {place_in}.",
        ),
        ("hanavesi", "makutesti"),
        months=(4, 5, 6, 7, 8, 9),
        weight=1.0,
        kinds=("photo", "reel", "carousel"),
        reach_factor=1.1,
    ),
    Topic(
        "saneerausohjelma",
        ("Miljoonat maan alla.", "Investoinnit ensi vuonna.", "Korjausvelka kuriin."),
        (
            "Uusimme ensi vuonna {n10} kilometriä putkea. Kohteet valitaan iän, vuotojen ja naapurin katutöiden mukaan.",
            "Verkoston arvo on {n100} miljoonaa euroa, ja siitä näkyy maan päällä pari kaivonkantta.",
            "Hallitus hyväksyi ohjelman. Suurin yksittäinen kohde on {place_gen} runkolinja.",
        ),
        ("investoinnit", "infra"),
        weight=0.8,
        kinds=("link", "text", "photo"),
        reach_factor=0.85,
        path="ohjelma",
    ),
    # Swedish: the made-up town is bilingual, as many Finnish towns are.
    Topic(
        "sv_kranvatten",
        ("Vårt kranvatten är noga undersökt.", "Fyll flaskan från kranen!", "Hur vet du att vattnet är bra?"),
        (
            "Förra månaden tog vi {n100} vattenprover. Alla uppfyllde kraven.",
            "Laboratoriet undersöker vattnet {n10} gånger i veckan: smak, lukt, färg och bakterier.",
            "I {place_sv} är vattnet mjukt. Dosera tvättmedlet enligt den minsta mängden.",
        ),
        ("kranvatten",),
        language="sv",
        weight=1.5,
        kinds=("photo", "carousel", "link"),
        path="sv/vattenkvalitet",
    ),
    Topic(
        "sv_arbete",
        ("Vattenledningen i {place_sv} byts ut.", "Grävarbetet framskrider.", "Nya rör för hundra år."),
        (
            "Vi förnyar {n100} meter vattenledning. Arbetet tar ungefär {n10} veckor, och du kommer alltid hem.",
            "Vattnet kan vara grumligt en stund efter avbrottet. Spola kallt vatten tills det klarnar.",
            "Samtidigt förnyas gatubelysningen, så att gatan öppnas bara en gång.",
        ),
        ("vattenledning",),
        language="sv",
        weight=1.2,
        kinds=("photo", "link"),
        path="sv/arbetsplatser",
    ),
    Topic(
        "sv_avlopp",
        ("Toaletten är ingen soptunna.", "Tre saker som inte hör hemma i avloppet:", "Gissa vad vi hittade i pumpen?"),
        (
            "Fett, mediciner och bomullspinnar. Fettet stelnar i röret, medicinerna hör till apoteket.",
            "Våtservetter löses inte upp, fast förpackningen lovar det. Bara kiss, bajs och papper!",
        ),
        ("avlopp",),
        language="sv",
        weight=1.2,
        kinds=("photo", "reel"),
        reach_factor=1.15,
        path="sv/avlopp",
    ),
    Topic(
        "sv_kundtjanst",
        ("Kundtjänsten hjälper.", "Ska du flytta?", "Frågor om räkningen?"),
        (
            "Vi svarar på telefon vardagar kl. 9–15 och i chatten kl. 9–18, på finska och svenska.",
            "Gör flyttanmälan på nätet fem dagar före flytten, så går den sista räkningen rätt.",
            "Den vanligaste frågan just nu: varför är utjämningsräkningen större? Ofta är svaret en läckande toalett.",
        ),
        ("kundtjänst",),
        language="sv",
        weight=1.1,
        kinds=("text", "link"),
        path="sv/kundtjanst",
    ),
    Topic(
        "sv_natur",
        ("Reningsverkets grannar.", "Vem sitter på bassängkanten?", "Falken är tillbaka."),
        (
            "Nattkameran såg en räv, två grävlingar och en mycket nyfiken mus.",
            "I boet finns {d3} ungar. Vi tar en annan väg till underhållet.",
        ),
        ("natur",),
        language="sv",
        weight=0.8,
        kinds=("photo", "reel"),
        reach_factor=1.3,
    ),
)

# What a reply on X says: thanks to other (equally made-up) organisations, never to a person.
_REPLIES = (
    "@EsimerkkilaKpki Kiitos tiedosta! Kaivon kansi on nyt kiinni ja merkitty.",
    "@EsimerkkiEnergia Samaa mieltä: katu kannattaa avata vain kerran. Nähdään {street_on}!",
    "@EsimKirjasto Hieno näyttely! Lainaamme teille vanhan vesimittarin, jos kelpaa.",
    "@EsimerkkilaKpki Häiriö {place_in} on ohi, vesi tulee taas normaalisti.",
    "@EsimerkkiBussit Poikkeusreitti jatkuu vielä {d3} päivää, kiitos kärsivällisyydestä.",
    "@EsimUimahalli Altaanne täyttö sopii ensi yölle, silloin kulutus on pienimmillään.",
    "@EsimerkkiEnergia Varavoimaharjoitus meni hyvin. Kiitos yhteistyöstä & kahvista!",
    "@EsimKoulut Vesikouluun on vielä {d3} aikaa vapaana. Tervetuloa!",
)

VIRAL_CAPTION = Caption(
    "viraali",
    "fi",
    "Sorsaemo vei kymmenen poikasta tasausaltaan yli, ja koko päivystysvuoro pysäytti pumput hetkeksi.\n\n"
    "Rakensimme laudasta rampin, ja viimeinenkin uskalsi lopulta hypätä. Katso loppuun asti! 🦆\n\n"
    "#sorsa #puhdistamo #hyvänmielenuutinen",
    "Sorsaemo vei kymmenen poikasta tasausaltaan yli, ja päivystysvuoro pysäytti pumput. Katso loppuun asti! 🦆",
    f"{SITE}/ajankohtaista/sorsat",
)
# The mishap in three acts: the wrong notice, the correction, the apology.
MISHAP_CAPTIONS = (
    Caption(
        "moka",
        "fi",
        "Keittokehotus Oletusmäelle: keitä vesi ennen juomista.\n\nVerkostossa on havaittu häiriö. Kehotus on voimassa "
        "toistaiseksi.\n\nLue lisää: " + f"{SITE}/hairiot",
        "Keittokehotus Oletusmäelle: keitä vesi ennen juomista.",
        f"{SITE}/hairiot",
    ),
    Caption(
        "moka",
        "fi",
        "Korjaus: keittokehotus koskee Luonnosniittyä, EI Oletusmäkeä.\n\nIlmoitimme aluksi väärän alueen. Luonnosniityn "
        "noin 340 taloutta: keittäkää vesi ennen juomista.\n\nLue lisää: " + f"{SITE}/hairiot",
        "Korjaus: keittokehotus koskee Luonnosniittyä, EI Oletusmäkeä.",
        f"{SITE}/hairiot",
    ),
    Caption(
        "moka",
        "fi",
        "Pyydämme anteeksi.\n\nKerroimme eilen väärän alueen, ja korjaus kesti 50 minuuttia. Se on liian kauan. Tästä lähtien "
        "jokainen kehotus tarkistetaan kahdesti ennen julkaisua.\n\nKehotus on nyt peruttu: vesi on puhdasta.",
        "Pyydämme anteeksi: kerroimme eilen väärän alueen. Kehotus on nyt peruttu.",
        f"{SITE}/hairiot",
    ),
)


def write_caption(random: np.random.Generator, topic: Topic, used: set[str]) -> Caption:
    """A caption on `topic` that is not in `used` (which gains it); after 40 tries it gives in and repeats."""
    for _attempt in range(40):
        opening, body = _pick(random, topic.openings), _pick(random, topic.bodies)
        ending = _pick(random, _SWEDISH_ENDINGS if topic.language == "sv" else _ENDINGS)
        slots = _slots(random)
        link = f"{SITE}/{topic.path}"
        slots["link"] = link
        opening, body, ending = (part.format(**slots) for part in (opening, body, ending))
        if opening + body not in used:
            break
    used.add(opening + body)
    tags = " ".join("#" + tag for tag in topic.tags)
    full = "\n\n".join(part for part in (opening, body, ending, tags) if part)
    short = f"{opening} {body}"
    if ending.endswith(link) or topic.kinds[0] in ("link", "text"):
        short = f"{short} {link}"
    return Caption(topic.name, topic.language, full, short, link)


def write_reply(random: np.random.Generator) -> Caption:
    """A short reply to another made-up organisation, for X."""
    words = _pick(random, _REPLIES).format(**_slots(random))
    return Caption("vastaus", "fi", words, words, SITE)


def pick_topic(random: np.random.Generator, day: date) -> Topic:
    """A topic that fits the day, by weight."""
    fitting = [topic for topic in TOPICS if topic.fits(day)]
    weights = [topic.weight for topic in fitting]
    return fitting[int(random.choice(len(fitting), p=[weight / sum(weights) for weight in weights]))]


def _pick(random: np.random.Generator, choices: tuple[str, ...]) -> str:
    return choices[int(random.integers(len(choices)))]


def _slots(random: np.random.Generator) -> dict[str, str]:
    place = _PLACES[int(random.integers(len(_PLACES)))]
    street = _STREETS[int(random.integers(len(_STREETS)))]
    hour = int(random.integers(8, 13))
    thousands = int(random.integers(12, 96)) * 100
    return {
        "place": place[0],
        "place_gen": place[1],
        "place_in": place[2],
        "place_to": place[3],
        "Place_gen": place[1],
        "Place_in": place[2],
        "street": street[0],
        "street_gen": street[1],
        "street_on": street[2],
        "place_sv": _SWEDISH_PLACES[int(random.integers(len(_SWEDISH_PLACES)))],
        "n10": str(int(random.integers(6, 29))),
        "n100": str(int(random.integers(11, 78)) * 10),
        "n1000": f"{thousands // 1000}\u00a0{thousands % 1000:03d}",  # Finnish writes thousands with a no-break space
        "d": str(int(random.integers(0, 10))),
        "d2": str(int(random.integers(2, 5))),
        "d3": str(int(random.integers(3, 9))),
        "d5": str(int(random.integers(1, 6))),
        "d14": str(int(random.integers(14, 29))),
        "h": str(hour),
        "h3": str(hour + int(random.integers(2, 5))),
    }
