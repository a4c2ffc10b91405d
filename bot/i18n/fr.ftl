# Cartes
card-queued = { $ahead ->
    [0] C’est le prochain
    [one] En attente, une commande devant
   *[other] En attente, { $ahead } commandes devant
}
card-paused = En attente : le compte de ce bot n’a plus de crédit
card-detached = Annulé. Le service ne peut plus l’arrêter : l’image est terminée, gardée et comptée comme utilisée.
card-kept = Annulé. C’est quand même terminé et gardé ici.
board-head = { $count ->
    [one] { $count } image est en route
   *[other] { $count } images sont en route
}
board-more = et { $count } de plus
card-not-relaxed = fait en fast : une vidéo ne se fait pas lentement
card-left-out = sans { $flags }, inconnu ici
card-translated = traduit par le service
card-sending = Envoi de la commande
card-started = Le service l’a reçue, ça commence bientôt
card-painting = Peinture en cours
card-animating = Tournage en cours
card-thinking = Je regarde
card-seeking = La connexion est perdue ; je cherche l’image
card-retrying = Le service est occupé, nouvel essai bientôt
card-unsure = Les données du bot ne sont pas en sûreté pour l’instant : rien n’a été envoyé ni facturé ; nouvel essai bientôt
card-no-picture = L’image est prête, mais n’a pas pu être apportée dans ce chat :
card-not-shown = L’image est prête, mais ce chat ne l’accepte pas. Dans un autre chat, /show suivi de son code l’affiche.
card-more-buttons = { $count ->
    [one] Un autre bouton n’a pas de place ici.
   *[other] { $count } autres boutons n’ont pas de place ici.
}
card-broken = L’image est prête, mais ce bot ne peut pas l’afficher. Elle est conservée sous le code { $code } :

# Le nom d’un travail
order-imagine = Imaginer
order-act = { $label }
order-edit = Modifier
order-reframe = Élargir
order-region = Zone
order-animate = Animer
order-extend = Prolonger la vidéo
order-describe = Décrire
order-shorten = Raccourcir
order-translate = Traduire
order-seed = Graine

# Nos propres boutons
button-retry = Réessayer
button-cancel = Annuler
button-show = Afficher
button-further = Plus
button-animate = Animer
button-region = Zone
button-extend = Prolonger { $n }
button-original = Original
button-share = Partager
button-forward = Envoyer à…
button-prompt = Prompt
button-open = Ouvrir
button-line = Imaginer { $n }
button-deliver = Livrer ici
button-details = Détails
button-delete = Supprimer
button-erase = Supprimer ici
button-seed = Graine
button-seeded = Imaginer avec cette graine
button-copy = Copier
button-copy-task = Copier l’identifiant de la tâche
button-copy-trace = Copier l’identifiant de trace
button-album = Les { $n }
button-describe = Décrire
button-lines = Tout
button-paint = Peindre « { $words } »
button-talk = La modifier : « { $words } »
button-change-form = Modifier…
button-animate-form = Animer…
button-extend-form = Prolonger { $n }…
button-reframe-form = Élargir…
button-edit-form = Retoucher…
button-region-form = Zone…
button-made = L’afficher
button-more = En faire une autre

# Formulaires
form-change = La peindre avec d’autres mots
form-animate = La mettre en mouvement
form-extend = Continuer le film
form-reframe = Peindre davantage autour
form-edit = Changer quelque chose dans cette image
form-region = Changer une partie
form-answer = Réponds à ce message avec les mots que tu veux.
form-answer-picture = Une image en réponse est la dernière.
form-answer-mask = Une image en réponse est le masque : le blanc change, le noir reste.
form-typed = À taper : { $command }
form-dropped = Tant pis : rien n’a été commandé.
field-words = Mots
field-resolution = Résolution
field-speed = Vitesse
field-loop = Boucle
field-size = Taille
field-part = Laquelle des quatre
field-fields = Où
field-mask = Masque
field-mask-note = Une image, blanche là où ça doit changer, noire là où ça reste
field-1 = en haut à gauche
field-2 = en haut
field-3 = en haut à droite
field-4 = à gauche
field-5 = au milieu
field-6 = à droite
field-7 = en bas à gauche
field-8 = en bas
field-9 = en bas à droite
field-last = Dernière image
field-last-typed = Ou écris --end et # avec son code parmi les mots

# Les images d’une personne
history-head = Tes images, les plus récentes d’abord :
history-none = Il n’y a pas encore d’image de toi ici. /imagine en fait une.
inline-none = Pas encore d’image : ouvrir le bot
history-tail = Appuie sur un numéro, ou tape /show et un code, pour en recevoir une à nouveau.

