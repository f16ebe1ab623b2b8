"""Origins: which agencies and outlets a text says it relies on."""

from __future__ import annotations

import pytest

from agent.corpus.languages import language_tables, outlet_table
from agent.corpus.origins import find_origins, normalise_origin, passage_origins
from agent.corpus.outlets import outlet_names
from agent.document import Metadata

NAMED = [
    ("en", "The lock will reopen in May, Reuters reported on Tuesday, citing two pilots.", ["Reuters"]),
    ("en", "According to Reuters, the lock will reopen in May.", ["Reuters"]),
    ("en", "According to a Reuters report, the lock will reopen in May.", ["Reuters"]),
    ("en", "The ferry was late again, according to the Harbour Times.", ["Harbour Times"]),
    ("en", "According to The Harbour Times, the ferry was late.", ["Harbour Times"]),
    ("en", "The match was moved, the Kelby Evening Herald reported.", ["Kelby Evening Herald"]),
    ("en", "The daily Times of Kelby wrote that the bridge was closed.", ["Times of Kelby"]),
    ("en", "The mayor resigned, several outlets said, citing AFP.", ["AFP"]),
    ("en", "“We will rebuild the pier,” the mayor told the Associated Press.", ["AP"]),
    ("en", "AFP and the Harbour Times reported that the strike was over.", ["AFP", "Harbour Times"]),
    ("en", "The strike is over, according to AFP, Reuters and dpa.", ["AFP", "Reuters", "dpa"]),
    ("en", "Documents seen by Reuters show that the tide gauge failed.", ["Reuters"]),
    ("en", "When contacted by Bloomberg, the port declined to comment.", ["Bloomberg"]),
    ("en", "KELBY, Feb 11 (Reuters) - The harbour froze over on Sunday.", ["Reuters"]),
    ("en", "The newspaper Harbour Today first reported the collision.", ["Harbour Today"]),
    ("en", "The tug sank at dawn, Reuters said.", ["Reuters"]),
    ("en", "The pilots have voted to strike (Source: AFP).", ["AFP"]),
    ("en", "The BBC reported that the storm had passed.", ["BBC"]),
    ("en", "The pier was sold, the Wall Street Journal\nreported on Friday.", ["Wall Street Journal"]),
    ("de", "Das berichtet Reuters unter Berufung auf zwei Lotsen.", ["Reuters"]),
    ("de", "Laut dpa bleibt die Schleuse bis Mai gesperrt.", ["dpa"]),
    ("de", "Reuters zufolge bleibt die Schleuse gesperrt.", ["Reuters"]),
    ("de", "Wie die Nachrichtenagentur AFP am Montag meldete, ist der Hafen zugefroren.", ["AFP"]),
    ("de", "Nach Angaben der Kieler Hafenzeitung war die Fähre verspätet.", ["Kieler Hafenzeitung"]),
    ("de", "Die Hafenzeitung berichtete, die Brücke sei gesperrt.", ["Hafenzeitung"]),
    ("de", "Der Bürgermeister sagte der dpa, die Mole werde neu gebaut.", ["dpa"]),
    ("de", "Einem Reuters-Bericht zufolge ruht der Verkehr.", ["Reuters"]),
    ("de", "Nach dpa-Informationen ist der Schlepper gesunken.", ["dpa"]),
    ("de", "KIEL (dpa) - Der Hafen ist am Sonntag zugefroren.", ["dpa"]),
    ("de", "dpa - Der Hafen ist am Sonntag zugefroren.", ["dpa"]),
    ("de", "Der Hafen ist am Sonntag zugefroren. (dpa/AFP)", ["dpa", "AFP"]),
    ("de", "Der Streik ist beendet, so die Lübecker Nachrichten.", ["Lübecker Nachrichten"]),
    ("de", "Übereinstimmend berichten dpa und AFP, der Streik sei beendet.", ["dpa", "AFP"]),
    ("de", "Die Zeitung „Hafenblick“ meldete zuerst den Zusammenstoß.", ["Hafenblick"]),
    ("de", "Das sagte die Hafenmeisterin gegenüber dem Kölner Stadt-Anzeiger.", ["Kölner Stadt-Anzeiger"]),
    ("it", "Secondo l’ANSA, la chiusa riaprirà a maggio.", ["ANSA"]),
    ("it", "Lo riporta Reuters, che cita due piloti.", ["Reuters"]),
    ("it", "A riferirlo è l'agenzia Ansa.", ["ANSA"]),
    ("it", "Secondo quanto riportato da Reuters, il porto è gelato.", ["Reuters"]),
    ("it", "Come scrive il Corriere del Porto, il traghetto era in ritardo.", ["Corriere del Porto"]),
    ("it", "Il Giornale della Laguna ha riferito che il ponte è chiuso.", ["Giornale della Laguna"]),
    (
        "it",
        "«Ricostruiremo il molo», ha detto il sindaco all'AFP, citando l'Adnkronos.",
        ["AFP", "Adnkronos"],
    ),
    ("it", "(ANSA) - TRIESTE, 3 GIU - Il porto è gelato.", ["ANSA"]),
    ("it", "Il quotidiano Porto Oggi scrive che lo sciopero è finito.", ["Porto Oggi"]),
    ("fr", "Selon l’AFP, l’écluse rouvrira en mai.", ["AFP"]),
    ("fr", "L'écluse rouvrira en mai, rapporte Reuters.", ["Reuters"]),
    ("fr", "D'après l'agence Reuters, le port a gelé.", ["Reuters"]),
    ("fr", "Le Journal du Port a révélé que le bac était en retard.", ["Journal du Port"]),
    ("fr", "Le port a gelé, selon une dépêche de l'AFP.", ["AFP"]),
    ("fr", "« Nous rebâtirons la jetée », a déclaré à l'AFP la maire.", ["AFP"]),
    ("fr", "Le Monde écrit que la grève est finie.", ["Le Monde"]),
    ("fr", "BREST (AFP) – Le port a gelé dimanche.", ["AFP"]),
    ("es", "Según EFE, la esclusa reabrirá en mayo.", ["EFE"]),
    ("es", "Según informó Reuters, el puerto se heló.", ["Reuters"]),
    ("es", "La esclusa reabrirá en mayo, informó la agencia EFE.", ["EFE"]),
    ("es", "De acuerdo con el Diario del Puerto, el transbordador llegó tarde.", ["Diario del Puerto"]),
    ("es", "El Heraldo de Kelby publicó que el puente está cerrado.", ["Heraldo de Kelby"]),
    ("es", "El remolcador se hundió, citando a AFP y Reuters.", ["AFP", "Reuters"]),
    ("es", "Cádiz, 3 jun (EFE).- El puerto se heló el domingo.", ["EFE"]),
    ("nl", "De haven is bevroren, according to Reuters.", ["Reuters"]),
]

