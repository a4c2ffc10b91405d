# Tarjetas
card-queued = { $ahead ->
    [0] Es el siguiente
    [one] En espera, uno por delante
   *[other] En espera, { $ahead } por delante
}
card-paused = En espera: la cuenta de este bot se quedó sin crédito
card-detached = Cancelado. El servicio ya no puede pararlo, así que se termina, se guarda y cuenta como usado.
card-kept = Cancelado. Aun así se terminó y está guardado aquí.
board-head = { $count ->
    [one] Una imagen está en camino
   *[other] { $count } imágenes están en camino
}
board-calm = Este chat admite ahora menos mensajes: mientras siga así, habrá menos imágenes intermedias.
board-more = y { $count } más
card-not-relaxed = hecho con fast: los vídeos no se hacen despacio
card-left-out = sin { $flags }, que aquí no se conoce
card-translated = traducido por el servicio
card-sending = Enviando el pedido
card-started = El servicio ya lo tiene, pronto empieza a pintar
card-painting = Pintando
card-animating = Grabando el vídeo
card-thinking = Analizando
card-seeking = Se perdió la conexión; buscando la imagen
card-retrying = El servicio está ocupado, pronto lo intento de nuevo
card-unsure = Los registros del bot no están a salvo en este momento: no se ha enviado ni cobrado nada; se reintentará enseguida
card-no-picture = La imagen está lista, pero no se pudo traer a este chat:
card-linked = Está listo. Este chat no acepta el archivo, así que aquí va un enlace:
card-not-shown = La imagen está lista, pero este chat no la acepta. En otro chat, /show y su código la traen.
card-more-buttons = { $count ->
    [one] Aquí no cabe un botón más.
   *[other] Aquí no caben { $count } botones más.
}
card-broken = La imagen está lista, pero este bot no puede mostrarla. Se guarda con el código { $code }:

# Cómo se llama un trabajo
order-imagine = Imaginar
order-act = { $label }
order-edit = Editar
order-reframe = Ampliar
order-region = Zona
order-animate = Animar
order-extend = Alargar el vídeo
order-describe = Describir
order-shorten = Acortar
order-translate = Traducir
order-seed = Semilla
action-reroll = Repintar
action-upscale_subtle = Ampliar (sutil)
action-upscale_creative = Ampliar (creativo)
action-upscale_2x = Ampliar (2x)
action-upscale_4x = Ampliar (4x)
action-redo_upscale_subtle = Volver a ampliar (sutil)
action-redo_upscale_creative = Volver a ampliar (creativo)
action-redo_upscale_2x = Volver a ampliar (2x)
action-redo_upscale_4x = Volver a ampliar (4x)
action-variation_subtle = Variar (sutil)
action-variation_strong = Variar (fuerte)
action-variation_region = Variar (zona)
action-zoom_out_2x = Alejar 2x
action-zoom_out_1_5x = Alejar 1,5x
action-zoom_in_2x = Acercar 2x
action-zoom_in_1_5x = Acercar 1,5x
action-square = Hacer cuadrada
action-pan_left = Extender a la izquierda
action-pan_right = Extender a la derecha
action-pan_up = Extender hacia arriba
action-pan_down = Extender hacia abajo
action-generate = { order-imagine }
action-extend = Alargar

# Botones propios
button-retry = Reintentar
button-cancel = Cancelar
button-show = Mostrar
button-further = Más
button-animate = Animar
button-region = Zona
button-extend = Alargar { $n }
button-original = Original
button-share = Compartir
button-forward = Enviar a…
button-prompt = Prompt
button-open = Abrir
button-line = Imaginar { $n }
button-deliver = Entregar aquí
button-details = Detalles
button-delete = Eliminar
button-erase = Eliminarla aquí
button-seed = Semilla
button-seeded = Imaginar con esta semilla
button-copy = Copiar
button-copy-task = Copiar id de la tarea
button-copy-trace = Copiar id de la traza
button-album = Los { $n }
button-describe = Describir
button-lines = Todos
button-paint = Pintar «{ $words }»
button-try = Probar { $words }
button-talk = Cambiarla: «{ $words }»
button-change-form = Cambiar…
button-animate-form = Animar…
button-extend-form = Alargar { $n }…
button-reframe-form = Ampliar…
button-edit-form = Editar…
button-region-form = Zona…
button-made = Mostrarlo
button-more = Hacer otra

# Formularios
form-change = Pintarla con otras palabras
form-animate = Ponerla en movimiento
form-extend = Seguir filmando
form-reframe = Pintar más alrededor
form-edit = Cambiar algo en esta imagen
form-region = Cambiar una parte
form-answer = Responde a este mensaje con las palabras que quieras.
form-answer-picture = Una imagen como respuesta es la última.
form-answer-mask = Una imagen como respuesta es la máscara: lo blanco cambia, lo negro se queda.
form-typed = Escrito: { $command }
form-dropped = De acuerdo: no se ha encargado nada.
field-words = Palabras
field-resolution = Resolución
field-speed = Velocidad
field-loop = Bucle
field-size = Tamaño
field-part = Cuál de las cuatro
field-fields = Dónde
field-mask = Máscara
field-mask-note = Una imagen: blanca donde debe cambiar, negra donde se queda igual
field-1 = arriba a la izquierda
field-2 = arriba
field-3 = arriba a la derecha
field-4 = izquierda
field-5 = centro
field-6 = derecha
field-7 = abajo a la izquierda
field-8 = abajo
field-9 = abajo a la derecha
field-last = Última imagen
field-last-typed = O escribe --end y # con su código entre las palabras

