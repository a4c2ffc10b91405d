# Karten
card-queued = { $ahead ->
    [0] Gleich an der Reihe
    [one] Wartet, noch ein Auftrag davor
   *[other] Wartet, noch { $ahead } Aufträge davor
}
card-paused = Wartet: Das Konto dieses Bots hat kein Guthaben mehr
card-detached = Abgebrochen. Der Dienst kann den Auftrag nicht mehr anhalten, darum wird er fertig gemalt und aufgehoben und zählt als verbraucht.
card-kept = Abgebrochen. Das Ergebnis wurde trotzdem fertig und ist hier aufgehoben.
board-head = { $count ->
    [one] Ein Bild ist unterwegs
   *[other] { $count } Bilder sind unterwegs
}
board-calm = Dieser Chat nimmt gerade weniger Nachrichten an: Bis sich das ändert, gibt es seltener Zwischenbilder.
board-more = und { $count } weitere
card-not-relaxed = schnell gemacht, denn Filme gibt es nicht langsam
card-left-out = ohne { $flags }, das hier nicht bekannt ist
card-translated = vom Dienst übersetzt
card-sending = Der Auftrag wird gesendet
card-started = Der Dienst hat den Auftrag, gleich wird gemalt
card-painting = Wird gemalt …
card-animating = Wird gefilmt …
card-thinking = Wird angesehen …
card-seeking = Die Verbindung ist abgerissen, das Bild wird gesucht
card-retrying = Der Dienst ist ausgelastet, gleich kommt ein neuer Versuch
card-unsure = Die Aufzeichnungen des Bots sind gerade nicht sicher: Nichts wurde gesendet, nichts berechnet; gleich kommt ein neuer Versuch
card-no-picture = Das Bild ist fertig, konnte aber nicht in diesen Chat geholt werden:
card-linked = Es ist fertig. Dieser Chat nimmt die Datei nicht an, deshalb steht hier ein Link:
card-not-shown = Das Bild ist fertig, aber dieser Chat nimmt es nicht an. In einem anderen Chat bringt es /show mit seinem Code.
card-more-buttons = { $count ->
    [one] Für einen weiteren Knopf ist hier kein Platz.
   *[other] Für { $count } weitere Knöpfe ist hier kein Platz.
}
card-broken = Das Bild ist fertig, aber dieser Bot kann es nicht zeigen. Es liegt unter dem Code { $code } bereit:

# Wie ein Auftrag heißt
order-imagine = Malen
order-act = { $label }
order-edit = Bearbeiten
order-reframe = Erweitern
order-region = Bereich
order-animate = Animieren
order-extend = Video verlängern
order-describe = Beschreiben
order-shorten = Kürzen
order-translate = Übersetzen
order-seed = Seed
action-reroll = Neu malen
action-upscale_subtle = Vergrößern (dezent)
action-upscale_creative = Vergrößern (kreativ)
action-upscale_2x = Vergrößern (2x)
action-upscale_4x = Vergrößern (4x)
action-redo_upscale_subtle = Neu vergrößern (dezent)
action-redo_upscale_creative = Neu vergrößern (kreativ)
action-redo_upscale_2x = Neu vergrößern (2x)
action-redo_upscale_4x = Neu vergrößern (4x)
action-variation_subtle = Variieren (dezent)
action-variation_strong = Variieren (stark)
action-variation_region = Variieren (Bereich)
action-zoom_out_2x = Weiter weg 2x
action-zoom_out_1_5x = Weiter weg 1,5x
action-zoom_in_2x = Näher 2x
action-zoom_in_1_5x = Näher 1,5x
action-square = Quadratisch machen
action-pan_left = Nach links weiter
action-pan_right = Nach rechts weiter
action-pan_up = Nach oben weiter
action-pan_down = Nach unten weiter
action-generate = { order-imagine }
action-extend = Verlängern

# Eigene Knöpfe
button-retry = Noch einmal
button-cancel = Abbrechen
button-show = Zeigen
button-further = Mehr
button-animate = Animieren
button-region = Bereich
button-extend = { $n } verlängern
button-original = Original
button-share = Teilen
button-forward = Senden an…
button-prompt = Prompt
button-open = Öffnen
button-line = Malen { $n }
button-deliver = Hier zeigen
button-details = Details
button-delete = Löschen
button-erase = Hier löschen
button-seed = Seed
button-seeded = Malen mit diesem Seed
button-copy = Kopieren
button-copy-task = Aufgaben-ID kopieren
button-copy-trace = Trace-ID kopieren
button-album = Alle { $n }
button-describe = Beschreiben
button-lines = Alle
button-paint = „{ $words }“ malen
button-try = Ausprobieren: { $words }
button-talk = So ändern: „{ $words }“
button-change-form = Ändern…
button-animate-form = Animieren…
button-extend-form = { $n } verlängern…
button-reframe-form = Erweitern…
button-edit-form = Bearbeiten…
button-region-form = Bereich…
button-made = Zeigen
button-more = Noch eines

# Formulare
form-change = Mit anderen Worten malen
form-animate = In Bewegung setzen
form-extend = Weiterfilmen
form-reframe = Mehr drumherum malen
form-edit = In diesem Bild etwas ändern
form-region = Einen Teil davon ändern
form-answer = Antworte auf diese Nachricht mit den Worten, die du willst.
form-answer-picture = Ein Bild als Antwort ist das letzte.
form-answer-mask = Ein Bild als Antwort ist die Maske: Weiß ändert sich, Schwarz bleibt.
form-typed = Getippt: { $command }
form-dropped = Schon gut: Es wurde nichts bestellt.
field-words = Worte
field-resolution = Auflösung
field-speed = Tempo
field-loop = Schleife
field-size = Größe
field-part = Welches der vier
field-fields = Wo
field-mask = Maske
field-mask-note = Ein Bild, weiß, wo sich etwas ändern soll, und schwarz, wo es bleibt
field-1 = oben links
field-2 = oben
field-3 = oben rechts
field-4 = links
field-5 = Mitte
field-6 = rechts
field-7 = unten links
field-8 = unten
field-9 = unten rechts
field-last = Letztes Bild
field-last-typed = Oder schreib --end und # mit dem Code unter die Worte