# Réglages
settings-here = Comment ça se passe dans ce chat
settings-private = Tes réglages
settings-language = Langue
settings-choose = Choisis une langue :
settings-auto = automatique
settings-previews = Aperçus
settings-words = Mots sans commande
words-ask = demander si ce n’est pas clair
words-paint = peindre
words-ignore = ignorer
settings-translate = Traduire les prompts
translate-auto = si l’écriture n’est pas latine
settings-talk = Réponses aux images
settings-pressers = Boutons
settings-spoiler = Masquage spoiler
settings-on = oui
settings-off = non
settings-channel = Galerie
settings-gallery = « { button-share } » publie dans { $chat }. Pour changer ça : /settings gallery { $example }, ou off.
settings-no-gallery = « { button-share } » ne publie encore dans aucun canal : /settings gallery { $example }
pressers-everyone = pour tout le monde
pressers-requester = pour qui a commandé
pressers-admins = pour les admins

# Comment un travail peut mal finir : ce qui s’est passé, ce que ça coûte, que faire
fault-refused = La modération du service a refusé. Rien n’a été facturé ; essaie avec d’autres mots.
fault-bad_request = Le service n’a pas compris la commande. Rien n’a été facturé ; change-la et réessaie.
fault-out_of_credit = Le compte de ce bot n’a plus de crédit. Rien n’a été facturé ; la personne qui s’en occupe doit le recharger.
fault-unauthorized = Le service n’accepte pas le jeton de ce bot. Rien n’a été facturé ; la personne qui s’en occupe doit le vérifier.
fault-misconfigured = Le compte de ce bot ne permet pas ça. Rien n’a été facturé ; la personne qui s’en occupe doit y jeter un œil.
fault-too_many = Le service est débordé en ce moment. Rien n’a été facturé ; réessaie dans une minute.
fault-too_large = C’est trop gros pour le service. Rien n’a été facturé ; essaie avec quelque chose de plus petit.
fault-timed_out = Le service a mis trop longtemps et a abandonné. Il ne facture pas ça ; tu peux réessayer.
fault-unavailable = Le service est injoignable ou a eu une panne. Il ne facture pas ça ; tu peux réessayer.
fault-unreadable = Le service a répondu quelque chose d’illisible. Tu peux réessayer.
fault-lost = La commande est partie, mais le service ne la connaît pas. Elle ne semble pas avoir été facturée ; tu peux réessayer.
fault-unheard = La commande est partie, mais longtemps on n’a pas pu demander au service ce qu’elle est devenue. La personne qui s’occupe du bot peut vérifier avant que tu réessaies.
fault-expired = La commande a attendu son tour trop longtemps et a été abandonnée. Rien n’a été facturé ; tu peux réessayer.
fault-not_allowed = Ce bot n’a pas le droit { $right ->
        [photos] d’envoyer des images
        [videos] d’envoyer des vidéos
        [files] d’envoyer des fichiers
       *[messages] d’écrire
    } ici : rien n’a été commandé ni facturé. Un admin de ce chat peut l’autoriser.
fault-broken = Une erreur s’est produite dans ce bot, qui a abandonné cette commande. Si le service l’avait déjà, elle a peut-être été facturée ; l’opérateur peut la retrouver avec le code { $code }.
fault-cancelled = Annulé. Rien n’a été facturé.
fault-mask_gone = Ce qui avait été choisi de l’image n’est plus conservé. Rien n’a été facturé ; choisis-le à nouveau avec /region.
fault-failed = Le service a fini sans résultat. Il ne facture pas ça ; tu peux réessayer.
fault-said = Le service dit : { $message }