# Las imágenes de una persona
history-head = Tus imágenes, primero las más nuevas:
history-none = Aquí todavía no hay ninguna imagen tuya. /imagine hace una.
inline-none = Aún no hay imágenes: abrir el bot
history-tail = Pulsa un número, o escribe /show y un código, para recibir una otra vez.

# Ajustes
settings-here = Cómo funcionan las cosas en este chat
settings-private = Tus ajustes
settings-language = Idioma
settings-choose = Elige un idioma:
settings-auto = automático
settings-previews = Vistas previas
settings-words = Palabras sin comando
words-ask = preguntar si no está claro
words-paint = pintar
words-ignore = ignorar
settings-translate = Traducir prompts
translate-auto = si no está en letras latinas
settings-talk = Respuestas a imágenes
settings-pressers = Botones
settings-spoiler = Ocultar como spoiler
settings-on = sí
settings-off = no
settings-channel = Galería
settings-gallery = «{ button-share }» publica en { $chat }. Para cambiarlo: /settings gallery { $example }, u off.
settings-no-gallery = «{ button-share }» todavía no publica en ningún canal: /settings gallery { $example }
pressers-everyone = para todos
pressers-requester = para quien hizo el pedido
pressers-admins = para administradores

# Cómo puede acabar mal un trabajo: qué pasó, qué costó y qué hacer
fault-refused = La moderación del servicio lo rechazó. No se cobró nada; prueba con otras palabras.
fault-bad_request = El servicio no entendió el pedido. No se cobró nada; cámbialo y prueba otra vez.
fault-out_of_credit = La cuenta de este bot se quedó sin crédito. No se cobró nada; quien lo administra tiene que recargarla.
fault-unauthorized = El servicio no acepta el token de este bot. No se cobró nada; quien lo administra tiene que revisarlo.
fault-misconfigured = La cuenta de este bot no puede hacer eso. No se cobró nada; quien lo administra tiene que revisarlo.
fault-too_many = El servicio está muy ocupado ahora. No se cobró nada; prueba otra vez en un minuto.
fault-too_large = Es demasiado grande para el servicio. No se cobró nada; prueba con algo más pequeño.
fault-timed_out = El servicio tardó demasiado y se rindió. Eso no lo cobra; puedes probar otra vez.
fault-unavailable = No se pudo llegar al servicio o tuvo un fallo. Eso no lo cobra; puedes probar otra vez.
fault-unreadable = El servicio respondió algo que no se puede leer. Puedes probar otra vez.
fault-lost = El pedido se envió, pero el servicio no sabe nada de él. Parece que no se cobró; puedes probar otra vez.
fault-unheard = El pedido se envió, pero durante mucho tiempo no se pudo preguntar al servicio qué fue de él. Quien administra el bot puede buscarlo antes de que pruebes otra vez.
fault-expired = Esperó su turno demasiado y se abandonó. No se cobró nada; puedes probar otra vez.
fault-not_allowed = Este bot no puede { $right ->
        [photos] enviar imágenes
        [videos] enviar vídeos
        [files] enviar archivos
       *[messages] escribir
    } aquí, así que no se pidió ni se cobró nada. Un administrador de este chat puede permitirlo.
fault-broken = Algo falló en este bot y abandonó este pedido. Si el servicio ya lo tenía, puede que se haya cobrado; su operador puede buscarlo con el código { $code }.
fault-cancelled = Cancelado. No se cobró nada.
fault-mask_gone = Lo que se eligió de la imagen ya no se guarda. No se cobró nada; elígelo de nuevo con /region.
fault-failed = El servicio terminó sin resultado. Eso no lo cobra; puedes probar otra vez.
fault-said = El servicio dice: { $message }