# Die Bilder einer Person
history-head = Deine Bilder, die neuesten zuerst:
history-none = Von dir gibt es hier noch kein Bild. /imagine malt eines.
inline-none = Noch kein Bild: Bot öffnen
history-tail = Drück eine Nummer oder schreib /show und einen Code, dann kommt das Bild noch einmal.

# Einstellungen
settings-here = So läuft es in diesem Chat
settings-private = Deine Einstellungen
settings-language = Sprache
settings-choose = Wähl eine Sprache:
settings-auto = automatisch
settings-previews = Vorschau
settings-words = Worte ohne Befehl
words-ask = bei Unklarheit fragen
words-paint = malen
words-ignore = nicht beachten
settings-translate = Prompts übersetzen
translate-auto = bei nicht lateinischer Schrift
settings-talk = Antworten auf Bilder
settings-pressers = Knöpfe
settings-spoiler = Spoiler-Schutz
settings-on = an
settings-off = aus
settings-channel = Galerie
settings-gallery = „{ button-share }“ stellt Bilder in { $chat } ein. Das ändert /settings gallery { $example }, oder off.
settings-no-gallery = „{ button-share }“ hat noch keinen Kanal: /settings gallery { $example }
pressers-everyone = für alle
pressers-requester = für Auftraggeber
pressers-admins = für Admins

# Wie ein Auftrag schiefgehen kann: was geschah, was es kostet, was zu tun ist
fault-refused = Die Moderation des Dienstes hat das abgelehnt. Es wurde nichts berechnet; versuch es mit anderen Worten.
fault-bad_request = Der Dienst hat den Auftrag nicht verstanden. Es wurde nichts berechnet; ändere ihn und versuch es noch einmal.
fault-out_of_credit = Das Konto dieses Bots hat kein Guthaben mehr. Es wurde nichts berechnet; der Betreiber muss es aufladen.
fault-unauthorized = Der Dienst nimmt das Token dieses Bots nicht an. Es wurde nichts berechnet; der Betreiber muss es prüfen.
fault-misconfigured = Das Konto dieses Bots kann das nicht. Es wurde nichts berechnet; der Betreiber muss nachsehen.
fault-too_many = Der Dienst ist gerade überlastet. Es wurde nichts berechnet; versuch es in einer Minute noch einmal.
fault-too_large = Das ist dem Dienst zu groß. Es wurde nichts berechnet; versuch es mit etwas Kleinerem.
fault-timed_out = Der Dienst hat zu lange gebraucht und aufgegeben. Das berechnet er nicht; du kannst es noch einmal versuchen.
fault-unavailable = Der Dienst war nicht zu erreichen oder hatte einen Fehler. Das berechnet er nicht; du kannst es noch einmal versuchen.
fault-unreadable = Der Dienst hat etwas geantwortet, das sich nicht lesen lässt. Du kannst es noch einmal versuchen.
fault-lost = Der Auftrag ging hinaus, aber der Dienst weiß nichts von ihm. Anscheinend wurde er nicht berechnet; du kannst es noch einmal versuchen.
fault-unheard = Der Auftrag ging hinaus, aber der Dienst ließ sich lange nicht fragen, was daraus wurde. Der Betreiber kann nachsehen, bevor du es noch einmal versuchst.
fault-expired = Der Auftrag hat zu lange gewartet und wurde aufgegeben. Es wurde nichts berechnet; du kannst es noch einmal versuchen.
fault-not_allowed = Dieser Bot darf hier nicht { $right ->
        [photos] Bilder senden
        [videos] Videos senden
        [files] Dateien senden
       *[messages] schreiben
    }, darum wurde nichts bestellt und nichts berechnet. Ein Admin dieses Chats kann es erlauben.
fault-broken = In diesem Bot ist etwas schiefgegangen, und er hat diesen Auftrag aufgegeben. Falls der Dienst ihn schon hatte, wurde er vielleicht berechnet; der Betreiber findet ihn unter dem Code { $code }.
fault-cancelled = Abgebrochen. Es wurde nichts berechnet.
fault-mask_gone = Was vom Bild gewählt war, ist nicht mehr da. Es wurde nichts berechnet; wähl es mit /region neu.
fault-failed = Der Dienst hat ohne Ergebnis aufgehört. Das berechnet er nicht; du kannst es noch einmal versuchen.
fault-said = Der Dienst sagt: { $message }