# Ce que chacun peut arranger
button-unknown = Ce bouton n’est pas connu ici.
form-gone = Ce formulaire n’est plus là : les formulaires sont gardés un jour. Appuie de nouveau sur le bouton.
form-not-yours = Ce formulaire est à { $name }. Appuie sur le bouton sous l’image pour avoir le tien.
form-impossible = Cela ne peut pas être choisi dans ce formulaire.
form-pictures = { $most ->
    [0] Ce formulaire ne prend pas d’image.
   *[other] Ce formulaire prend une image, la dernière : envoie-en une.
}
image-gone = Cette image n’est plus connue ici, ses boutons ne marchent donc plus.
task-unknown = Le service ne connaît plus cette image, ses boutons ne peuvent donc pas fonctionner. Commande-la de nouveau avec ses mots.
task-running = Elle est encore en train d’être peinte. Elle sera montrée une fois terminée.
recall-busy = Il faut interroger le service au sujet de cette image, ce qui se fait en ce moment pour d’autres. Réessaie dans une demi-minute.
recall-away = Ce bot a perdu sa trace de cette image et le service ne peut pas être interrogé pour l’instant. Réessaie dans une minute.
task-nobodys = On ne sait plus qui a commandé cela, personne ne peut donc en décider ici.
tasks-many = Pas plus de { $limit } tâches à la fois.
tasks-away = Le service d’images ne peut pas être interrogé pour l’instant. Réessaie dans une minute.
deliver-none = Cette tâche n’a pas de résultat à montrer.
delete-asked = Supprimer ceci du chat ? Il reste parmi tes images : /show { $name } le fait revenir.
delete-done = Supprimé ici. /show { $name } le fait revenir.
delete-failed = Ce message n’a pas pu être supprimé. Réessaie dans un instant ; seul un admin de ce chat peut supprimer les anciens messages.
tasks-unknown = { $name } : le service d’images ne connaît pas cela
tasks-id = Tâche
tasks-trace = Trace
tasks-pending = en attente
tasks-running = en cours, { $n } %
tasks-done = terminée
tasks-failed = échouée
tasks-made = Créée { $at } UTC
tasks-took = Créée { $at } UTC, a pris { $n } s
tasks-charged = Facturé : { $amount }
tasks-free = Rien n’a été facturé
not-offered = Le service ne propose pas ça pour cette image.
details-speeds = La suite peut aussi être faite à une autre vitesse :
details-at = À la vitesse { $mode } :
lines-ordered = { $n } sur { $count } commandés.
lines-already = Ils ont tous déjà été commandés.
already-open = C’est déjà en cours.
made-already = « { $label } » a déjà été fait, pour { $name }.
made-running = « { $label } » est déjà en cours, pour { $name }.
cancelled-waiting = Annulé.
cancelled-running = Annulé. Le service l’a déjà et ne peut pas l’arrêter : le résultat est gardé, appuie sur « { button-show } » pour le voir.
cancel-late = C’est déjà terminé.
show-soon = Ça va s’afficher ici.
show-none = Il n’y a rien à afficher ici.
not-yours = { $name } est la seule personne à pouvoir faire ça.
not-your-list = Cette liste est à quelqu'un d'autre. /history montre la tienne.
only-admins = Seul un admin de ce chat peut faire ça.
rights-unknown = Impossible de voir en ce moment qui est admin ici. Réessaie dans un instant.
missing-permissions = Ce bot ne peut pas encore travailler dans ce salon. Il lui manque : { $permissions }. Rien n’a été commandé ni facturé. La personne qui gère ce serveur peut l’autoriser.
not-admitted = Ce bot est réservé à certaines personnes et à certains chats. Son opérateur peut te laisser entrer : le chat est { $place }, tu es { $person }.
cancel-none = Tu n’as rien en attente ni en cours ici.
cancelled-several = Annulé. Ce que le service a déjà est terminé et gardé : appuie sur « { button-show } » en dessous pour le voir.
need-code = Dis quelle image, par son code, par exemple : { $usage }
bad-code = « { $typed } » n’est pas un code : un code a huit lettres et chiffres, par exemple : { $usage }
need-tasks = Dis quelles tâches, par exemple : { $usage }
need-pictures = Envoie de deux à cinq images à mélanger, en un seul album ou par leurs adresses, par exemple : { $usage }
album-hidden = De cet album, seule l’image avec la commande est parvenue au bot : dans un groupe, il n’en voit pas plus. Rien n’a été commandé : envoie-lui l’album en privé, nomme-le administrateur ici ou désigne les images, par exemple : { $usage }
code-unknown = Aucune image n’a le code { $name }, ou c’était il y a trop longtemps.
code-no-prompt = Ce qui a le code { $name } a été fait sans prompt réutilisable.
code-no-picture = Ce qui a le code { $name } n’est pas une image, on ne peut donc rien en faire.
code-no-clip = Ce qui a le code { $name } n’est pas un clip que l’on peut prolonger.
code-no-take = Le clip #{ $name } n’a pas de prise { $part } : il en a { $count }.
code-no-parts = Ce qui a le code { $name } est une seule image, sans parties : écris seulement #{ $name }.
code-needs-part = #{ $name } montre quatre images : nommes-en une, de #{ $name }.1 à #{ $name }.4.
code-part-unknown = #{ $name } n’a pas de partie { $part } : il y a les parties 1 à 4.
code-gone = Le service n’a plus l’image qui a le code { $name }.
code-away = L’image qui a le code { $name } ne peut pas être demandée au service pour l’instant. Réessaie dans une minute.
no-gallery = Il n’y a pas encore de canal où partager. Un admin peut en choisir un : /settings gallery { $example }
gallery-not-found = Ce bot ne connaît pas de canal { $name }. Ajoute le bot là-bas comme admin qui peut publier.
gallery-no-rights = Ce bot ne peut pas publier dans { $name }. Fais-en là-bas un admin qui peut publier.
gallery-many = Il y a plus d’un canal { $name }. Choisis-le par son lien.
gallery-not-yours = Seul un admin de ce canal peut y faire partager des images.
share-soon = Ce sera dans la galerie dans un instant.
original-soon = Le fichier arrive.
quote-soon = Le prompt arrive.
details-soon = D’autres détails arrivent.
album-soon = Toutes les prises arrivent.
piece-soon = L’image arrive.
given-already = Ça a déjà été demandé il y a un instant.
answers-waiting = Ce que tu as demandé avant est encore en route. Patiente un instant.
not-brought = Ce que tu as demandé n’a pas pu être publié. Vérifie ce que ce bot a le droit de faire là-bas.
setting-unknown = Le réglage { $name } n’existe pas. Il y a : { $possible }.
setting-impossible = { $name } ne peut pas être { $value }. Possible : { $possible }.
quota-person-open = { $limit ->
    [one] Tu as déjà { $limit } commande en attente ou en cours : attends qu’elle soit finie.
   *[other] Tu as déjà { $limit } commandes en attente ou en cours : attends que l’une d’elles soit finie.
}
quota-person-day = Tu as utilisé toutes tes commandes du jour (limite : { $limit }). Le compte repart à zéro à minuit UTC.
quota-person-month = Tu as utilisé tous tes crédits du mois (limite : { $limit }). Le compte repart à zéro le premier du mois, à minuit UTC.
quota-place-open = { $limit ->
    [one] Il y a déjà { $limit } commande d’ici en attente ou en cours : attends qu’elle soit finie.
   *[other] Il y a déjà { $limit } commandes d’ici en attente ou en cours : attends que l’une d’elles soit finie.
}
quota-place-day = Toutes les commandes du jour sont utilisées ici (limite : { $limit }). Le compte repart à zéro à minuit UTC.
quota-place-month = Tous les crédits du mois sont utilisés ici (limite : { $limit }). Le compte repart à zéro le premier du mois, à minuit UTC.
need-public-url = Les images ne peuvent pas encore servir ici : le service doit pouvoir les récupérer auprès de ce bot. Rien n’a été commandé ; la personne qui s’en occupe peut régler ça.
part-not-lent =
    { $kind ->
        [grid] La partie { $part } de #{ $name } ne peut pas être découpée ici, car le service ne pourrait pas la récupérer auprès de ce bot : appuie sur U{ $part } sous cette image et utilise le code de ce qui arrive.
       *[other] La partie { $part } de #{ $name } ne peut pas être découpée ici, car le service ne pourrait pas la récupérer auprès de ce bot. La personne qui s’en occupe peut régler ça.
    }