# Lo que cada cual puede arreglar
button-unknown = Aquí no se conoce este botón.
form-gone = Este formulario ya no está aquí: los formularios se guardan un día. Pulsa el botón de nuevo.
form-not-yours = Este formulario es de { $name }. Pulsa el botón bajo la imagen para tener el tuyo.
form-impossible = Eso no se puede elegir en este formulario.
form-pictures = { $most ->
    [0] Este formulario no admite imágenes.
   *[other] Este formulario admite una imagen, la última: envía una.
}
image-gone = Aquí ya no se conoce esta imagen, así que sus botones no pueden funcionar.
task-unknown = El servicio tampoco conoce ya esta imagen, así que sus botones no pueden funcionar. Pídela de nuevo con sus palabras.
task-running = Todavía se está pintando. Aparecerá cuando esté lista.
recall-busy = Hay que preguntar al servicio por esa imagen, y ahora se está haciendo para otras personas. Inténtalo de nuevo en medio minuto.
recall-away = Este bot ha perdido su registro de esa imagen y ahora no se puede preguntar al servicio. Inténtalo de nuevo en un minuto.
task-nobodys = Ya no se sabe quién pidió esto, así que aquí nadie puede decidir sobre ello.
tasks-many = No más de { $limit } tareas a la vez.
tasks-away = Ahora no se puede preguntar al servicio de imágenes. Inténtalo de nuevo en un minuto.
deliver-none = Esa tarea no tiene ningún resultado que mostrar.
delete-asked = ¿Eliminar esto del chat? Se queda entre tus imágenes: /show { $name } lo trae de vuelta.
delete-done = Eliminado aquí. /show { $name } lo trae de vuelta.
delete-failed = Ese mensaje no se pudo eliminar. Prueba otra vez en un momento; los mensajes antiguos solo los puede eliminar un administrador de este chat.
tasks-unknown = { $name }: el servicio de imágenes no lo conoce
tasks-id = Tarea
tasks-trace = Traza
tasks-pending = en espera
tasks-running = en curso, { $n } %
tasks-done = terminada
tasks-failed = fallida
tasks-made = Creada { $at } UTC
tasks-took = Creada { $at } UTC, tardó { $n } s
tasks-charged = Cobrado: { $amount }
tasks-free = No se cobró nada
not-offered = El servicio no ofrece eso para esta imagen.
details-speeds = Lo que sigue también puede hacerse a otra velocidad:
details-at = A la velocidad { $mode }:
lines-ordered = { $n } de { $count } pedidos.
lines-already = Ya se habían pedido todos.
already-open = Eso ya se está haciendo.
made-already = «{ $label }» ya se hizo, para { $name }.
made-running = «{ $label }» ya se está haciendo, para { $name }.
cancelled-waiting = Cancelado.
cancelled-running = Cancelado. El servicio ya lo tiene y no puede pararlo: el resultado se guarda, pulsa «{ button-show }» para verlo.
cancel-late = Ya está terminado.
show-soon = Se mostrará aquí.
show-none = Aquí no hay nada que mostrar.
not-yours = Eso solo lo puede hacer { $name }.
not-your-list = Esa lista es de otra persona. /history muestra la tuya.
only-admins = Eso solo lo puede hacer un administrador de este chat.
rights-unknown = Ahora mismo no se puede ver quién es administrador aquí. Prueba otra vez en un momento.
missing-permissions = Este bot aún no puede trabajar en este canal. Le falta: { $permissions }. No se ha pedido ni cobrado nada. Quien administre este servidor puede permitirlo.
not-admitted = Este bot es solo para algunas personas y chats. Su operador puede darte acceso: el chat es { $place }, tú eres { $person }.
cancel-none = Aquí no tienes nada en espera ni pintándose.
cancelled-several = Cancelado. Lo que el servicio ya tiene se termina y se guarda: pulsa «{ button-show }» debajo para verlo.
need-code = Di qué imagen, con su código, por ejemplo: { $usage }
bad-code = «{ $typed }» no es un código: un código tiene ocho letras y cifras, por ejemplo: { $usage }
need-tasks = Di qué tareas, por ejemplo: { $usage }
need-pictures = Envía de dos a cinco imágenes para mezclarlas, en un solo álbum o con sus direcciones, por ejemplo: { $usage }
album-hidden = De ese álbum solo le llegó al bot la imagen con el comando, porque en un grupo no se le muestra más. No se ha encargado nada: envíale el álbum en privado, hazlo administrador aquí o nombra las imágenes, por ejemplo: { $usage }
code-unknown = Ninguna imagen tiene el código { $name }, o fue hace demasiado tiempo.
code-no-prompt = Lo que tiene el código { $name } se hizo sin un prompt que se pueda volver a usar.
code-no-picture = Lo que tiene el código { $name } no es una imagen, así que no se puede hacer nada con ello.
code-no-clip = Lo que tiene el código { $name } no es un vídeo que se pueda alargar.
code-no-take = El vídeo #{ $name } no tiene la toma { $part }: tiene { $count }.
code-no-parts = Lo que tiene el código { $name } es una sola imagen sin partes: escribe solo #{ $name }.
code-needs-part = #{ $name } muestra cuatro imágenes: nombra una de ellas, de #{ $name }.1 a #{ $name }.4.
code-part-unknown = #{ $name } no tiene la parte { $part }: hay partes de la 1 a la 4.
code-gone = El servicio ya no tiene la imagen con el código { $name }.
code-away = Ahora no se puede pedir al servicio la imagen con el código { $name }. Inténtalo de nuevo en un minuto.
no-gallery = Todavía no hay un canal donde compartir. Un administrador puede elegir uno: /settings gallery { $example }
gallery-not-found = Este bot no conoce ningún canal { $name }. Añade el bot allí como administrador que pueda publicar.
gallery-no-rights = Este bot no puede publicar en { $name }. Hazlo allí administrador que pueda publicar.
gallery-many = Hay más de un canal { $name }. Elígelo con su enlace.
gallery-not-yours = Solo un administrador de ese canal puede hacer que se compartan imágenes en él.
share-soon = En un momento estará en la galería.
original-soon = El archivo está en camino.
quote-soon = El prompt está en camino.
details-soon = Más detalles están en camino.
album-soon = Todas las tomas están en camino.
piece-soon = La imagen está en camino.
given-already = Eso ya se pidió hace un momento.
answers-waiting = Lo que pediste antes todavía está en camino. Espera un momento.
not-brought = Lo que pediste no se pudo publicar. Revisa qué puede hacer este bot allí.
setting-unknown = No existe el ajuste { $name }. Hay: { $possible }.
setting-impossible = { $name } no puede ser { $value }. Posible: { $possible }.
quota-person-open = { $limit ->
    [one] Ya tienes un pedido en espera o pintándose: espera a que termine.
   *[other] Ya tienes { $limit } pedidos en espera o pintándose: espera a que termine uno.
}
quota-person-day = { $limit ->
    [one] Ya usaste tu único pedido de hoy.
   *[other] Ya usaste tus { $limit } pedidos de hoy.
} La cuenta vuelve a empezar a medianoche UTC.
quota-person-month = { $limit ->
    [one] Ya usaste tu único crédito de este mes.
   *[other] Ya usaste tus { $limit } créditos de este mes.
} La cuenta vuelve a empezar el día uno, a medianoche UTC.
quota-place-open = { $limit ->
    [one] Ya hay un pedido de aquí en espera o pintándose: espera a que termine.
   *[other] Ya hay { $limit } pedidos de aquí en espera o pintándose: espera a que termine uno.
}
quota-place-day = { $limit ->
    [one] Ya se usó el único pedido de hoy en este lugar.
   *[other] Ya se usaron los { $limit } pedidos de hoy en este lugar.
} La cuenta vuelve a empezar a medianoche UTC.
quota-place-month = { $limit ->
    [one] Ya se usó el único crédito de este mes en este lugar.
   *[other] Ya se usaron los { $limit } créditos de este mes en este lugar.
} La cuenta vuelve a empezar el día uno, a medianoche UTC.
need-public-url = Aquí todavía no se pueden usar imágenes: el servicio tiene que poder recogerlas de este bot. No se ha encargado nada; quien administra el bot puede configurarlo.
part-not-lent =
    { $kind ->
        [grid] La parte { $part } de #{ $name } no se puede recortar aquí, porque el servicio no podría recogerla de este bot: pulsa U{ $part } debajo de esa imagen y usa el código de lo que llegue.
       *[other] La parte { $part } de #{ $name } no se puede recortar aquí, porque el servicio no podría recogerla de este bot. Quien administra el bot puede configurarlo.
    }