# Was man selbst richten kann
button-unknown = Dieser Knopf ist hier nicht bekannt.
form-gone = Dieses Formular gibt es nicht mehr: Formulare werden einen Tag lang aufgehoben. Drücke den Knopf noch einmal.
form-not-yours = Dieses Formular gehört { $name }. Drücke den Knopf unter dem Bild, dann bekommst du ein eigenes.
form-impossible = Das lässt sich in diesem Formular nicht wählen.
form-pictures = { $most ->
    [0] Dieses Formular nimmt kein Bild.
   *[other] Dieses Formular nimmt ein Bild, das letzte: Bitte schick eines.
}
image-gone = Dieses Bild ist hier nicht mehr bekannt, darum gehen seine Knöpfe nicht mehr.
task-unknown = Auch der Dienst kennt dieses Bild nicht mehr, daher gehen seine Knöpfe nicht. Bestelle es mit seinen Worten neu.
task-running = Es wird noch gemalt. Es erscheint, wenn es fertig ist.
recall-busy = Nach diesem Bild muss erst beim Dienst gefragt werden, und das geschieht gerade für andere. Bitte versuche es in einer halben Minute noch einmal.
recall-away = Dieser Bot hat seine Aufzeichnung dieses Bildes verloren, und der Dienst lässt sich gerade nicht fragen. Bitte versuche es in einer Minute noch einmal.
task-nobodys = Es ist nicht mehr bekannt, wer das bestellt hat, daher kann hier niemand darüber entscheiden.
tasks-many = Höchstens { $limit } Aufgaben auf einmal.
tasks-away = Der Bilddienst lässt sich gerade nicht fragen. Bitte versuche es in einer Minute noch einmal.
deliver-none = Diese Aufgabe hat kein Ergebnis, das sich zeigen ließe.
delete-asked = Das hier aus dem Chat löschen? Es bleibt unter deinen Bildern: /show { $name } bringt es zurück.
delete-done = Hier gelöscht. /show { $name } bringt es zurück.
delete-failed = Diese Nachricht ließ sich nicht löschen. Versuch es gleich noch einmal; alte Nachrichten kann nur ein Admin dieses Chats löschen.
tasks-unknown = { $name }: der Bilddienst kennt das nicht
tasks-id = Aufgabe
tasks-trace = Spur (Trace)
tasks-pending = wartet
tasks-running = in Arbeit, { $n } %
tasks-done = fertig
tasks-failed = gescheitert
tasks-made = Erstellt { $at } UTC
tasks-took = Erstellt { $at } UTC, dauerte { $n } s
tasks-charged = Berechnet: { $amount }
tasks-free = Es wurde nichts berechnet
not-offered = Das bietet der Dienst für dieses Bild nicht an.
details-speeds = Was folgt, geht auch mit anderer Geschwindigkeit:
details-at = Mit der Geschwindigkeit { $mode }:
lines-ordered = { $n } von { $count } bestellt.
lines-already = Sie wurden alle schon bestellt.
already-open = Das ist schon in Arbeit.
made-already = „{ $label }“ gibt es schon, für { $name }.
made-running = „{ $label }“ ist schon in Arbeit, für { $name }.
cancelled-waiting = Abgebrochen.
cancelled-running = Abgebrochen. Der Dienst hat den Auftrag schon und kann ihn nicht anhalten: Das Ergebnis wird aufgehoben, „{ button-show }“ holt es her.
cancel-late = Das ist schon fertig.
show-soon = Es wird hier gezeigt.
show-none = Hier gibt es nichts zu zeigen.
not-yours = Das kann nur { $name }.
not-your-list = Diese Liste gehört jemand anderem. /history zeigt deine.
only-admins = Das kann nur ein Admin dieses Chats.
rights-unknown = Gerade lässt sich nicht sehen, wer hier Admin ist. Bitte versuch es gleich noch einmal.
missing-permissions = Dieser Bot darf in diesem Kanal noch nicht arbeiten. Ihm fehlt: { $permissions }. Es wurde nichts bestellt und nichts berechnet. Wer den Server verwaltet, kann es ihm erlauben.
not-admitted = Dieser Bot ist nur für bestimmte Leute und Chats da. Sein Betreiber kann dich hereinlassen: Der Chat ist { $place }, du bist { $person }.
cancel-none = Von dir wartet hier nichts, und es wird auch nichts gemalt.
cancelled-several = Abgebrochen. Was der Dienst schon hat, wird fertig und aufgehoben: „{ button-show }“ darunter holt es her.
need-code = Sag mit seinem Code, welches Bild, zum Beispiel: { $usage }
bad-code = „{ $typed }“ ist kein Code: Ein Code hat acht Buchstaben und Ziffern, zum Beispiel: { $usage }
need-tasks = Sag, welche Aufgaben, zum Beispiel: { $usage }
need-pictures = Schick zwei bis fünf Bilder zum Mischen, als ein Album oder als Adressen, zum Beispiel: { $usage }
album-hidden = Von diesem Album hat den Bot nur das Bild mit dem Befehl erreicht, denn mehr bekommt er in einer Gruppe nicht zu sehen. Es wurde nichts bestellt: Schick ihm das Album privat, mach ihn hier zum Admin oder nenn die Bilder, zum Beispiel: { $usage }
code-unknown = Kein Bild hat den Code { $name }, oder es ist zu lange her.
code-no-prompt = Was den Code { $name } hat, ist ohne einen Prompt entstanden, der sich noch einmal verwenden ließe.
code-no-picture = Was den Code { $name } hat, ist kein Bild; daraus lässt sich nichts machen.
code-no-clip = Was den Code { $name } hat, ist kein Film, der sich verlängern lässt.
code-no-take = Der Film #{ $name } hat keine Fassung { $part }, sondern { $count }.
code-no-parts = Was den Code { $name } hat, ist ein einzelnes Bild ohne Teile: Schreib nur #{ $name }.
code-needs-part = #{ $name } zeigt vier Bilder: Nenn eines davon, #{ $name }.1 bis #{ $name }.4.
code-part-unknown = #{ $name } hat keinen Teil { $part }: Es gibt die Teile 1 bis 4.
code-gone = Der Dienst hat das Bild mit dem Code { $name } nicht mehr.
code-away = Nach dem Bild mit dem Code { $name } kann der Dienst gerade nicht gefragt werden. Bitte versuch es in einer Minute noch einmal.
no-gallery = Zum Teilen gibt es noch keinen Kanal. Ein Admin kann einen wählen: /settings gallery { $example }
gallery-not-found = Einen Kanal { $name } kennt dieser Bot nicht. Füg den Bot dort als Admin hinzu, der posten darf.
gallery-no-rights = Dieser Bot darf in { $name } nicht posten. Mach ihn dort zum Admin, der posten darf.
gallery-many = Es gibt mehr als einen Kanal { $name }. Wähl ihn mit seinem Link.
gallery-not-yours = Nur ein Admin dieses Kanals kann dorthin teilen lassen.
share-soon = Gleich ist es in der Galerie.
original-soon = Die Datei ist unterwegs.
quote-soon = Der Prompt ist unterwegs.
details-soon = Mehr darüber kommt gleich.
album-soon = Alle Clips kommen gleich.
piece-soon = Das Bild kommt gleich.
given-already = Das wurde gerade eben schon verlangt.
answers-waiting = Was du vorher wolltest, ist noch unterwegs. Warte bitte einen Moment.
not-brought = Was du wolltest, konnte nicht gepostet werden. Prüf, was dieser Bot dort darf.
setting-unknown = Die Einstellung { $name } gibt es nicht. Es gibt: { $possible }.
setting-impossible = { $name } kann nicht { $value } sein. Möglich: { $possible }.
quota-person-open = { $limit ->
    [one] Es wartet schon ein Auftrag von dir oder wird gerade gemalt: Bitte warte, bis er fertig ist.
   *[other] Von dir warten schon { $limit } Aufträge oder werden gerade gemalt: Bitte warte, bis einer fertig ist.
}
quota-person-day = { $limit ->
    [one] Dein Auftrag für heute ist verbraucht.
   *[other] Deine { $limit } Aufträge für heute sind verbraucht.
} Um Mitternacht (UTC) wird neu gezählt.
quota-person-month = { $limit ->
    [one] Dein Credit für diesen Monat ist verbraucht.
   *[other] Deine { $limit } Credits für diesen Monat sind verbraucht.
} Am Ersten um Mitternacht (UTC) wird neu gezählt.
quota-place-open = { $limit ->
    [one] Von hier wartet schon ein Auftrag oder wird gerade gemalt: Bitte warte, bis er fertig ist.
   *[other] Von hier warten schon { $limit } Aufträge oder werden gerade gemalt: Bitte warte, bis einer fertig ist.
}
quota-place-day = { $limit ->
    [one] Der Auftrag für heute ist hier verbraucht.
   *[other] Die { $limit } Aufträge für heute sind hier verbraucht.
} Um Mitternacht (UTC) wird neu gezählt.
quota-place-month = { $limit ->
    [one] Der Credit für diesen Monat ist hier verbraucht.
   *[other] Die { $limit } Credits für diesen Monat sind hier verbraucht.
} Am Ersten um Mitternacht (UTC) wird neu gezählt.
need-public-url = Bilder lassen sich hier noch nicht verwenden: Der Bilddienst muss sie von diesem Bot abholen können. Es wurde nichts bestellt; der Betreiber kann das einrichten.
part-not-lent =
    { $kind ->
        [grid] Teil { $part } von #{ $name } lässt sich hier nicht ausschneiden, weil der Dienst ihn nicht von diesem Bot abholen könnte: Drück U{ $part } unter dem Bild und nimm den Code von dem, was kommt.
       *[other] Teil { $part } von #{ $name } lässt sich hier nicht ausschneiden, weil der Dienst ihn nicht von diesem Bot abholen könnte. Der Betreiber kann das einrichten.
    }