not-a-picture = Ce n’est pas une image utilisable : envoie un PNG, un JPEG, un WebP ou un GIF.
file-unusable = Il n’y a là rien qui puisse servir d’image, donc rien n’a été commandé : envoie une photo, un fichier image ou un sticker qui ne bouge pas.
still-used = De ce qui bouge, seule l’image fixe peut servir, et c’est elle qui a été prise.
picture-format = Ce type d’image ne peut pas être lu ici ({ $format }) : envoie-la en JPEG ou en PNG.
picture-damaged = Cette image est endommagée et illisible. Enregistre-la à nouveau ou envoies-en une autre.
picture-too-many-pixels = Cette image a trop de pixels : { $limit } millions au maximum.
words-asked = Je peins ça ? Rien n’est commandé avant que tu appuies sur le bouton.
part-asked = Laquelle des quatre images de #{ $name } ?
words-choice = Les prompts clairs, je les peins tout de suite, et /imagine toujours. Ça se change avec /settings.
talk-asked = Je modifie cette image ainsi ? Rien n’est commandé tant que tu n’as pas appuyé sur le bouton.
talk-told = Des mots qui répondent à une de mes images la modifient : c’est une retouche, au prix de /edit. Si tu n’en veux pas : /settings talk off
talk-off = Ici, des mots qui répondent à une image ne changent rien. Un admin peut l’activer : /settings talk on
talk-off-own = Les mots qui répondent à une image ne changent rien, c’est ton réglage, et rien n’a été commandé. Pour l’activer : /settings talk on
talk-lost = Je n’ai plus de trace de cette image, donc rien n’a été commandé. Un bouton sous l’image la retrouve. Pour une nouvelle : /imagine.
talk-pictures = L’image jointe n’est pas utilisée et rien n’a été commandé : des mots qui répondent à #{ $name } ne modifient que cette image. Pour une autre, utilise une commande, comme /imagine ou /edit.
talk-film = #{ $name } est un film, et des mots ne le modifient pas. Pour le prolonger, utilise le bouton placé dessous, ou écris : /extend #{ $name }.1 et tes mots
talk-text = Ce message ne contient aucune image à modifier. Pour faire peindre quelque chose, utilise /imagine.
talk-failed = Cette commande n’a rien donné, il n’y a donc pas d’image à modifier. Le bouton placé dessous permet de réessayer.
talk-running = Cette image n’est pas encore finie. Réponds-y quand elle le sera.
talk-hidden = Cette commande a été annulée, son image n’est donc pas montrée là. Appuie d’abord sur le bouton qui la montre.
words-gone = C’était il y a trop longtemps. Renvoie les mots.
words-forwarded = Ce que tu transfères n’est jamais une commande. Pour le faire peindre, envoie les mots toi-même, ou avec /imagine.
picture-too-large = Cette image est trop grande : { $limit } Mo au maximum.
picture-not-uploaded = Cette image n’a pas pu être remise au service. Réessaie dans un instant.
picture-lost = Impossible de récupérer cette image. Renvoie-la.
picture-elsewhere = Cette image est inaccessible d'ici, même renvoyée. La personne qui gère ce bot peut y remédier.
uploads-busy = { $limit } images de ta part sont déjà en route. Attends qu’une soit arrivée.
uploads-hour = Tu as envoyé { $limit } Mo d’images dans la dernière heure, et c’est le maximum. Réessaie plus tard, ou indique une image par son adresse https://.
uploads-full = Trop d’images arrivent de tout le monde en ce moment. Réessaie plus tard, ou indique une image par son adresse https://.
upload-not-kept = Impossible de garder cette image ici. Renvoie-la dans un instant.
upload-without-cookie = Ton navigateur n’a pas gardé le cookie de cette page : impossible de savoir de qui vient cette image. Autorise les cookies ici, recharge la page et renvoie-la.
files-without-command = Les images accompagnent une commande, comme /edit ou /describe : écris laquelle et renvoie-les.
command-late = Je n’étais pas là quand tu as écrit ça, donc rien n’a été commandé. Renvoie-le si tu le veux toujours.
command-unknown = La commande /{ $name } n’existe pas. /help les montre toutes.
command-unknown-near = La commande /{ $name } n’existe pas. Tu voulais dire /{ $near } ?
words-named = Ici, je peins sur commande : /imagine et ce que tu veux voir, par exemple /imagine un phare dans la tempête. /help montre tout le reste.
message-too-long = Ce message fait { $length } caractères ; le maximum est { $limit }.
store-down = Les données de ce bot sont injoignables en ce moment. Regarde dans un instant si la demande est passée, et sinon réessaie.
fault-internal = Un problème est survenu dans ce bot. C’est noté ; réessaie.