not-a-picture = Eso no es una imagen que se pueda usar: envía un PNG, JPEG, WebP o GIF.
file-unusable = Ahí no hay nada que se pueda usar como imagen, así que no se pidió nada: envía una foto, un archivo de imagen o un sticker que no se mueva.
still-used = De lo que se mueve solo se puede usar la imagen fija, y es la que se usó.
picture-format = Este tipo de imagen no se puede leer aquí ({ $format }): envíala como JPEG o PNG.
picture-damaged = Esa imagen está dañada y no se puede leer. Guárdala de nuevo o envía otra.
picture-too-many-pixels = Esa imagen tiene demasiados píxeles: como máximo { $limit } millones.
words-asked = ¿Pinto eso? No se pide nada hasta que pulses el botón.
part-asked = ¿A cuál de las cuatro imágenes de #{ $name } te refieres?
words-choice = Los prompts claros los pinto al momento, y /imagine siempre. Se cambia con /settings.
talk-asked = ¿Cambio así esa imagen? No se encarga nada hasta que pulses el botón.
talk-told = Las palabras que responden a una imagen mía la cambian: es una edición y cuesta lo mismo que /edit. Si no lo quieres: /settings talk off
talk-off = Aquí las palabras que responden a una imagen no cambian nada. Un admin puede activarlo: /settings talk on
talk-off-own = Las palabras que responden a una imagen no cambian nada, así lo tienes ajustado, y no se pidió nada. Para activarlo: /settings talk on
talk-lost = Ya no tengo registro de esa imagen, así que no se pidió nada. Un botón debajo de ella la recupera. Para una nueva usa /imagine.
talk-pictures = La imagen adjunta no se usa y no se ha encargado nada: las palabras que responden a #{ $name } cambian solo esa imagen. Para otra usa un comando, como /imagine o /edit.
talk-film = #{ $name } es un vídeo, y las palabras no lo cambian. Para continuarlo pulsa el botón de extender que tiene debajo, o escribe: /extend #{ $name }.1 y tus palabras
talk-text = En ese mensaje no hay ninguna imagen que cambiar. Para que pinte algo, usa /imagine.
talk-failed = De ese encargo no salió nada, así que no hay imagen que cambiar. Pulsa el botón de abajo para intentarlo otra vez.
talk-running = Esa imagen aún no está terminada. Responde cuando lo esté.
talk-hidden = Ese encargo se canceló, por eso su imagen no se muestra ahí. Pulsa primero el botón que la muestra.
words-gone = Eso fue hace demasiado tiempo. Envía las palabras otra vez.
words-forwarded = Lo que reenvías nunca es un pedido. Para que se pinte, envía tú las palabras, o con /imagine.
picture-too-large = Esa imagen es demasiado grande: como máximo { $limit } MB.
picture-not-uploaded = No se pudo entregar esa imagen al servicio. Prueba otra vez en un momento.
picture-lost = No se pudo obtener esa imagen. Envíala otra vez.
picture-elsewhere = No se puede acceder a esa imagen desde aquí, por mucho que se envíe. Quien administra este bot puede arreglarlo.
uploads-busy = Ya vienen en camino { $limit } imágenes tuyas. Espera a que llegue una.
uploads-hour = Has enviado { $limit } MB de imágenes en la última hora, y no se puede más. Inténtalo más tarde o indica una imagen por su dirección https://.
uploads-full = En este momento llegan demasiadas imágenes de todos. Inténtalo más tarde o indica una imagen por su dirección https://.
upload-not-kept = No se pudo guardar aquí esa imagen. Envíala otra vez en un momento.
upload-without-cookie = Tu navegador no guardó la cookie de esta página, así que la imagen no sería de nadie. Permite aquí las cookies, vuelve a cargar la página y envíala otra vez.
files-without-command = Las imágenes acompañan a una orden, como /edit o /describe: escribe cuál y envíalas otra vez.
command-late = Yo no estaba cuando escribiste eso, así que no se pidió nada. Envíalo otra vez si todavía lo quieres.
command-unknown = No existe el comando /{ $name }. /help los muestra todos.
command-unknown-near = No existe el comando /{ $name }. ¿Querías decir /{ $near }?
words-named = Aquí pinto con comandos: /imagine y lo que quieras ver, por ejemplo /imagine un faro en la tormenta. /help muestra qué más hay.
message-too-long = El mensaje tiene { $length } caracteres; el máximo es { $limit }.
store-down = Ahora no se puede llegar a los registros de este bot. Mira en un momento si se aceptó y, si no, prueba otra vez.
fault-internal = Algo salió mal en este bot. Quedó anotado; prueba otra vez.