not-a-picture = Das ist kein Bild, das sich verwenden lässt: Schick ein PNG, JPEG, WebP oder GIF.
file-unusable = Darin ist nichts, das sich als Bild verwenden lässt, darum wurde nichts bestellt: Schick ein Foto, eine Bilddatei oder einen Sticker, der sich nicht bewegt.
still-used = Von dem, was sich bewegt, lässt sich nur das Standbild verwenden; das wurde genommen.
picture-format = Diese Art von Bild lässt sich hier nicht lesen ({ $format }): Schick es als JPEG oder PNG.
picture-damaged = Das Bild ist beschädigt und lässt sich nicht lesen. Speichere es bitte neu oder schick ein anderes.
picture-too-many-pixels = Das Bild hat zu viele Pixel: Möglich sind höchstens { $limit } Millionen.
words-asked = Soll ich das malen? Bestellt wird erst, wenn du den Knopf drückst.
part-asked = Welches der vier Bilder von #{ $name } ist gemeint?
words-choice = Klare Prompts male ich sofort, und /imagine immer. Anders geht es mit /settings.
talk-asked = Soll ich das Bild so ändern? Bestellt wird erst, wenn du den Knopf drückst.
talk-told = Worte, die auf ein Bild von mir antworten, ändern es: das ist eine Bearbeitung und kostet so viel wie /edit. Wenn du das nicht willst: /settings talk off
talk-off = Hier ändern Worte, die auf ein Bild antworten, nichts. Ein Admin kann das einschalten: /settings talk on
talk-off-own = Worte, die auf ein Bild antworten, ändern nichts, so hast du es eingestellt; bestellt wurde nichts. Einschalten: /settings talk on
talk-lost = Zu diesem Bild habe ich nichts mehr vermerkt, bestellt wurde nichts. Ein Knopf darunter holt es zurück. Für ein neues nimm /imagine.
talk-pictures = Das mitgeschickte Bild wird nicht verwendet, und es wurde nichts bestellt: Worte, die auf #{ $name } antworten, ändern nur dieses Bild. Für ein anderes nimm einen Befehl, etwa /imagine oder /edit.
talk-film = #{ $name } ist ein Film, den Worte nicht ändern. Um ihn fortzusetzen, drück darunter den Knopf zum Verlängern oder schreib: /extend #{ $name }.1 und deine Worte
talk-text = In dieser Nachricht ist kein Bild, das Worte ändern könnten. Um etwas malen zu lassen, nimm /imagine.
talk-failed = Aus dieser Bestellung ist nichts geworden, also gibt es kein Bild zu ändern. Mit dem Knopf darunter kannst du es noch einmal versuchen.
talk-running = Dieses Bild ist noch nicht fertig. Antworte darauf, wenn es so weit ist.
talk-hidden = Diese Bestellung wurde abgebrochen, darum wird ihr Bild dort nicht gezeigt. Drück erst den Knopf darunter, der es zeigt.
words-gone = Das ist zu lange her. Schick die Worte noch einmal.
words-forwarded = Was du weiterleitest, ist nie eine Bestellung. Soll es gemalt werden, schick die Worte selbst oder mit /imagine.
picture-too-large = Das Bild ist zu groß: Möglich sind höchstens { $limit } MB.
picture-not-uploaded = Das Bild konnte dem Bilddienst nicht übergeben werden. Bitte versuch es gleich noch einmal.
picture-lost = Das Bild konnte nicht abgeholt werden. Schick es bitte noch einmal.
picture-elsewhere = Dieses Bild ist von hier aus nicht zu erreichen, so oft man es auch schickt. Wer diesen Bot betreibt, kann das beheben.
uploads-busy = Es sind schon { $limit } Bilder von dir hierher unterwegs. Warte bitte, bis eines da ist.
uploads-hour = Du hast in der letzten Stunde { $limit } MB an Bildern geschickt, mehr geht nicht. Versuch es später noch einmal, oder nenne ein Bild mit seiner https://-Adresse.
uploads-full = Von allen zusammen kommen gerade zu viele Bilder hier an. Versuch es später noch einmal, oder nenne ein Bild mit seiner https://-Adresse.
upload-not-kept = Das Bild konnte hier nicht aufgehoben werden. Schick es bitte gleich noch einmal.
upload-without-cookie = Dein Browser hat das Cookie dieser Seite nicht behalten, darum wäre das Bild von niemandem. Erlaube hier Cookies, lade die Seite neu, und schick es noch einmal.
files-without-command = Bilder gehören zu einem Befehl wie /edit oder /describe: Schreib, zu welchem, und schick sie noch einmal.
command-late = Ich war weg, als du das geschrieben hast, darum wurde nichts bestellt. Schick es noch einmal, wenn du es noch willst.
command-unknown = Den Befehl /{ $name } gibt es nicht. /help zählt sie alle auf.
command-unknown-near = Den Befehl /{ $name } gibt es nicht. Meinst du /{ $near }?
words-named = Hier male ich auf Befehle hin: /imagine und was du sehen willst, zum Beispiel /imagine ein Leuchtturm im Sturm. /help zeigt, was es sonst noch gibt.
message-too-long = Das sind { $length } Zeichen; höchstens { $limit } sind möglich.
store-down = Die Aufzeichnungen dieses Bots sind gerade nicht zu erreichen. Schau gleich nach, ob der Auftrag ankam, und versuch es sonst noch einmal.
fault-internal = In diesem Bot ist etwas schiefgegangen. Es ist notiert; bitte versuch es noch einmal.