UNNAMED = [
    ("en", "According to the ministry, the lock will reopen in May."),
    ("en", "According to police, nobody was hurt."),
    ("en", "According to Jane Doe, the Harbour Party will win."),
    ("en", "According to the Kelby Harbour Authority, the ferry was late."),
    ("en", "Reuters moved its newsroom to the old harbour."),
    ("en", "Thomson Reuters reported higher sales."),
    ("en", "The Guardian Council reported the result of the election."),
    ("en", "Canada Post said service was suspended."),
    ("en", "The prize went to the Association of Amateur Pilots (AAP)\nof Kelby."),
    ("en", "Amateur Pilots (AP) - a club of six - will race."),
    ("en", "The Harbour Times reported its first profit in years."),
    ("en", "The editor of the Harbour Times lives in Kelby."),
    ("en", "The times reported by the referee were wrong."),
    ("en", "News of the storm reached Kelby, the mayor said."),
    ("en", "The players reported to the coach on Monday."),
    ("en", "She ran in Times Square, the club reported."),
    ("de", "Laut Polizei wurde niemand verletzt."),
    ("de", "Laut Ministerium bleibt die Schleuse gesperrt."),
    ("de", "Medienberichten zufolge ist der Hafen zugefroren."),
    ("de", "Laut einer Zeitung war die Fähre verspätet."),
    ("de", "Laut Schülerzeitung fällt der Unterricht aus."),
    ("de", "Laut Reuters-Chef Hans Meier zieht die Redaktion um."),
    ("de", "Die dpa zieht in den alten Hafen."),
    ("de", "Der Abgeordnete Meier berichtete im Ausschuss."),
    ("it", "Secondo il ministero, la chiusa riaprirà a maggio."),
    ("it", "Secondo la polizia nessuno è rimasto ferito."),
    ("it", "Il secondo giornale del porto ha chiuso."),
    ("it", "Il corriere ha riferito di aver consegnato il pacco."),
    ("it", "L'ANSA si trasferisce nel vecchio porto."),
    ("fr", "Selon le ministère, l'écluse rouvrira en mai."),
    ("fr", "Selon la police, personne n'a été blessé."),
    ("fr", "Le journal du capitaine rapporte une tempête."),
    ("fr", "L'AFP déménage dans le vieux port."),
    ("es", "Según el ministerio, la esclusa reabrirá en mayo."),
    ("es", "Según la policía, nadie resultó herido."),
    ("es", "Informó el diario de a bordo de una tormenta."),
    ("es", "La agencia EFE se muda al puerto viejo."),
]