# Prompts
prompt-empty = Di qué pintar, por ejemplo: /imagine un faro en la tormenta
prompt-lone_url = Una sola imagen no basta: añade unas palabras o una segunda imagen para mezclarlas.
prompt-too_long = Ese prompt tiene { $length } caracteres; el máximo es { $limit }.
prompt-too_many_urls = El número de imágenes al principio de ese prompt es { $count }; el máximo es { $limit }.
prompt-bad_url = No se puede usar { $url }: la dirección de una imagen empieza por https://, nombra un servidor y no lleva usuario ni contraseña.
prompt-stray_url = { $url } está entre las palabras y no parece una imagen. Si lo es, ponlo al principio; si no, quítalo.
prompt-page_url = { $url } es una página y no una imagen: escribe la dirección de la propia imagen.
prompt-many = { $asked } pide varias cuadrículas a la vez, y un encargo pinta una: escribe una de ellas.
prompt-unknown_flag = No existe la opción --{ $flag }.{ $nearest ->
    [none] { "" }
   *[other] { " " }¿Querías decir --{ $nearest }?
}
prompt-missing_value = A --{ $flag } le falta un valor: { $allowed }. { $note }
prompt-bad_value = --{ $flag } no puede ser { $value }. Posible: { $allowed }. { $note }
prompt-only_films = --{ $flag } es para vídeos: usa /animate.
prompt-film_speed = Los vídeos no se hacen despacio: escribe --fast o --turbo en lugar de --{ $flag }.
prompt-no_use = --{ $flag } no sirve aquí: quítalo. { $note }
prompt-conflict = { $flag } no combina con { $other }. { $note }
note-ratio = Valen dos números enteros cualesquiera desde 1, hasta 14:1.
note-one-grid = Un encargo pinta una cuadrícula; para otra, pulsa «{ action-reroll }».
note-four-takes = Cada encargo filma cuatro tomas.
note-loop = Un bucle termina como empieza.
note-oref = Usa --oref en su lugar.
need-picture = Di qué imagen: una dirección https://, o # y el código de una, por ejemplo: { $usage }
need-clip = Di qué vídeo, con # y su código, por ejemplo: { $usage }
need-words = Di qué hacer con la imagen, por ejemplo: { $usage }
need-text = Di qué texto, por ejemplo: { $usage }
bad-link = { $link } no es la dirección https:// de una imagen. Escribe, por ejemplo: { $usage }
link-page = { $link } es una página y no una imagen. Escribe la dirección de la propia imagen, por ejemplo: { $usage }
link-login = No se puede usar una dirección que lleva usuario y contraseña: el servicio tendría que conocerlos. Escribe, por ejemplo: { $usage }
pictures-too-many = Han llegado { $count } imágenes y solo se usa una, por ejemplo: { $usage }
pictures-unused = Con /{ $name } no se puede usar ninguna imagen: envía la orden sin ella.
quoted-unused = /{ $name } no usa la imagen a la que respondes: adjunta la que debe cerrar el vídeo o envía la orden sola.
options-either = Indica { $one } o { $other }, no ambos.
mask-empty = No hay nada elegido: lo que debe cambiar tiene que ser blanco en la máscara.
region-nothing = Aún no hay nada elegido: activa casillas o envía una máscara.
mask-full = Eso es la imagen entera: usa «{ action-variation_strong }» o /edit.
mask-fine = Esa máscara tiene demasiadas manchas pequeñas: píntala con trazos más anchos.
mask-ratio = Esa máscara tiene otra forma que la imagen: { $width }×{ $height } píxeles en vez de { $wanted_width }×{ $wanted_height }.
mask-no-picture = Esa máscara no es una imagen que se pueda leer: envíala como PNG o JPEG.
mask-too-large = Esa máscara es demasiado grande: como máximo { $limit } MB.
mask-gone = Lo que se elige de una imagen se guarda solo dos días: elígelo de nuevo con /region.
button-page = Pintarla
button-page-part = Parte { $n }
page-ended = Este enlace ya no vale: pide otro en el chat, igual que pediste este.
page-others = Esta página es para quien la pidió, en el navegador que la abrió primero.
page-used = Eso ya se pintó: para hacer otra, pide una página nueva en el chat, igual que pediste esta.
page-painted = Se está pintando: mira en el chat.
page-title = ¿Qué parte debe cambiar?
page-hint = Pinta encima, di qué debe haber ahí y envíalo.
page-brush = Pincel
page-eraser = Goma
page-rectangle = Rectángulo
page-lasso = Lazo
page-size = Tamaño
page-undo = Deshacer
page-redo = Rehacer
page-invert = Invertir
page-clear = Vaciar
page-closer = Acercar
page-wider = Alejar
page-picture = La imagen, para pintar encima
page-keys = Teclas: las flechas mueven un rectángulo y, con Mayús, cambian su tamaño; Intro lo añade, Supr lo quita. B, E, R, L eligen herramienta, [ y ] su tamaño, + y − el zoom; Espacio y arrastrar mueven la imagen.
page-words = Qué debe haber ahí
page-send = Cambiar
page-loading = Trayendo la imagen …
page-share = Elegido el { $n } % de la imagen
page-box = Rectángulo: { $x } % desde la izquierda, { $y } % desde arriba, { $width } × { $height } %
page-move = Mover
page-shape = Forma
page-shape-same = Como la imagen
page-larger = Lienzo
page-move-keys = Teclas: las flechas mueven la imagen, con Mayús en pasos pequeños; + y − cambian el tamaño del lienzo. B, E, R, L vuelven a pintar.
page-around = Qué debe haber alrededor
page-send-around = Pintar alrededor
page-placed = Lienzo: { $width } × { $height } % de la imagen, que queda al { $x } % desde su izquierda y al { $y } % desde arriba
page-script = Esta página necesita JavaScript. Sin él, escribe /region, # y el código de la imagen, y casillas del 1 al 9.
page-trouble = No funcionó. Prueba otra vez en un momento.
region-words = Di también qué debe haber ahí: sin palabras solo cambia una imagen suelta del servicio.
region-how = Escribe qué parte debe cambiar y qué debe haber ahí: /region { $name } 1 2 5 un sombrero rojo. Las casillas van del 1, arriba a la izquierda, al 9; o di un lugar: top left, edge.
region-how-sent = Envía la imagen otra vez y, con ella, qué parte debe cambiar y qué debe haber ahí: /region 1 2 5 un sombrero rojo. Las casillas van del 1, arriba a la izquierda, al 9; o di un lugar: top left, edge.
region-no-page = También se podría pintar con el ratón o el dedo: quien administra el bot puede configurarlo.
region-unseen = Esa imagen no se puede descargar desde aquí, así que no se sabe su tamaño. Envía la imagen misma.
region-pictures = Con eso llegaron { $count } imágenes: admite una, y otra más como su máscara, por ejemplo: { $usage }
need-reframe = Di qué tamaño debe tener: un factor de 1.1 a 4 o una proporción como 16:9. Por ejemplo: { $usage }
reframe-not-lent = Aquí no se puede poner una imagen en un lienzo mayor, porque el servicio no podría recogerla de este bot. Quien administra el bot puede configurarlo.
reframe-size = { $typed } no es posible: usa un factor de 1.1 a 4 o una proporción de 1:3 a 3:1.
reframe-same = Esa imagen ya es { $ratio }, así que no hay nada que añadir: usa otra proporción o un factor como 1.5.
reframe-far = Con { $size } no quedaría casi nada de esa imagen: usa menos.
words-unused = «{ $words }» no sirve para eso; escribe, por ejemplo: { $usage }