# Prompts
prompt-empty = Sag, was gemalt werden soll, zum Beispiel: /imagine ein Leuchtturm im Sturm
prompt-lone_url = Ein Bild allein reicht nicht: Schreib ein paar Worte dazu oder nimm ein zweites Bild zum Mischen.
prompt-too_long = Dieser Prompt ist { $length } Zeichen lang; höchstens { $limit } sind möglich.
prompt-too_many_urls = Am Anfang dieses Prompts stehen { $count } Bilder; höchstens { $limit } sind möglich.
prompt-bad_url = { $url } geht nicht: Die Adresse eines Bildes beginnt mit https://, nennt einen Host und enthält keine Anmeldung.
prompt-stray_url = { $url } steht zwischen den Wörtern und sieht nicht nach einem Bild aus. Ist es eines, setz es an den Anfang; sonst lass es weg.
prompt-page_url = { $url } ist eine Seite und kein Bild: Schreib die Adresse des Bildes selbst.
prompt-many = { $asked } bestellt mehrere Raster auf einmal, und eine Bestellung malt eines: schreib eines davon.
prompt-unknown_flag = --{ $flag } gibt es nicht.{ $nearest ->
    [none] { "" }
   *[other] { " " }Meinst du --{ $nearest }?
}
prompt-missing_value = --{ $flag } braucht einen Wert: { $allowed }. { $note }
prompt-bad_value = --{ $flag } kann nicht { $value } sein. Möglich: { $allowed }. { $note }
prompt-only_films = --{ $flag } gehört zu Filmen: nimm /animate.
prompt-film_speed = Filme werden nicht langsam gemacht: schreib --fast oder --turbo statt --{ $flag }.
prompt-no_use = --{ $flag } nützt hier nichts: lass es weg. { $note }
prompt-conflict = { $flag } verträgt sich nicht mit { $other }. { $note }
note-ratio = Zwei beliebige ganze Zahlen ab 1 gehen, bis 14:1.
note-one-grid = Ein Auftrag malt ein Raster; für ein weiteres drück „{ action-reroll }“.
note-four-takes = Jeder Auftrag filmt vier Fassungen.
note-loop = Eine Schleife endet, wie sie beginnt.
note-oref = Nimm stattdessen --oref.
need-picture = Sag, welches Bild: eine Adresse mit https:// oder # und der Code eines Bildes, zum Beispiel: { $usage }
need-clip = Sag, welcher Film, mit # und seinem Code, zum Beispiel: { $usage }
need-words = Sag, was mit dem Bild geschehen soll, zum Beispiel: { $usage }
need-text = Sag, welcher Text, zum Beispiel: { $usage }
bad-link = { $link } ist keine Bildadresse mit https://. Schreib zum Beispiel: { $usage }
link-page = { $link } ist eine Seite und kein Bild. Schreib die Adresse des Bildes selbst, zum Beispiel: { $usage }
link-login = Eine Adresse mit einer Anmeldung darin geht nicht: Der Dienst müsste sie kennen. Schreib zum Beispiel: { $usage }
pictures-too-many = Damit kamen { $count } Bilder, gebraucht wird eines, zum Beispiel: { $usage }
pictures-unused = Mit /{ $name } kann kein Bild verwendet werden: Schick den Befehl ohne eines.
quoted-unused = Das Bild, auf das du antwortest, nutzt /{ $name } nicht: Häng das an, mit dem der Film enden soll, oder schick den Befehl für sich.
options-either = Gib { $one } oder { $other } an, nicht beides.
mask-empty = Es ist nichts gewählt: Was sich ändern soll, muss in der Maske weiß sein.
region-nothing = Es ist noch nichts gewählt: Schalte Felder ein oder schick eine Maske.
mask-full = Das ist das ganze Bild: Nimm „{ action-variation_strong }“ oder /edit.
mask-fine = In dieser Maske sind zu viele kleine Flecken: Mal sie mit breiteren Strichen.
mask-ratio = Diese Maske hat eine andere Form als das Bild: { $width }×{ $height } Pixel statt { $wanted_width }×{ $wanted_height }.
mask-no-picture = Diese Maske ist kein Bild, das sich lesen lässt: Schick sie als PNG oder JPEG.
mask-too-large = Diese Maske ist zu groß: Möglich sind höchstens { $limit } MB.
mask-gone = Was vom Bild gewählt war, bleibt nur zwei Tage: Wähl es mit /region neu.
button-page = Anmalen
button-page-part = Teil { $n }
page-ended = Dieser Link gilt nicht mehr: Hol dir im Chat einen neuen, auf demselben Weg wie diesen.
page-others = Diese Seite ist für den, der um sie gebeten hat, in dem Browser, der sie zuerst geöffnet hat.
page-used = Das ist schon gemalt: Hol dir für ein weiteres im Chat eine neue Seite, auf demselben Weg wie diese.
page-painted = Es wird gemalt: Schau in den Chat.
page-title = Welcher Teil soll sich ändern?
page-hint = Übermal ihn, sag, was dort sein soll, und schick es ab.
page-brush = Pinsel
page-eraser = Radierer
page-rectangle = Rechteck
page-lasso = Lasso
page-size = Größe
page-undo = Zurück
page-redo = Wieder
page-invert = Umkehren
page-clear = Leeren
page-closer = Näher
page-wider = Weiter weg
page-picture = Das Bild, zum Anmalen
page-keys = Tasten: Pfeile bewegen ein Rechteck, mit Umschalt ändern sie seine Größe; Enter nimmt es dazu, Entf nimmt es weg. B, E, R, L wählen ein Werkzeug, [ und ] seine Größe, + und − zoomen, Leertaste und Ziehen bewegen das Bild.
page-words = Was dort sein soll
page-send = Ändern
page-loading = Das Bild wird geholt …
page-share = { $n } % des Bildes sind gewählt
page-box = Rechteck: { $x } % von links, { $y } % von oben, { $width } × { $height } %
page-move = Verschieben
page-shape = Form
page-shape-same = Wie das Bild
page-larger = Fläche
page-move-keys = Tasten: Pfeile verschieben das Bild, mit Umschalt in kleinen Schritten; + und − ändern die Größe der Fläche. B, E, R, L führen zurück zum Malen.
page-around = Was drumherum sein soll
page-send-around = Drumherum malen
page-placed = Fläche: { $width } × { $height } % des Bildes, das { $x } % von ihrem linken und { $y } % von ihrem oberen Rand liegt
page-script = Diese Seite braucht JavaScript. Ohne geht es getippt: /region, # und der Code des Bildes und Felder von 1 bis 9.
page-trouble = Das hat nicht geklappt. Bitte versuch es gleich noch einmal.
region-words = Sag auch, was dort sein soll: Ohne Worte ändert sich nur ein einzelnes Bild des Dienstes.
region-how = Schreib, welcher Teil sich ändern und was dort sein soll: /region { $name } 1 2 5 ein roter Hut. Felder gehen von 1 oben links bis 9; oder nenn einen Ort wie top left oder edge.
region-how-sent = Schick das Bild noch einmal, und dazu, welcher Teil sich ändern und was dort sein soll: /region 1 2 5 ein roter Hut. Felder gehen von 1 oben links bis 9; oder nenn einen Ort wie top left oder edge.
region-no-page = Er ließe sich auch malen, mit Maus oder Finger: Der Betreiber des Bots kann das einrichten.
region-unseen = Das Bild ist von hier aus nicht zu holen, deshalb ist seine Größe nicht bekannt. Bitte schick das Bild selbst.
region-pictures = Dabei kamen { $count } Bilder: Möglich ist eines, und eines mehr als Maske dafür, zum Beispiel: { $usage }
need-reframe = Sag, wie groß es werden soll: ein Faktor von 1.1 bis 4 oder ein Seitenverhältnis wie 16:9. Zum Beispiel: { $usage }
reframe-not-lent = Ein Bild lässt sich hier nicht auf eine größere Fläche setzen, weil der Dienst es nicht von diesem Bot abholen könnte. Der Betreiber kann das einrichten.
reframe-size = { $typed } geht nicht: Nimm einen Faktor von 1.1 bis 4 oder ein Seitenverhältnis von 1:3 bis 3:1.
reframe-same = Das Bild hat schon { $ratio }, da kommt nichts dazu: Nimm ein anderes Seitenverhältnis oder einen Faktor wie 1.5.
reframe-far = Mit { $size } bliebe von dem Bild kaum etwas übrig: Nimm weniger.
words-unused = „{ $words }“ ist dafür nicht zu gebrauchen; schreib zum Beispiel: { $usage }