@pytest.mark.parametrize(("language", "text", "origins"), NAMED)
def test_an_attribution_names_its_outlets(language: str, text: str, origins: list[str]) -> None:
    """An outlet in an attribution is an origin, under one name however it is spelt."""
    assert list(find_origins(text, language)) == origins


@pytest.mark.parametrize(("language", "text"), UNNAMED)
def test_speakers_and_mere_mentions_are_no_origins(language: str, text: str) -> None:
    """A ministry, the police, an outlet that is only spoken of: none is where the text has its news from."""
    assert find_origins(text, language) == ()
    assert find_origins(text, None) == ()


@pytest.mark.parametrize("language", ["en", "de", "it", "fr", "es"])
def test_every_agency_is_recognised_in_every_language(language: str) -> None:
    """Each spelling of each agency, behind the language's plainest attribution, counts under the agency's name."""
    opening = {"en": "According to", "de": "Laut", "it": "Secondo", "fr": "Selon", "es": "Según"}[language]
    table = outlet_table()
    spellings = {spelling: name for spelling, name in table.names.items() if name in table.agencies}
    found = {spelling: find_origins(f"{opening} {spelling}, 12.", language) for spelling in spellings}
    assert found == {spelling: (name,) for spelling, name in spellings.items()}


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("Reuters", "Reuters"),
        ("Reuters-Bericht", "Reuters"),
        ("dpa-Meldung", "dpa"),
        ("Associated Press", "AP"),
        ("the Harbour Times", "Harbour Times"),
        ("The Guardian", "Guardian"),
        ("il Corriere del  Porto", "Corriere del Porto"),
        ("Stadt-Anzeiger", "Stadt-Anzeiger"),
    ],
)
def test_origins_are_counted_under_one_name(name: str, normal: str) -> None:
    """Compounds, other spellings and opening articles come to the same origin."""
    assert normalise_origin(name) == normal


def test_a_passage_has_the_origins_it_names_itself() -> None:
    """Of a document that relies on two agencies, a passage has the one it mentions, in its own order."""
    metadata = Metadata(language="en", outlet="Harbour News", origins=("Reuters", "AFP"))
    assert passage_origins("Its reporters asked Reuters.", metadata) == ("Reuters",)
    assert passage_origins("AFP wrote so; Reuters did too.", metadata) == ("AFP", "Reuters")
    assert passage_origins("Harbour News reported it first.", metadata) == ()
    assert passage_origins("The ferry was late.", metadata) == ()


def test_a_bare_mention_is_no_origin_of_a_document_that_does_not_rely_on_it() -> None:
    """A passage gains an origin by mention only if its document relies on it."""
    assert passage_origins("Reuters has a new office.", Metadata(language="en")) == ()
    assert passage_origins("Reuters has a new office.") == ()
    assert passage_origins("Laut Reuters ist der Hafen zugefroren.") == ("Reuters",)


def test_names_are_spans_of_the_text() -> None:
    """Every found name lies in the text where it says, and none inside another."""
    text = "The Kelby Harbour Times and Reuters, not the Times of Kelby, wrote it."
    names = outlet_names(text, language_tables()["en"])
    assert [name.of(text) for name in names] == ["Kelby Harbour Times", "Reuters", "Times of Kelby"]


@pytest.mark.parametrize(
    "unit", ["Harbour Times ", "according to ", "A", "Reuters, ", "the of ", "(AFP) - ", "'", "é-"]
)
def test_long_texts_take_linear_time(unit: str) -> None:
    """Hostile repetition is searched without blowing up."""
    find_origins(unit * (60_000 // len(unit)), "en")