# Comandos
command-imagine = Pintar cuatro imágenes a partir de un texto
command-blend = Mezclar de dos a cinco imágenes en una
command-describe = Hallar prompts que pintarían una imagen
command-shorten = Hallar prompts más cortos que digan lo mismo
command-translate = Decir un prompt en inglés, que es lo que mejor entiende el servicio
command-edit = Cambiar una imagen de la web
command-region = Cambiar una parte de una imagen
command-reframe = Pintar más alrededor de una imagen
command-animate = Convertir una imagen en clips cortos
command-extend = Alargar un vídeo, con lo que debe moverse
command-history = Tus imágenes hasta ahora
command-show = Mostrar otra vez una imagen por su código
command-cancel = Cancelar tu último pedido
command-settings = Idioma, vistas previas, quién puede pulsar botones
command-help = Qué sabe hacer este bot
command-task = Consultar tareas del servicio de imágenes
usage-imagine = /imagine <prompt> [--ar 16:9] [--seed 7] …
usage-shorten = /shorten <prompt>
usage-translate = /translate <palabras>
usage-edit = /edit https://…/picture.png <qué cambiar>
usage-region = /region #<código> 1 2 5 <qué debe haber ahí>
usage-reframe = /reframe #<código> 16:9 <qué debe haber alrededor>
usage-animate = /animate https://…/picture.png <qué debe moverse>
usage-extend = /extend #<código>.2 <qué debe moverse ahora>
usage-show = /show <código>
usage-task = /task <id> [<id> …]
help-head = Escribe un comando:
help-paint = Pintar
help-change = Seguir a partir de una imagen o un vídeo
help-words = Encontrar palabras
help-own = Tus imágenes y cómo se hacen las cosas
example-imagine = un zorro leyendo en una biblioteca
example-shorten = un faro antiguo, muy grande y realmente bonito, sobre un acantilado alto en plena tormenta
example-translate = una casa junto al lago
welcome-head = ¡Hola! Di qué quieres ver y Midjourney lo pinta aquí.
welcome-type = Escribe /imagine y tus palabras.
welcome-cost = Cada encargo gasta crédito de quien administra este bot, y puede haber límites para ti. Mirar, guardar y compartir no cuesta nada.
welcome-more = /help muestra todo lo demás.
help-tail = Luego pulsa los botones bajo la imagen: U1 a U4 amplían una de las cuatro, V1 a V4 la varían, «{ action-reroll }» pinta cuatro nuevas.
help-words-ask = Aquí bastan las palabras: un prompt claro se pide y se pinta al momento; en lo demás pregunto antes. Se cambia con /settings.
help-words-paint = Aquí bastan las palabras: todo lo que escribes se pide y se pinta al momento. Se cambia con /settings.
help-words-ignore = Aquí no se pinta nada sin un comando. Se cambia con /settings.