# Befehle
command-imagine = Vier Bilder aus einem Text malen
command-blend = Zwei bis fünf Bilder zu einem mischen
command-describe = Prompts finden, die ein Bild malen würden
command-shorten = Kürzere Prompts finden, die dasselbe sagen
command-translate = Einen Prompt auf Englisch sagen, das der Dienst am besten versteht
command-edit = Ein Bild aus dem Netz verändern
command-region = Einen Teil eines Bildes verändern
command-reframe = Um ein Bild herum weitermalen
command-animate = Aus einem Bild kurze Clips machen
command-extend = Einen Film verlängern, mit dem, was sich bewegen soll
command-history = Deine Bilder bisher
command-show = Ein Bild mit seinem Code noch einmal zeigen
command-cancel = Deinen letzten Auftrag abbrechen
command-settings = Sprache, Vorschau, wer Knöpfe drücken darf
command-help = Was dieser Bot kann
command-task = Aufgaben beim Bilddienst nachsehen
usage-imagine = /imagine <Prompt> [--ar 16:9] [--seed 7] …
usage-shorten = /shorten <Prompt>
usage-translate = /translate <Worte>
usage-edit = /edit https://…/picture.png <was sich ändern soll>
usage-region = /region #<Code> 1 2 5 <was dort sein soll>
usage-reframe = /reframe #<Code> 16:9 <was drumherum sein soll>
usage-animate = /animate https://…/picture.png <was sich bewegen soll>
usage-extend = /extend #<Code>.2 <was sich nun bewegen soll>
usage-show = /show <Code>
usage-task = /task <ID> [<ID> …]
help-head = Gib einen Befehl ein:
help-paint = Malen
help-change = Mit einem Bild oder Film weitermachen
help-words = Worte finden
help-own = Deine Bilder, und wie es läuft
example-imagine = ein Fuchs, der in einer Bibliothek liest
example-shorten = ein sehr großer und wirklich schöner alter Leuchtturm, der im Sturm auf einer hohen Klippe steht
example-translate = ein Haus am See
welcome-head = Hallo! Sag, was du sehen willst, und Midjourney malt es hier.
welcome-type = Tipp /imagine und deine Worte.
welcome-cost = Jeder Auftrag verbraucht Guthaben dessen, der diesen Bot betreibt, und vielleicht gelten Grenzen für dich. Anschauen, Speichern und Teilen kosten nichts.
welcome-more = /help zeigt alles andere.
help-tail = Danach gibt es Knöpfe unter dem Bild: U1 bis U4 vergrößern eines der vier, V1 bis V4 wandeln es ab, „{ action-reroll }“ malt vier neue.
help-words-ask = Hier genügen Worte allein: Ein klarer Prompt wird sofort bestellt und gemalt, bei allem anderen frage ich zuerst. Anders geht es mit /settings.
help-words-paint = Hier genügen Worte allein: Was du schreibst, wird sofort bestellt und gemalt. Anders geht es mit /settings.
help-words-ignore = Hier wird ohne Befehl nichts gemalt. Anders geht es mit /settings.