# Prompts
prompt-empty = Dis quoi peindre, par exemple : /imagine un phare dans la tempête
prompt-lone_url = Une seule image ne suffit pas : ajoute des mots, ou une deuxième image à mélanger.
prompt-too_long = Ce prompt fait { $length } caractères ; le maximum est { $limit }.
prompt-too_many_urls = Nombre d’images au début de ce prompt : { $count } ; le maximum est { $limit }.
prompt-bad_url = { $url } ne convient pas : l’adresse d’une image commence par https://, nomme un serveur et ne contient pas d’identifiants.
prompt-stray_url = { $url } se trouve parmi les mots et ne ressemble pas à une image. Si c'en est une, mets-la au début ; sinon, enlève-la.
prompt-page_url = { $url } est une page et non une image : écris l’adresse de l’image elle-même.
prompt-many = { $asked } demande plusieurs grilles à la fois, et une commande en peint une : écris-en une.
prompt-unknown_flag = L’option --{ $flag } n’existe pas.{ $nearest ->
    [none] { "" }
   *[other] { " " }Tu voulais dire --{ $nearest } ?
}
prompt-missing_value = --{ $flag } demande une valeur : { $allowed }. { $note }
prompt-bad_value = --{ $flag } ne peut pas être { $value }. Possible : { $allowed }. { $note }
prompt-only_films = --{ $flag } est pour les vidéos : prends /animate.
prompt-film_speed = Une vidéo ne se fait pas lentement : écris --fast ou --turbo au lieu de --{ $flag }.
prompt-no_use = --{ $flag } ne sert à rien ici : enlève-le. { $note }
prompt-conflict = { $flag } ne va pas avec { $other }. { $note }
need-picture = Dis quelle image : une adresse https://, ou # et le code d’une image, par exemple : { $usage }
need-clip = Dis quel clip, par # et son code, par exemple : { $usage }
need-words = Dis quoi faire de l’image, par exemple : { $usage }
need-text = Dis quel texte, par exemple : { $usage }
bad-link = { $link } n’est pas l’adresse https:// d’une image. Écris, par exemple : { $usage }
link-page = { $link } est une page et non une image. Écris l’adresse de l’image elle-même, par exemple : { $usage }
link-login = Une adresse qui contient un identifiant ne peut pas servir : le service devrait le connaître. Écris, par exemple : { $usage }
pictures-too-many = { $count } images sont arrivées et une seule sert ici, par exemple : { $usage }
pictures-unused = Aucune image ne peut servir avec /{ $name } : envoie la commande sans image.
quoted-unused = /{ $name } n’utilise pas l’image à laquelle tu réponds : joins celle qui doit finir le film, ou envoie la commande seule.
options-either = Donne { $one } ou { $other }, pas les deux.
mask-empty = Rien n’est choisi : ce qui doit changer doit être blanc dans le masque.
region-nothing = Rien n’est encore choisi : active des cases, ou envoie un masque.
mask-full = C’est l’image entière : utilise Vary (Strong) ou /edit.
mask-fine = Ce masque a trop de petites taches : peins-le à traits plus larges.
mask-ratio = Ce masque n’a pas la forme de l’image : { $width }×{ $height } pixels au lieu de { $wanted_width }×{ $wanted_height }.
mask-no-picture = Ce masque n’est pas une image lisible : envoie-le en PNG ou JPEG.
mask-too-large = Ce masque est trop grand : { $limit } Mo au maximum.
mask-gone = Ce qui est choisi d’une image n’est gardé que deux jours : choisis-le à nouveau avec /region.
button-page = La peindre
button-page-part = Partie { $n }
page-ended = Ce lien n’est plus valable : demandes-en un autre dans le chat, comme tu as demandé celui-ci.
page-others = Cette page est pour qui l’a demandée, dans le navigateur qui l’a ouverte en premier.
page-used = C’est déjà peint : pour en faire une autre, demande une nouvelle page dans le chat, comme tu as demandé celle-ci.
page-painted = C’est en train d’être peint : regarde dans le chat.
page-title = Quelle partie doit changer ?
page-hint = Peins par-dessus, dis ce qu’il doit y avoir, et envoie.
page-brush = Pinceau
page-eraser = Gomme
page-rectangle = Rectangle
page-lasso = Lasso
page-size = Taille
page-undo = Annuler
page-redo = Rétablir
page-invert = Inverser
page-clear = Vider
page-closer = Plus près
page-wider = Plus loin
page-picture = L’image, à peindre
page-keys = Touches : les flèches déplacent un rectangle et, avec Maj, changent sa taille ; Entrée l’ajoute, Suppr l’enlève. B, E, R, L choisissent un outil, [ et ] sa taille, + et − le zoom ; Espace et glisser déplacent l’image.
page-words = Ce qu’il doit y avoir là
page-send = Changer
page-loading = L’image arrive …
page-share = { $n } % de l’image choisis
page-box = Rectangle : { $x } % depuis la gauche, { $y } % depuis le haut, { $width } × { $height } %
page-move = Déplacer
page-shape = Format
page-shape-same = Comme l’image
page-larger = Toile
page-move-keys = Touches : les flèches déplacent l’image, avec Maj par petits pas ; + et − changent la taille de la toile. B, E, R, L reviennent à la peinture.
page-around = Ce qu’il doit y avoir autour
page-send-around = Peindre autour
page-placed = Toile : { $width } × { $height } % de l’image, placée à { $x } % de son bord gauche et à { $y } % de son bord haut
page-script = Cette page a besoin de JavaScript. Sans lui, écris /region, # et le code de l’image, et des cases de 1 à 9.
page-trouble = Ça n’a pas marché. Réessaie dans un moment.
region-words = Dis aussi ce qu’il doit y avoir là : sans mots, seule une image isolée du service peut changer.
region-how = Écris quelle partie doit changer et ce qu’il doit y avoir : /region { $name } 1 2 5 a red hat. Les cases vont de 1, en haut à gauche, à 9 ; ou dis un endroit : top left, edge.
region-how-sent = Envoie encore une fois l’image, avec la partie qui doit changer et ce qu’il doit y avoir : /region 1 2 5 a red hat. Les cases vont de 1, en haut à gauche, à 9 ; ou dis un endroit : top left, edge.
region-no-page = On pourrait aussi la peindre, à la souris ou au doigt : la personne qui s’occupe du bot peut régler ça.
region-unseen = Cette image ne peut pas être récupérée d’ici, sa taille n’est donc pas connue. Envoie l’image elle-même.
region-pictures = { $count } images sont venues avec ça : il en faut une, et une de plus comme masque, par exemple : { $usage }
need-reframe = Dis quelle taille elle doit avoir : un facteur de 1.1 à 4, ou un rapport comme 16:9. Par exemple : { $usage }
reframe-not-lent = Une image ne peut pas être posée ici sur une toile plus grande, car le service ne pourrait pas la récupérer auprès de ce bot. La personne qui s’en occupe peut régler ça.
reframe-size = { $typed } n’est pas possible : prends un facteur de 1.1 à 4, ou un rapport de 1:3 à 3:1.
reframe-same = Cette image est déjà en { $ratio }, il n’y a rien à ajouter : prends un autre rapport, ou un facteur comme 1.5.
reframe-far = Avec { $size }, il ne resterait presque rien de cette image : prends moins.
words-unused = « { $words } » ne peut pas servir ici ; écris, par exemple : { $usage }

