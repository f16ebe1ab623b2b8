"""Page furniture: what is marked, and that prose never is."""

from __future__ import annotations

import pytest

from agent.corpus.furniture import furniture_lines, is_picture_credit

FURNITURE = """
Advertisement
[Advertisement]
— ADVERTISEMENT —
Sponsored content
Share this article
Share on Facebook
Tweet
Read more...
» Continue reading
Read more: Ferry strike enters its second week
Related: What the new lock will cost
You may also like
Recent Comments
3 comments
Comments (12)
Leave a comment
4 min read
Sign up for our newsletter
Sign up for our daily newsletter and never miss a tide.
Subscribe to our channel!
Follow us on Mastodon
Skip to content
Home | News | Sport
Home › News › Harbour
Business |
Accept all cookies
We use cookies to improve your experience. By continuing you accept our policy.
© 2026 Harbour News AB
© Jane Doe for Harbour News
(c) 2026 Harbour News Ltd. All rights reserved.
Copyright © 2026 Harbour News
All rights reserved.
Photo: Jane Doe/AFP
Photo: AP
Image via Harbourpix
Photo by Jane Doe
AI image
harbour_evening-2
IMG_2034.jpg
![The harbour](harbour.png)
<!-- end of article -->
* * *
|---|---|
Tags: ferry, harbour, strike
Anzeige
Werbung
Weiterlesen
Weitere Nachrichten
Lesen Sie auch: Der Streik der Lotsen
Auf Facebook teilen
Kommentare (3)
Lesezeit: 4 Minuten
Foto: dpa
Bild: Erika Muster / Hafenbild
Jetzt unseren Newsletter abonnieren
Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten. Einstellungen
Zum Inhalt springen
Alle Rechte vorbehalten
Impressum
Pubblicità
Leggi anche: Lo sciopero dei piloti
Continua a leggere
Condividi su Facebook
Immagine AI
Foto: Maria Bianchi
Lascia un commento
Tempo di lettura: 3 minuti
Iscriviti alla nostra newsletter
Questo sito utilizza i cookie per migliorare la tua esperienza.
Riproduzione riservata
Publicité
Lire aussi : La grève des pilotes
Partager sur Facebook
Crédit photo : Jeanne Martin
Laisser un commentaire
Temps de lecture : 3 min
Abonnez-vous à notre newsletter
Nous utilisons des cookies pour améliorer votre expérience.
Tous droits réservés
Publicidad
Lee también: La huelga de los prácticos
Compartir en Facebook
Foto: Ana García
Deja un comentario
Suscríbete a nuestro boletín
Utilizamos cookies para mejorar tu experiencia.
Todos los derechos reservados
""".strip().splitlines()

CONTENT = """
The council spent a fifth of its budget on advertising.
Advertisement revenue fell by a tenth at the harbour radio.
Advertising on ferries will be banned from May.
We use cookies as bait, the fisherwoman explained.
The bakery sold four thousand cookies during the regatta.
Cookies were the best-selling item at the harbour fair.
“We use cookies to improve your experience,” the banner on the council's page says.
Share prices at the shipyard fell on Monday.
Share of wind power rises in coastal towns
Read more than twelve pages of the report, the mayor urged.
Subscribe to the view that tides are random and you will sink.
Comments by the harbour master angered the pilots.
The photo by the harbour office shows a cracked lock gate.
Photo: The mayor opens the new lock on Monday.
Home prices near the harbour doubled.
Copyright law does not protect tide tables.
Was heißt «Mole»;
Copyrights of the tide tables
Search teams found the boat at dawn.
Print shops in the old harbour are closing.
Latest storm was the worst in years
All rights to the pier were sold in 2019.
Follow us, the pilot shouted over the radio.
Source: Harbour News
Sources: AFP, dpa
By Jane Doe
Von Erika Muster
Di Mario Rossi
Disclaimer: This text was written with the help of software and checked by editors.
12,500
Kiel | 12,500
| Port | Tonnes |
February 11, 2026
Anzeige gegen den Hafenmeister erstattet
Anzeige erstattete auch die Lotsin.
Die Werbung an den Fähren wird verboten.
Wir verwenden Cookies als Köder, erklärte die Fischerin.
Teilen will die Stadt den Hafen nicht.
Kommentar schreiben wollte niemand.
Mehr als hundert Boote liegen im Hafen.
Bild und Ton fielen während der Regatta aus.
Foto: Die Bürgermeisterin eröffnet die Schleuse.
La pubblicità sui traghetti sarà vietata da maggio.
Condividi la barca, dice un vecchio proverbio del porto.
Leggi anche i cartelli, ha detto il capitano.
I cookie del forno del porto sono finiti.
Foto di gruppo con la sindaca
La publicité sur les bacs sera interdite.
Partager le port ne plaît à personne.
Lire aussi les panneaux, conseille la capitaine.
La publicidad en los transbordadores será prohibida.
Compartir el puerto no gusta a nadie.
Utilizamos cookies como cebo, explicó la pescadora.
""".strip().splitlines()