# Optionen der Befehle, wo jede für sich eingegeben wird
option-prompt = Was gemalt werden soll, auf Wunsch mit Flags; oder # und der Code eines Bildes
option-blend-prompt = Weitere Bilder mit # und Code oder als Adresse, und Flags wie --ar 3:2
option-image = Das Bild
option-images = Bild { $n } als Vorlage
option-link = Die https:// Adresse eines Bildes, oder # und sein Code, falls keines angehängt ist
option-clip = Der Code eines Films mit # und die Fassung: #7K2M9QXD.2
option-edit-words = Was sich ändern soll
option-translate-words = Die Wörter, in jeder Sprache
option-animate-words = Was sich bewegen soll
option-mask = Eine Maske zum Bild: Weiß ändert sich, Schwarz bleibt
option-last = Das Bild, mit dem der Film endet
option-region = Felder 1 bis 9, oder left, right, top, bottom, middle, edge
option-region-words = Was dort sein soll
option-size = Ein Faktor von 1.1 bis 4 oder ein Verhältnis wie 16:9
option-reframe-words = Was drumherum sein soll
option-code = Der Code unter einem Bild
option-tasks = Kennungen von Aufgaben oder Spuren (Trace) oder Codes, bis zu zehn
option-all = Alle deine Aufträge, nicht nur den letzten
option-setting = Welche Einstellung; ohne Angabe siehst du alle
option-value = Was gelten soll
option-mode = Wie schnell und für wie viel Guthaben
option-flag = Wie --{ $flag } im Prompt: { $allowed }
mode-fast = fast: das übliche Tempo
mode-relax = relax: später, für weniger Guthaben
mode-turbo = turbo: schneller, für mehr Guthaben
flag-ar = Breite zu Höhe
flag-version = Version des Modells
flag-niji = Version des Modells für Anime
flag-stylize = Wie viel von Midjourneys eigenem Geschmack einfließt
flag-chaos = Wie verschieden die vier Bilder sind
flag-weird = Wie seltsam es werden darf
flag-exp = Wie experimentell es werden darf
flag-quality = Wie viel Arbeit in die Einzelheiten geht
flag-seed = Mit demselben Rauschen beginnen: gleiche Zahl, ähnliches Bild
flag-stop = Bei so viel Prozent aufhören zu malen
flag-repeat = Wie viele Raster gemalt werden
flag-no = Was nicht im Bild sein soll, durch Kommas getrennt
flag-style = Ein Stil, den diese Version hat
flag-raw = Weniger von Midjourneys eigenem Geschmack
flag-tile = Ein Muster, das sich ohne Naht wiederholt
flag-draft = Ein schneller Entwurf
flag-hd = Bilder in 2K
flag-iw = Wie viel die Bilder neben den Worten zählen
flag-sref = Ein Stil als Vorlage: eine Adresse, ein Code oder random
flag-sw = Wie viel dieser Stil zählt
flag-sv = Version der Stilvorlage
flag-cref = Eine Person, die zu sehen sein soll: die Adresse eines Bildes
flag-cw = Wie viel von dieser Person bleibt
flag-oref = Eine Person oder Sache, die zu sehen sein soll: die Adresse eines Bildes
flag-ow = Wie viel davon bleibt
flag-profile = Deine Profile oder Moodboards, nach Code
flag-resolution = Wie groß der Clip ist
flag-motion = Wie viel sich im Clip bewegt
flag-loop = Ein Clip, der endet, wie er beginnt
flag-end = Das letzte Bild des Clips: die Adresse eines Bildes
flag-split = Die vier Bilder auch einzeln
flag-video = Ein Video davon, wie es gemalt wurde
flag-public = Auf der Website von Midjourney zeigen
flag-stealth = Nicht auf der Website von Midjourney zeigen