# Commandes
command-imagine = Peindre quatre images à partir d’un texte
command-blend = Mélanger de deux à cinq images en une seule
command-describe = Trouver des prompts qui peindraient une image
command-shorten = Trouver des prompts plus courts qui disent la même chose
command-translate = Dire un prompt en anglais, que le service comprend le mieux
command-edit = Modifier une image du web
command-region = Changer une partie d’une image
command-reframe = Peindre davantage autour d’une image
command-animate = Faire d’une image de courts clips
command-extend = Prolonger un clip, avec ce qui doit bouger
command-history = Tes images jusqu’ici
command-show = Afficher de nouveau une image par son code
command-cancel = Annuler ta dernière commande
command-settings = Langue, aperçus, qui peut utiliser les boutons
command-help = Ce que ce bot sait faire
command-task = Consulter des tâches du service d’images
help-head = Tape une commande :
help-tail = Puis utilise les boutons sous l’image : U1 à U4 agrandissent l’une des quatre, V1 à V4 la varient, Reroll en peint quatre nouvelles.
help-words-ask = Ici, les mots suffisent : un prompt clair est commandé et peint tout de suite ; pour le reste, je demande d’abord. Ça se change avec /settings.
help-words-paint = Ici, les mots suffisent : tout ce que tu écris est commandé et peint tout de suite. Ça se change avec /settings.
help-words-ignore = Ici, rien n’est peint sans commande. Ça se change avec /settings.