# Opciones de los comandos, donde cada una se escribe por separado
option-prompt = Qué pintar, con opciones si quieres; o # y el código de una imagen
option-blend-prompt = Más imágenes con # y código o dirección, y opciones como --ar 3:2
option-image = La imagen
option-images = Imagen { $n } como referencia
option-link = La dirección https:// de una imagen, o # y su código, si no hay ninguna adjunta
option-clip = El código de un vídeo con # y la toma: #7K2M9QXD.2
option-edit-words = Qué cambiar
option-translate-words = Las palabras, en cualquier idioma
option-animate-words = Qué debe moverse
option-mask = Una máscara para la imagen: lo blanco cambia, lo negro se queda
option-last = La imagen con la que termina el vídeo
option-region = Casillas del 1 al 9, o left, right, top, bottom, middle, edge
option-region-words = Qué debe haber ahí
option-size = Un factor de 1.1 a 4 o una proporción como 16:9
option-reframe-words = Qué debe haber alrededor
option-code = El código debajo de una imagen
option-tasks = Identificadores de tarea o de traza, o códigos, hasta diez
option-all = Todos tus pedidos, no solo el último
option-setting = Qué ajuste; sin ninguno los ves todos
option-value = Cómo debe quedar
option-mode = A qué velocidad y por cuánto crédito
option-flag = Como --{ $flag } en el prompt: { $allowed }
mode-fast = fast: la velocidad normal
mode-relax = relax: más tarde, por menos crédito
mode-turbo = turbo: más rápido, por más crédito
flag-ar = Ancho y alto
flag-version = Versión del modelo
flag-niji = Versión del modelo para anime
flag-stylize = Cuánto pone Midjourney de su propio gusto
flag-chaos = Cuánto se diferencian las cuatro imágenes
flag-weird = Lo extraño que puede llegar a ser
flag-exp = Lo experimental que puede llegar a ser
flag-quality = Cuánto trabajo se pone en los detalles
flag-seed = Partir del mismo ruido: el mismo número da una imagen parecida
flag-stop = Dejar de pintar a ese porcentaje
flag-repeat = Cuántas cuadrículas pintar
flag-no = Lo que no debe salir en la imagen, separado por comas
flag-style = Un estilo que tiene esta versión
flag-raw = Menos del gusto propio de Midjourney
flag-tile = Un patrón que se repite sin costuras
flag-draft = Un borrador rápido
flag-hd = Imágenes en 2K
flag-iw = Cuánto cuentan las imágenes junto a las palabras
flag-sref = Un estilo como modelo: una dirección, un código o random
flag-sw = Cuánto cuenta ese estilo
flag-sv = Versión de la referencia de estilo
flag-cref = Una persona que debe salir: la dirección de una imagen
flag-cw = Cuánto se conserva de esa persona
flag-oref = Una persona o cosa que debe salir: la dirección de una imagen
flag-ow = Cuánto se conserva de ella
flag-profile = Tus perfiles o moodboards, por código
flag-resolution = El tamaño del clip
flag-motion = Cuánto se mueve en el clip
flag-loop = Un clip que acaba como empieza
flag-end = El último fotograma del clip: la dirección de una imagen
flag-split = También las cuatro imágenes por separado
flag-video = Un vídeo de cómo se pintó
flag-public = Mostrarla en la web de Midjourney
flag-stealth = No mostrarla en la web de Midjourney