ARTICLE = [
    "The harbour froze over on Sunday.",
    "The pilots voted to strike, and the ferry to the island was cancelled.",
    "The lock will reopen in May, the harbour master said.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_page_furniture_is_marked(line: str) -> None:
    """A line that is nothing but furniture is marked, wherever in an article it stands."""
    assert furniture_lines([ARTICLE[0], line, ARTICLE[1]]) == [False, True, False]


@pytest.mark.parametrize("line", CONTENT)
def test_prose_credits_and_tables_are_never_marked(line: str) -> None:
    """Sentences and headings about advertising or cookies, bylines, sources, figures: all stay citable."""
    assert furniture_lines([ARTICLE[0], line, ARTICLE[1]]) == [False, False, False]


def test_short_lines_that_repeat_around_the_text_are_furniture() -> None:
    """A label that stands three times, also around the text, belongs to the page."""
    lines = ["Harbour Plus", *ARTICLE[:1], "Harbour Plus", *ARTICLE[1:], "Harbour Plus"]
    assert furniture_lines(lines) == [line == "Harbour Plus" for line in lines]


def test_answers_that_repeat_inside_the_text_are_content() -> None:
    """A roll call between sentences is evidence, however often a word repeats."""
    lines = [ARTICLE[0], "Harbour Party", "Yes", "Town Party", "Yes", "Farmers", "Yes", ARTICLE[1]]
    assert not any(furniture_lines(lines))


def test_figures_that_repeat_are_content() -> None:
    """Cells of a table are never furniture, whatever stands around them."""
    lines = ["4-0", *ARTICLE, "4-0", "4-0"]
    assert not any(furniture_lines(lines))


def test_a_menu_below_the_text_is_furniture_as_a_whole() -> None:
    """Labels between known furniture at the end of a page are furniture too."""
    menu = ["Home", "Harbour", "Contact", "Weather", "Imprint", "Privacy policy"]
    assert furniture_lines([*ARTICLE, *menu]) == [False] * 3 + [True] * 6


def test_a_menu_above_the_text_spares_the_title() -> None:
    """The two lines right above the text may be its headline."""
    lines = ["Home", "Harbour", "Search", "Menu", "Harbour freezes over", *ARTICLE]
    assert furniture_lines(lines)[:5] == [True] * 4 + [False]
    lines = ["Home", "Search", "Menu", "Harbour", "Log in", "Weather", "Ice", "Frozen harbour", *ARTICLE]
    assert furniture_lines(lines)[:8] == [True] * 6 + [False] * 2


def test_names_of_makers_are_picture_credits() -> None:
    """Names and agencies after the label are a credit; a caption is not."""
    assert is_picture_credit("Foto: Erika Muster / dpa")
    assert is_picture_credit("Photo courtesy of Harbour Archive")
    assert not is_picture_credit("Photo: the old lock in winter")


@pytest.mark.parametrize(
    "line", ["|" * 100_000, "©" * 100_000, "a|" * 50_000, "![" * 50_000, "_" * 100_000, "Foto: " * 20_000]
)
def test_long_lines_take_linear_time(line: str) -> None:
    """Hostile repetition is looked at without blowing up."""
    furniture_lines([line, *ARTICLE, line])