# Options des commandes, là où chacune se saisit à part
option-prompt = Quoi peindre, avec des options si tu veux ; ou # et le code d’une image
option-blend-prompt = D’autres images par # et code ou adresse, et des options comme --ar 3:2
option-image = L’image
option-images = Image { $n } comme modèle
option-link = L’adresse https:// d’une image, ou # et son code, si aucune n’est jointe
option-clip = Le code d’un clip avec # et sa prise : #7K2M9QXD.2
option-edit-words = Ce qui doit changer
option-translate-words = Les mots, dans n’importe quelle langue
option-animate-words = Ce qui doit bouger
option-mask = Un masque pour l’image : le blanc change, le noir reste
option-last = L’image par laquelle le film finit
option-region = Cases 1 à 9, ou left, right, top, bottom, middle, edge
option-region-words = Ce qu’il doit y avoir là
option-size = Un facteur de 1.1 à 4, ou un rapport comme 16:9
option-reframe-words = Ce qu’il doit y avoir autour
option-code = Le code sous une image
option-tasks = Identifiants de tâche ou de trace, ou codes, dix au plus
option-all = Toutes tes commandes, pas seulement la dernière
option-setting = Quel réglage ; sans rien, tu les vois tous
option-value = La valeur voulue
option-mode = À quelle vitesse, et pour combien de crédit
option-flag = Comme --{ $flag } dans le prompt : { $allowed }
mode-fast = fast : la vitesse habituelle
mode-relax = relax : plus tard, pour moins de crédit
mode-turbo = turbo : plus vite, pour plus de crédit
flag-ar = Largeur et hauteur
flag-version = Version du modèle
flag-niji = Version du modèle pour l’anime
flag-stylize = La part du goût propre à Midjourney
flag-chaos = À quel point les quatre images diffèrent
flag-weird = À quel point ça peut devenir étrange
flag-exp = À quel point ça peut devenir expérimental
flag-quality = Le travail consacré aux détails
flag-seed = Partir du même bruit : le même nombre donne une image semblable
flag-stop = Arrêter de peindre à ce pourcentage
flag-repeat = Combien de grilles peindre
flag-no = Ce qui ne doit pas être dans l’image, séparé par des virgules
flag-style = Un style que possède cette version
flag-raw = Moins du goût propre à Midjourney
flag-tile = Un motif qui se répète sans raccord
flag-draft = Un brouillon rapide
flag-hd = Des images en 2K
flag-iw = Le poids des images face aux mots
flag-sref = Un style à suivre : une adresse, un code ou random
flag-sw = Le poids de ce style
flag-sv = Version de la référence de style
flag-cref = Une personne à montrer : l’adresse d’une image
flag-cw = Ce qui est gardé de cette personne
flag-oref = Une personne ou une chose à montrer : l’adresse d’une image
flag-ow = Ce qui en est gardé
flag-profile = Tes profils ou moodboards, par code
flag-resolution = La taille du clip
flag-motion = À quel point ça bouge dans le clip
flag-loop = Un clip qui finit comme il commence
flag-end = La dernière image du clip : l’adresse d’une image
flag-split = Les quatre images une par une aussi
flag-video = Une vidéo montrant comment elle a été peinte
flag-public = La montrer sur le site de Midjourney
flag-stealth = Ne pas la montrer sur le site de Midjourney