# What options are called while they are typed: small letters, no blanks
name-prompt = prompt
name-image = imagen{ $n }
name-mask = máscara
name-region = zona
name-size = tamaño
name-link = enlace
name-words = palabras
name-code = código
name-all = todos
name-setting = ajuste
name-value = valor
name-mode = modo
name-aspect = proporción
name-version = versión
name-stylize = estilización
name-chaos = caos
name-no = sin
name-style = estilo
name-seed = semilla
name-quality = calidad
name-weird = rareza
name-personalize = personalización
name-tile = mosaico
name-draft = borrador
name-last = última
name-end = fin
name-clip = vídeo
name-resolution = resolución
name-motion = movimiento
name-loop = bucle
name-tasks = tareas

# What a button does, in words, and its label where its group is named beside it
place-1 = arriba a la izquierda
place-2 = arriba a la derecha
place-3 = abajo a la izquierda
place-4 = abajo a la derecha
hint-upscale = Ampliar la imagen { $n }, { $place }
hint-vary = Variar la imagen { $n }, { $place }
hint-animate = Animar la imagen { $n }, { $place }
hint-piece = Mostrar la imagen { $n } por separado, { $place }
hint-reroll = Pintar cuatro imágenes nuevas con las mismas palabras
hint-upscale-subtle = Ampliarla tal como es
hint-upscale-creative = Ampliarla con detalles nuevos
hint-upscale-times = Ampliarla { $n } veces
hint-again = Otra vez: { $what }
hint-vary-subtle = Pintar cuatro algo distintas
hint-vary-strong = Pintar cuatro muy distintas
hint-region = Cambiar una parte
hint-zoom-out = Alejar { $n } veces: pintar más alrededor
hint-zoom-in = Acercar { $n } veces
hint-square = Pintar más a los lados hasta que sea cuadrada
hint-pan-left = Pintar más a la izquierda
hint-pan-right = Pintar más a la derecha
hint-pan-up = Pintar más arriba
hint-pan-down = Pintar más abajo
hint-animate-whole = Hacer vídeos que empiecen con ella
hint-animate-form = Decir cómo debe moverse y hacer vídeos
hint-extend = Seguir a partir del vídeo { $n }
hint-extend-form = Decir cómo sigue el vídeo { $n }
short-subtle = Sutil
short-creative = Creativa
short-strong = Fuerte
short-region = Zona
short-square = Cuadrada

# On the page of the web chat: pictures, and what is done with them
room-upscale = Ampliar
room-vary = Variar
room-zoom = Zoom
room-pan = Desplazar
room-animate = Animar
room-extend = Alargar
room-piece = Una a una
room-more = Más
room-actions = Acciones
room-done = ya hecho
room-picture = Imagen { $n }, { $place }
room-film = Vídeo { $n }
room-prompt = Copiar el prompt
room-copied = Copiado
room-reference = Usar como referencia
room-download = Descargar
room-link = Copiar el enlace
room-share = Compartir
room-large = Vista grande
room-previous = Imagen anterior
room-next = Imagen siguiente
room-close = Cerrar
room-actual = Tamaño real
room-working = En curso
room-tools = Con esta imagen
room-skip = Ir al cuadro de texto
room-unfold = Mostrar todo
room-fold = Mostrar menos
room-reply = Responder
room-source = Hecha a partir de
room-keys = J y K pasan de un mensaje a otro; las flechas izquierda y derecha, dentro de uno
room-older = Anteriores
room-again = Escribirlo de nuevo
room-close-all = Cerrar todo
room-dismiss = Cerrar
room-answers = Respuestas para ti
room-paint = ¿Pinto esto?
room-unpaint = No, era solo un comentario
room-notify = Avisarme cuando una imagen esté lista
room-ready = Imagen lista