# What options are called while they are typed: small letters, no blanks
name-prompt = prompt
name-image = bild{ $n }
name-mask = maske
name-region = bereich
name-size = größe
name-link = link
name-words = worte
name-code = code
name-all = alle
name-setting = einstellung
name-value = wert
name-mode = modus
name-aspect = seitenverhältnis
name-version = version
name-stylize = stilisierung
name-chaos = chaos
name-no = ohne
name-style = stil
name-seed = seed
name-quality = qualität
name-weird = seltsam
name-personalize = personalisierung
name-tile = kachel
name-draft = entwurf
name-last = schlussbild
name-end = ende
name-clip = film
name-resolution = auflösung
name-motion = bewegung
name-loop = schleife
name-tasks = aufgaben

# What a button does, in words, and its label where its group is named beside it
place-1 = oben links
place-2 = oben rechts
place-3 = unten links
place-4 = unten rechts
hint-upscale = Bild { $n } vergrößern, { $place }
hint-vary = Bild { $n } variieren, { $place }
hint-animate = Bild { $n } animieren, { $place }
hint-piece = Bild { $n } einzeln zeigen, { $place }
hint-reroll = Vier neue Bilder aus denselben Worten malen
hint-upscale-subtle = Vergrößern, wie es ist
hint-upscale-creative = Mit neuen Einzelheiten vergrößern
hint-upscale-times = Auf das { $n }-Fache vergrößern
hint-again = Noch einmal: { $what }
hint-vary-subtle = Vier malen, die ein wenig anders sind
hint-vary-strong = Vier malen, die ganz anders sind
hint-region = Einen Teil davon ändern
hint-zoom-out = { $n }-fach herauszoomen: ringsum mehr malen
hint-zoom-in = { $n }-fach hineinzoomen
hint-square = An den Seiten mehr malen, bis es quadratisch ist
hint-pan-left = Links mehr malen
hint-pan-right = Rechts mehr malen
hint-pan-up = Oben mehr malen
hint-pan-down = Unten mehr malen
hint-animate-whole = Filme machen, die damit beginnen
hint-animate-form = Sagen, wie es sich bewegen soll, dann Filme machen
hint-extend = An Film { $n } anschließen
hint-extend-form = Sagen, wie Film { $n } weitergeht
short-subtle = Dezent
short-creative = Kreativ
short-strong = Stark
short-region = Bereich
short-square = Quadrat

# On the page of the web chat: pictures, and what is done with them
room-upscale = Vergrößern
room-vary = Variieren
room-zoom = Zoom
room-pan = Erweitern
room-animate = Animieren
room-extend = Verlängern
room-piece = Einzeln
room-more = Mehr
room-actions = Aktionen
room-done = schon gemacht
room-picture = Bild { $n }, { $place }
room-film = Film { $n }
room-prompt = Prompt kopieren
room-copied = Kopiert
room-reference = Als Vorlage verwenden
room-download = Herunterladen
room-link = Link kopieren
room-share = Teilen
room-large = Großansicht
room-previous = Voriges Bild
room-next = Nächstes Bild
room-close = Schließen
room-actual = Originalgröße
room-working = In Arbeit
room-tools = Mit diesem Bild
room-skip = Zum Textfeld
room-unfold = Alles zeigen
room-fold = Weniger zeigen
room-reply = Antworten
room-source = Entstanden aus
room-keys = J und K wechseln zwischen Nachrichten, die Pfeile links und rechts innerhalb einer Nachricht
room-older = Ältere
room-again = Noch einmal schreiben
room-close-all = Alle schließen
room-dismiss = Schließen
room-answers = Antworten an dich
room-paint = Soll ich das malen?
room-unpaint = Nein, das war nur gesagt
room-notify = Benachrichtigen, wenn ein Bild fertig ist
room-ready = Bild fertig