# What options are called while they are typed: small letters, no blanks
name-prompt = prompt
name-image = image{ $n }
name-mask = masque
name-region = zone
name-size = taille
name-link = lien
name-words = mots
name-code = code
name-all = tous
name-setting = réglage
name-value = valeur
name-mode = mode
name-aspect = format
name-version = version
name-stylize = stylisation
name-chaos = chaos
name-no = sans
name-style = style
name-seed = graine
name-quality = qualité
name-weird = étrangeté
name-personalize = personnalisation
name-tile = motif
name-draft = brouillon
name-last = dernière
name-end = fin
name-clip = clip
name-resolution = résolution
name-motion = mouvement
name-loop = boucle
name-tasks = tâches

# What a button does, in words, and its label where its group is named beside it
place-1 = en haut à gauche
place-2 = en haut à droite
place-3 = en bas à gauche
place-4 = en bas à droite
hint-upscale = Agrandir l’image { $n }, { $place }
hint-vary = Varier l’image { $n }, { $place }
hint-animate = Animer l’image { $n }, { $place }
hint-piece = Montrer l’image { $n } seule, { $place }
hint-reroll = Peindre quatre nouvelles images avec les mêmes mots
hint-upscale-subtle = L’agrandir telle quelle
hint-upscale-creative = L’agrandir avec de nouveaux détails
hint-upscale-times = L’agrandir { $n } fois
hint-again = Encore une fois : { $what }
hint-vary-subtle = En peindre quatre un peu différentes
hint-vary-strong = En peindre quatre très différentes
hint-region = En changer une partie
hint-zoom-out = Dézoomer { $n } fois : peindre davantage tout autour
hint-zoom-in = Zoomer { $n } fois
hint-square = Peindre davantage sur les côtés pour qu’elle soit carrée
hint-pan-left = Peindre davantage à gauche
hint-pan-right = Peindre davantage à droite
hint-pan-up = Peindre davantage en haut
hint-pan-down = Peindre davantage en bas
hint-animate-whole = Faire des films qui commencent par elle
hint-animate-form = Dire comment elle doit bouger, puis faire des films
hint-extend = Continuer à partir du film { $n }
hint-extend-form = Dire comment continue le film { $n }
short-subtle = Subtil
short-creative = Créatif
short-strong = Fort
short-region = Zone
short-square = Carré

# On the page of the web chat: pictures, and what is done with them
room-upscale = Agrandir
room-vary = Varier
room-zoom = Zoom
room-pan = Étendre
room-animate = Animer
room-extend = Prolonger
room-piece = Une à une
room-more = Plus
room-actions = Actions
room-done = déjà fait
room-picture = Image { $n }, { $place }
room-film = Film { $n }
room-prompt = Copier le prompt
room-copied = Copié
room-reference = Utiliser comme référence
room-download = Télécharger
room-link = Copier le lien
room-share = Partager
room-large = Vue agrandie
room-previous = Image précédente
room-next = Image suivante
room-close = Fermer
room-actual = Taille réelle
room-working = En cours
room-tools = Avec cette image
room-skip = Aller à la zone de texte
room-unfold = Tout afficher
room-fold = Afficher moins
room-reply = Répondre
room-source = Faite à partir de
room-keys = J et K passent d’un message à l’autre ; les flèches gauche et droite, à l’intérieur d’un message
