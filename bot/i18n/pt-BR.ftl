# Cartões
card-queued = { $ahead ->
    [0] É o próximo da fila
    [one] Esperando, um na frente
   *[other] Esperando, { $ahead } na frente
}
card-paused = Esperando: a conta deste bot está sem crédito
card-detached = Cancelado. O serviço não consegue mais parar, então o pedido é concluído e guardado, e conta como usado.
card-kept = Cancelado. Mesmo assim ficou pronto e está guardado aqui.
board-head = { $count ->
    [one] { $count } imagem está a caminho
   *[other] { $count } imagens estão a caminho
}
board-more = e mais { $count }
card-not-relaxed = feito em fast: vídeos não são feitos devagar
card-left-out = sem { $flags }, desconhecido aqui
card-translated = traduzido pelo serviço
card-sending = Enviando o pedido
card-started = O serviço já recebeu, a pintura começa logo
card-painting = Pintando
card-animating = Filmando
card-thinking = Olhando
card-seeking = A conexão caiu; procurando a imagem
card-retrying = O serviço está ocupado, logo tento de novo
card-unsure = Os registros do bot não estão seguros no momento: nada foi enviado nem cobrado; nova tentativa em breve
card-no-picture = A imagem está pronta, mas não deu para trazê-la para este chat:
card-not-shown = A imagem está pronta, mas este chat não a aceita. Em outro chat, /show e o código dela a trazem.
card-more-buttons = { $count ->
    [one] Mais um botão não cabe aqui.
   *[other] Mais { $count } botões não cabem aqui.
}
card-broken = A imagem está pronta, mas este bot não consegue mostrá-la. Ela está guardada com o código { $code }:

# Como se chama um trabalho
order-imagine = Imaginar
order-act = { $label }
order-edit = Editar
order-reframe = Ampliar
order-region = Região
order-animate = Animar
order-extend = Estender vídeo
order-describe = Descrever
order-shorten = Encurtar
order-translate = Traduzir
order-seed = Semente

# Botões próprios
button-retry = Tentar de novo
button-cancel = Cancelar
button-show = Mostrar
button-further = Mais
button-animate = Animar
button-region = Região
button-extend = Estender { $n }
button-original = Original
button-share = Compartilhar
button-forward = Enviar para…
button-prompt = Prompt
button-open = Abrir
button-line = Imaginar { $n }
button-deliver = Entregar aqui
button-details = Detalhes
button-delete = Excluir
button-erase = Excluir daqui
button-seed = Semente
button-seeded = Imaginar com esta semente
button-copy = Copiar
button-copy-task = Copiar id da tarefa
button-copy-trace = Copiar id do rastreio
button-album = Todas as { $n }
button-describe = Descrever
button-lines = Todos
button-paint = Pintar “{ $words }”
button-talk = Mudar: “{ $words }”
button-change-form = Mudar…
button-animate-form = Animar…
button-extend-form = Estender { $n }…
button-reframe-form = Ampliar…
button-edit-form = Editar…
button-region-form = Região…
button-made = Mostrar
button-more = Fazer outra

# Formulários
form-change = Pintar com outras palavras
form-animate = Pôr em movimento
form-extend = Continuar o vídeo
form-reframe = Pintar mais em volta
form-edit = Mudar algo nesta imagem
form-region = Mudar uma parte
form-answer = Responda a esta mensagem com as palavras que quiser.
form-answer-picture = Uma imagem como resposta é a última.
form-answer-mask = Uma imagem em resposta é a máscara: o branco muda, o preto fica.
form-typed = Digitado: { $command }
form-dropped = Tudo bem: nada foi pedido.
field-words = Palavras
field-resolution = Resolução
field-speed = Velocidade
field-loop = Repetição
field-size = Tamanho
field-part = Qual das quatro
field-fields = Onde
field-mask = Máscara
field-mask-note = Uma imagem: branca onde deve mudar, preta onde fica como está
field-1 = em cima à esquerda
field-2 = em cima
field-3 = em cima à direita
field-4 = esquerda
field-5 = meio
field-6 = direita
field-7 = embaixo à esquerda
field-8 = embaixo
field-9 = embaixo à direita
field-last = Última imagem
field-last-typed = Ou escreva --end e # com o código entre as palavras

# As imagens de uma pessoa
history-head = Suas imagens, as mais novas primeiro:
history-none = Ainda não há nenhuma imagem sua aqui. /imagine faz uma.
inline-none = Nenhuma imagem ainda: abrir o bot
history-tail = Toque em um número, ou digite /show e um código, para receber uma de novo.

# Configurações
settings-here = Como as coisas funcionam neste chat
settings-private = Suas configurações
settings-language = Idioma
settings-choose = Escolha um idioma:
settings-auto = automático
settings-previews = Prévias
settings-words = Palavras sem comando
words-ask = perguntar se não estiver claro
words-paint = pintar
words-ignore = ignorar
settings-translate = Traduzir prompts
translate-auto = quando não for em letras latinas
settings-talk = Respostas a imagens
settings-pressers = Botões
settings-spoiler = Ocultar como spoiler
settings-on = sim
settings-off = não
settings-channel = Galeria
settings-gallery = “{ button-share }” publica em { $chat }. Para mudar isso: /settings gallery { $example }, ou off.
settings-no-gallery = “{ button-share }” ainda não publica em nenhum canal: /settings gallery { $example }
pressers-everyone = para todos
pressers-requester = para quem pediu
pressers-admins = para admins

# Como um trabalho pode acabar mal: o que houve, quanto custou e o que fazer
fault-refused = A moderação do serviço recusou isso. Nada foi cobrado; tente outras palavras.
fault-bad_request = O serviço não entendeu o pedido. Nada foi cobrado; mude o pedido e tente de novo.
fault-out_of_credit = A conta deste bot está sem crédito. Nada foi cobrado; quem cuida dele precisa recarregar.
fault-unauthorized = O serviço não aceita o token deste bot. Nada foi cobrado; quem cuida dele precisa verificar.
fault-misconfigured = A conta deste bot não pode fazer isso. Nada foi cobrado; quem cuida dele precisa dar uma olhada.
fault-too_many = O serviço está ocupado demais agora. Nada foi cobrado; tente de novo em um minuto.
fault-too_large = Isso é grande demais para o serviço. Nada foi cobrado; tente algo menor.
fault-timed_out = O serviço demorou demais e desistiu. Ele não cobra por isso; você pode tentar de novo.
fault-unavailable = Não deu para falar com o serviço, ou ele teve uma falha. Ele não cobra por isso; você pode tentar de novo.
fault-unreadable = O serviço respondeu algo que não dá para ler. Você pode tentar de novo.
fault-lost = O pedido foi enviado, mas o serviço não sabe dele. Parece que não foi cobrado; você pode tentar de novo.
fault-unheard = O pedido foi enviado, mas por muito tempo não deu para perguntar ao serviço o que houve com ele. Quem cuida do bot pode verificar antes de você tentar de novo.
fault-expired = Esperou demais pela vez e foi abandonado. Nada foi cobrado; você pode tentar de novo.
fault-not_allowed = Este bot não pode { $right ->
        [photos] enviar imagens
        [videos] enviar vídeos
        [files] enviar arquivos
       *[messages] escrever
    } aqui, então nada foi pedido nem cobrado. Um admin deste chat pode permitir.
fault-broken = Algo deu errado neste bot e ele desistiu deste pedido. Se o serviço já o tinha, pode ter sido cobrado; o operador pode procurá-lo pelo código { $code }.
fault-cancelled = Cancelado. Nada foi cobrado.
fault-mask_gone = O que foi escolhido da imagem não está mais guardado. Nada foi cobrado; escolha de novo com /region.
fault-failed = O serviço terminou sem resultado. Ele não cobra por isso; você pode tentar de novo.
fault-said = O serviço diz: { $message }

# O que a pessoa pode resolver
button-unknown = Este botão não é conhecido aqui.
form-gone = Este formulário não está mais aqui: formulários ficam guardados por um dia. Aperte o botão de novo.
form-not-yours = Este formulário é de { $name }. Aperte o botão abaixo da imagem para ter o seu.
form-impossible = Isso não pode ser escolhido neste formulário.
form-pictures = { $most ->
    [0] Este formulário não aceita imagens.
   *[other] Este formulário aceita uma imagem, a última: envie uma.
}
image-gone = Esta imagem não é mais conhecida aqui, então os botões dela não funcionam.
task-unknown = O serviço também não conhece mais esta imagem, por isso os botões dela não funcionam. Peça de novo com as mesmas palavras.
task-running = Ainda está sendo pintada. Vai aparecer quando estiver pronta.
recall-busy = É preciso perguntar ao serviço sobre essa imagem, e isso está sendo feito agora para outras pessoas. Tente de novo em meio minuto.
recall-away = Este bot perdeu o registro dessa imagem e agora não é possível perguntar ao serviço. Tente de novo em um minuto.
task-nobodys = Não se sabe mais quem pediu isto, então ninguém aqui pode decidir sobre isso.
tasks-many = No máximo { $limit } tarefas de uma vez.
tasks-away = Agora não é possível perguntar ao serviço de imagens. Tente de novo em um minuto.
deliver-none = Essa tarefa não tem resultado para mostrar.
delete-asked = Excluir isto do chat? Continua entre as suas imagens: /show { $name } traz de volta.
delete-done = Excluído daqui. /show { $name } traz de volta.
delete-failed = Não foi possível excluir essa mensagem. Tente de novo daqui a pouco; mensagens antigas só um admin deste chat pode excluir.
tasks-unknown = { $name }: o serviço de imagens não conhece
tasks-id = Tarefa
tasks-trace = Rastreio
tasks-pending = na fila
tasks-running = em andamento, { $n } %
tasks-done = concluída
tasks-failed = falhou
tasks-made = Criada { $at } UTC
tasks-took = Criada { $at } UTC, levou { $n } s
tasks-charged = Cobrado: { $amount }
tasks-free = Nada foi cobrado
not-offered = O serviço não oferece isso para esta imagem.
details-speeds = O que vem a seguir também pode ser feito em outra velocidade:
details-at = Na velocidade { $mode }:
lines-ordered = { $n } de { $count } pedidos.
lines-already = Todos já tinham sido pedidos.
already-open = Isso já está sendo feito.
made-already = “{ $label }” já foi feito, para { $name }.
made-running = “{ $label }” já está sendo feito, para { $name }.
cancelled-waiting = Cancelado.
cancelled-running = Cancelado. O serviço já recebeu e não consegue parar: o resultado fica guardado, toque em “{ button-show }” para ver.
cancel-late = Já está pronto.
show-soon = Vai aparecer aqui.
show-none = Não há nada para mostrar aqui.
not-yours = Só { $name } pode fazer isso.
not-your-list = Essa lista é de outra pessoa. /history mostra a sua.
only-admins = Só um admin deste chat pode fazer isso.
rights-unknown = Agora não dá para ver quem é admin aqui. Tente de novo daqui a pouco.
missing-permissions = Este bot ainda não pode trabalhar neste canal. Falta a ele: { $permissions }. Nada foi pedido nem cobrado. Quem gerencia este servidor pode permitir.
not-admitted = Este bot é só para algumas pessoas e chats. O operador pode liberar seu acesso: o chat é { $place }, você é { $person }.
cancel-none = Não há nada seu esperando nem sendo pintado aqui.
cancelled-several = Cancelado. O que o serviço já recebeu é concluído e guardado: toque em “{ button-show }” embaixo para ver.
need-code = Diga qual imagem, pelo código, por exemplo: { $usage }
bad-code = “{ $typed }” não é um código: um código tem oito letras e algarismos, por exemplo: { $usage }
need-tasks = Diga quais tarefas, por exemplo: { $usage }
need-pictures = Envie de duas a cinco imagens para misturar, em um só álbum ou pelos endereços, por exemplo: { $usage }
album-hidden = Desse álbum, só a imagem com o comando chegou ao bot, porque num grupo ele não vê mais do que isso. Nada foi pedido: envie o álbum a ele em particular, torne-o administrador aqui ou indique as imagens, por exemplo: { $usage }
code-unknown = Nenhuma imagem tem o código { $name }, ou faz tempo demais.
code-no-prompt = O que tem o código { $name } foi feito sem um prompt que possa ser usado de novo.
code-no-picture = O que tem o código { $name } não é uma imagem, então nada pode ser feito com isso.
code-no-clip = O que tem o código { $name } não é um vídeo que se possa estender.
code-no-take = O vídeo #{ $name } não tem a tomada { $part }: tem { $count }.
code-no-parts = O que tem o código { $name } é uma só imagem, sem partes: escreva apenas #{ $name }.
code-needs-part = #{ $name } mostra quatro imagens: diga uma delas, de #{ $name }.1 a #{ $name }.4.
code-part-unknown = #{ $name } não tem a parte { $part }: há partes de 1 a 4.
code-gone = O serviço não tem mais a imagem com o código { $name }.
code-away = Agora não é possível pedir ao serviço a imagem com o código { $name }. Tente de novo em um minuto.
no-gallery = Ainda não há canal para compartilhar. Um admin pode escolher um: /settings gallery { $example }
gallery-not-found = Este bot não conhece nenhum canal { $name }. Adicione o bot lá como admin que pode publicar.
gallery-no-rights = Este bot não pode publicar em { $name }. Torne-o lá um admin que pode publicar.
gallery-many = Há mais de um canal { $name }. Escolha-o pelo link.
gallery-not-yours = Só um admin desse canal pode fazer com que imagens sejam compartilhadas nele.
share-soon = Daqui a pouco vai estar na galeria.
original-soon = O arquivo está a caminho.
quote-soon = O prompt está a caminho.
details-soon = Mais detalhes estão a caminho.
album-soon = Todas as tomadas estão a caminho.
piece-soon = A imagem está a caminho.
given-already = Isso já foi pedido há pouco.
answers-waiting = O que você pediu antes ainda está a caminho. Espere um momento.
not-brought = Não deu para publicar o que você pediu. Veja o que este bot pode fazer lá.
setting-unknown = A configuração { $name } não existe. Existem: { $possible }.
setting-impossible = { $name } não pode ser { $value }. Possível: { $possible }.
quota-person-open = { $limit ->
    [one] Você já tem { $limit } pedido esperando ou sendo pintado: aguarde ele terminar.
   *[other] Você já tem { $limit } pedidos esperando ou sendo pintados: aguarde um deles terminar.
}
quota-person-day = Você já fez todos os pedidos de hoje (limite: { $limit }). A contagem recomeça à meia-noite UTC.
quota-person-month = Você já usou todos os créditos deste mês (limite: { $limit }). A contagem recomeça no dia 1º, à meia-noite UTC.
quota-place-open = { $limit ->
    [one] { $limit } pedido daqui já está esperando ou sendo pintado: aguarde ele terminar.
   *[other] { $limit } pedidos daqui já estão esperando ou sendo pintados: aguarde um deles terminar.
}
quota-place-day = Todos os pedidos de hoje deste lugar já foram usados (limite: { $limit }). A contagem recomeça à meia-noite UTC.
quota-place-month = Todos os créditos deste mês deste lugar já foram usados (limite: { $limit }). A contagem recomeça no dia 1º, à meia-noite UTC.
need-public-url = Ainda não dá para usar imagens aqui: o serviço precisa buscá-las neste bot. Nada foi pedido; quem cuida dele pode configurar isso.
part-not-lent =
    { $kind ->
        [grid] A parte { $part } de #{ $name } não pode ser recortada aqui, porque o serviço não conseguiria buscá-la neste bot: aperte U{ $part } embaixo dessa imagem e use o código do que chegar.
       *[other] A parte { $part } de #{ $name } não pode ser recortada aqui, porque o serviço não conseguiria buscá-la neste bot. Quem cuida dele pode configurar isso.
    }
not-a-picture = Isso não é uma imagem que dê para usar: envie um PNG, JPEG, WebP ou GIF.
file-unusable = Não há nada aí que dê para usar como imagem, então nada foi pedido: envie uma foto, um arquivo de imagem ou uma figurinha que não se mexa.
still-used = Do que se mexe só dá para usar a imagem parada, e foi ela que usei.
picture-format = Esse tipo de imagem não pode ser lido aqui ({ $format }): envie em JPEG ou PNG.
picture-damaged = Essa imagem está danificada e não pode ser lida. Salve de novo ou envie outra.
picture-too-many-pixels = Essa imagem tem pixels demais: no máximo { $limit } milhões.
words-asked = Pinto isso? Nada é pedido até você apertar o botão.
part-asked = Qual das quatro imagens de #{ $name }?
words-choice = Prompts claros eu pinto na hora, e /imagine sempre. Dá para mudar em /settings.
talk-asked = Mudo essa imagem assim? Nada é pedido até você apertar o botão.
talk-told = Palavras que respondem a uma imagem minha mudam essa imagem: é uma edição e custa o mesmo que /edit. Se não quiser: /settings talk off
talk-off = Aqui, palavras que respondem a uma imagem não mudam nada. Um admin pode ligar isso: /settings talk on
talk-off-own = Palavras que respondem a uma imagem não mudam nada, como você deixou ajustado, e nada foi pedido. Para ligar: /settings talk on
talk-lost = Não tenho mais registro dessa imagem, por isso nada foi pedido. Um botão abaixo dela a traz de volta. Para uma nova, use /imagine.
talk-pictures = A imagem enviada junto não é usada e nada foi pedido: palavras que respondem a #{ $name } mudam só essa imagem. Para outra, use um comando, como /imagine ou /edit.
talk-film = #{ $name } é um vídeo, e palavras não o mudam. Para continuar, aperte o botão de estender embaixo dele, ou escreva: /extend #{ $name }.1 e suas palavras
talk-text = Essa mensagem não tem imagem que se possa mudar. Para pintar alguma coisa, use /imagine.
talk-failed = Esse pedido não deu em nada, então não há imagem para mudar. Aperte o botão embaixo para tentar de novo.
talk-running = Essa imagem ainda não está pronta. Responda quando estiver.
talk-hidden = Esse pedido foi cancelado, por isso a imagem não aparece ali. Aperte primeiro o botão que a mostra.
words-gone = Isso foi há tempo demais. Envie as palavras de novo.
words-forwarded = O que você encaminha nunca é um pedido. Para pintar, envie você mesmo as palavras, ou com /imagine.
picture-too-large = Essa imagem é grande demais: no máximo { $limit } MB.
picture-not-uploaded = Não deu para entregar essa imagem ao serviço. Tente de novo daqui a pouco.
picture-lost = Não foi possível obter essa imagem. Envie de novo.
picture-elsewhere = Essa imagem não pode ser acessada daqui, por mais que seja enviada. Quem administra este bot pode resolver isso.
uploads-busy = { $limit } imagens suas já estão a caminho. Espere até uma chegar.
uploads-hour = Você enviou { $limit } MB de imagens na última hora, e esse é o máximo. Tente de novo mais tarde ou indique uma imagem pelo endereço https:// dela.
uploads-full = Há imagens demais chegando de todo mundo neste momento. Tente de novo mais tarde ou indique uma imagem pelo endereço https:// dela.
upload-not-kept = Não foi possível guardar essa imagem aqui. Envie de novo daqui a pouco.
upload-without-cookie = Seu navegador não guardou o cookie desta página, e assim a imagem não seria de ninguém. Permita cookies aqui, recarregue a página e envie de novo.
files-without-command = Imagens acompanham um comando, como /edit ou /describe: escreva qual e envie de novo.
command-late = Eu estava fora quando você escreveu isso, então nada foi pedido. Envie de novo se ainda quiser.
command-unknown = O comando /{ $name } não existe. /help mostra todos.
command-unknown-near = O comando /{ $name } não existe. Você quis dizer /{ $near }?
words-named = Aqui eu pinto com comandos: /imagine e o que você quer ver, por exemplo /imagine um farol na tempestade. /help mostra o resto.
message-too-long = A mensagem tem { $length } caracteres; o máximo é { $limit }.
store-down = Não dá para acessar os registros deste bot agora. Veja daqui a pouco se o pedido foi aceito e, se não, tente de novo.
fault-internal = Algo deu errado neste bot. Ficou anotado; tente de novo.

# Prompts
prompt-empty = Diga o que pintar, por exemplo: /imagine um farol na tempestade
prompt-lone_url = Uma imagem só não basta: escreva algumas palavras ou junte uma segunda imagem para misturar.
prompt-too_long = Esse prompt tem { $length } caracteres; o máximo é { $limit }.
prompt-too_many_urls = O número de imagens no começo desse prompt é { $count }; o máximo é { $limit }.
prompt-bad_url = Não dá para usar { $url }: o endereço de uma imagem começa com https://, diz um servidor e não leva usuário nem senha.
prompt-stray_url = { $url } está no meio das palavras e não parece uma imagem. Se for, coloque no começo; se não, tire.
prompt-page_url = { $url } é uma página e não uma imagem: escreva o endereço da própria imagem.
prompt-many = { $asked } pede várias grades de uma vez, e um pedido pinta uma: escreva uma delas.
prompt-unknown_flag = A opção --{ $flag } não existe.{ $nearest ->
    [none] { "" }
   *[other] { " " }Você quis dizer --{ $nearest }?
}
prompt-missing_value = --{ $flag } precisa de um valor: { $allowed }. { $note }
prompt-bad_value = --{ $flag } não pode ser { $value }. Possível: { $allowed }. { $note }
prompt-only_films = --{ $flag } é para vídeos: use /animate.
prompt-film_speed = Vídeos não são feitos devagar: escreva --fast ou --turbo em vez de --{ $flag }.
prompt-no_use = --{ $flag } não serve aqui: tire-o. { $note }
prompt-conflict = { $flag } não combina com { $other }. { $note }
need-picture = Diga qual imagem: um endereço https://, ou # e o código de uma, por exemplo: { $usage }
need-clip = Diga qual vídeo, com # e o código, por exemplo: { $usage }
need-words = Diga o que fazer com a imagem, por exemplo: { $usage }
need-text = Diga qual texto, por exemplo: { $usage }
bad-link = { $link } não é o endereço https:// de uma imagem. Escreva, por exemplo: { $usage }
link-page = { $link } é uma página e não uma imagem. Escreva o endereço da própria imagem, por exemplo: { $usage }
link-login = Um endereço com login não pode ser usado: o serviço teria de conhecê-lo. Escreva, por exemplo: { $usage }
pictures-too-many = Chegaram { $count } imagens e só uma é usada, por exemplo: { $usage }
pictures-unused = Nenhuma imagem pode ser usada com /{ $name }: envie o comando sem ela.
quoted-unused = /{ $name } não usa a imagem a que você respondeu: anexe a que deve encerrar o filme ou envie o comando sozinho.
options-either = Informe { $one } ou { $other }, não os dois.
mask-empty = Nada foi escolhido: o que deve mudar precisa estar branco na máscara.
region-nothing = Nada foi escolhido ainda: ative casas ou envie uma máscara.
mask-full = Isso é a imagem inteira: use Vary (Strong) ou /edit.
mask-fine = Essa máscara tem manchas pequenas demais: pinte com traços mais largos.
mask-ratio = Essa máscara tem outra forma que a imagem: { $width }×{ $height } pixels em vez de { $wanted_width }×{ $wanted_height }.
mask-no-picture = Essa máscara não é uma imagem que se possa ler: envie como PNG ou JPEG.
mask-too-large = Essa máscara é grande demais: no máximo { $limit } MB.
mask-gone = O que se escolhe de uma imagem fica guardado só dois dias: escolha de novo com /region.
button-page = Pintar
button-page-part = Parte { $n }
page-ended = Este link já acabou: peça outro no chat, do mesmo jeito que pediu este.
page-others = Esta página é para quem a pediu, no navegador que a abriu primeiro.
page-used = Isso já foi pintado: para fazer outra, peça uma página nova no chat, do mesmo jeito que pediu esta.
page-painted = Está sendo pintado: olhe no chat.
page-title = Que parte deve mudar?
page-hint = Pinte por cima, diga o que deve haver ali e envie.
page-brush = Pincel
page-eraser = Borracha
page-rectangle = Retângulo
page-lasso = Laço
page-size = Tamanho
page-undo = Desfazer
page-redo = Refazer
page-invert = Inverter
page-clear = Limpar
page-closer = Aproximar
page-wider = Afastar
page-picture = A imagem, para pintar por cima
page-keys = Teclas: as setas movem um retângulo e, com Shift, mudam o tamanho; Enter acrescenta, Delete tira. B, E, R, L escolhem a ferramenta, [ e ] o tamanho, + e − o zoom; Espaço e arrastar movem a imagem.
page-words = O que deve haver ali
page-send = Mudar
page-loading = Buscando a imagem …
page-share = { $n } % da imagem escolhidos
page-box = Retângulo: { $x } % da esquerda, { $y } % do alto, { $width } × { $height } %
page-move = Mover
page-shape = Formato
page-shape-same = Como a imagem
page-larger = Tela
page-move-keys = Teclas: as setas movem a imagem, com Shift em passos pequenos; + e − mudam o tamanho da tela. B, E, R, L voltam à pintura.
page-around = O que deve haver em volta
page-send-around = Pintar em volta
page-placed = Tela: { $width } × { $height } % da imagem, que fica a { $x } % da esquerda e a { $y } % do alto
page-script = Esta página precisa de JavaScript. Sem ele, escreva /region, # e o código da imagem, e casas de 1 a 9.
page-trouble = Não deu certo. Tente de novo daqui a pouco.
region-words = Diga também o que deve haver ali: sem palavras só muda uma imagem avulsa do serviço.
region-how = Escreva que parte deve mudar e o que deve haver ali: /region { $name } 1 2 5 a red hat. As casas vão de 1, no alto à esquerda, a 9; ou diga um lugar: top left, edge.
region-how-sent = Envie a imagem mais uma vez e, com ela, que parte deve mudar e o que deve haver ali: /region 1 2 5 a red hat. As casas vão de 1, no alto à esquerda, a 9; ou diga um lugar: top left, edge.
region-no-page = Também daria para pintá-la com o mouse ou o dedo: quem cuida do bot pode configurar isso.
region-unseen = Essa imagem não pode ser buscada daqui, então não se sabe o tamanho dela. Envie a própria imagem.
region-pictures = Vieram { $count } imagens com isso: vale uma, e mais uma como máscara dela, por exemplo: { $usage }
need-reframe = Diga de que tamanho deve ficar: um fator de 1.1 a 4 ou uma proporção como 16:9. Por exemplo: { $usage }
reframe-not-lent = Aqui não dá para pôr uma imagem numa tela maior, porque o serviço não poderia buscá-la neste bot. Quem cuida dele pode configurar isso.
reframe-size = { $typed } não é possível: use um fator de 1.1 a 4 ou uma proporção de 1:3 a 3:1.
reframe-same = Essa imagem já é { $ratio }, não há nada a acrescentar: use outra proporção ou um fator como 1.5.
reframe-far = Com { $size } não sobraria quase nada dessa imagem: use menos.
words-unused = “{ $words }” não serve para isso; escreva, por exemplo: { $usage }

# Comandos
command-imagine = Pintar quatro imagens a partir de um texto
command-blend = Misturar de duas a cinco imagens em uma
command-describe = Achar prompts que pintariam uma imagem
command-shorten = Achar prompts mais curtos que digam o mesmo
command-translate = Dizer um prompt em inglês, que o serviço entende melhor
command-edit = Mudar uma imagem da web
command-region = Mudar uma parte de uma imagem
command-reframe = Pintar mais em volta de uma imagem
command-animate = Transformar uma imagem em clipes curtos
command-extend = Estender um vídeo, com o que deve se mover
command-history = Suas imagens até agora
command-show = Mostrar uma imagem de novo pelo código
command-cancel = Cancelar seu último pedido
command-settings = Idioma, prévias, quem pode usar os botões
command-help = O que este bot sabe fazer
command-task = Consultar tarefas do serviço de imagens
help-head = Digite um comando:
help-tail = Depois use os botões embaixo da imagem: U1 a U4 ampliam uma das quatro, V1 a V4 criam variações dela, Reroll pinta quatro novas.
help-words-ask = Aqui bastam as palavras: um prompt claro é pedido e pintado na hora; no resto, pergunto antes. Dá para mudar em /settings.
help-words-paint = Aqui bastam as palavras: tudo o que você escreve é pedido e pintado na hora. Dá para mudar em /settings.
help-words-ignore = Aqui nada é pintado sem comando. Dá para mudar em /settings.

# Opções dos comandos, onde cada uma é digitada à parte
option-prompt = O que pintar, com opções se quiser; ou # e o código de uma imagem
option-blend-prompt = Mais imagens por # e código ou endereço, e opções como --ar 3:2
option-image = A imagem
option-images = Imagem { $n } como referência
option-link = O endereço https:// de uma imagem, ou # e o código dela, se nenhuma estiver anexada
option-clip = O código de um vídeo com # e a tomada: #7K2M9QXD.2
option-edit-words = O que mudar
option-translate-words = As palavras, em qualquer idioma
option-animate-words = O que deve se mover
option-mask = Uma máscara para a imagem: o branco muda, o preto fica
option-last = A imagem com que o filme termina
option-region = Casas de 1 a 9, ou left, right, top, bottom, middle, edge
option-region-words = O que deve haver ali
option-size = Um fator de 1.1 a 4 ou uma proporção como 16:9
option-reframe-words = O que deve haver em volta
option-code = O código abaixo de uma imagem
option-tasks = IDs de tarefa ou de rastreio, ou códigos, até dez
option-all = Todos os seus pedidos, não só o último
option-setting = Qual configuração; sem nenhuma você vê todas
option-value = Como deve ficar
option-mode = Com que velocidade e por quanto crédito
option-flag = Como --{ $flag } no prompt: { $allowed }
mode-fast = fast: a velocidade normal
mode-relax = relax: mais tarde, por menos crédito
mode-turbo = turbo: mais rápido, por mais crédito
flag-ar = Largura e altura
flag-version = Versão do modelo
flag-niji = Versão do modelo para anime
flag-stylize = Quanto do gosto próprio do Midjourney entra
flag-chaos = Quanto as quatro imagens diferem entre si
flag-weird = O quanto pode ficar estranho
flag-exp = O quanto pode ficar experimental
flag-quality = Quanto trabalho vai para os detalhes
flag-seed = Começar do mesmo ruído: o mesmo número dá uma imagem parecida
flag-stop = Parar de pintar nesta porcentagem
flag-repeat = Quantas grades pintar
flag-no = O que não deve aparecer na imagem, separado por vírgulas
flag-style = Um estilo que esta versão tem
flag-raw = Menos do gosto próprio do Midjourney
flag-tile = Um padrão que se repete sem emendas
flag-draft = Um rascunho rápido
flag-hd = Imagens em 2K
flag-iw = Quanto as imagens contam ao lado das palavras
flag-sref = Um estilo como modelo: um endereço, um código ou random
flag-sw = Quanto esse estilo conta
flag-sv = Versão da referência de estilo
flag-cref = Uma pessoa que deve aparecer: o endereço de uma imagem
flag-cw = Quanto dessa pessoa é mantido
flag-oref = Uma pessoa ou coisa que deve aparecer: o endereço de uma imagem
flag-ow = Quanto disso é mantido
flag-profile = Seus perfis ou moodboards, pelo código
flag-resolution = O tamanho do clipe
flag-motion = Quanto se move no clipe
flag-loop = Um clipe que termina como começa
flag-end = O último quadro do clipe: o endereço de uma imagem
flag-split = Também as quatro imagens uma a uma
flag-video = Um vídeo de como ela foi pintada
flag-public = Mostrar no site do Midjourney
flag-stealth = Não mostrar no site do Midjourney

# What options are called while they are typed: small letters, no blanks
name-prompt = prompt
name-image = imagem{ $n }
name-mask = máscara
name-region = região
name-size = tamanho
name-link = link
name-words = palavras
name-code = código
name-all = todos
name-setting = configuração
name-value = valor
name-mode = modo
name-aspect = proporção
name-version = versão
name-stylize = estilização
name-chaos = caos
name-no = sem
name-style = estilo
name-seed = semente
name-quality = qualidade
name-weird = estranheza
name-personalize = personalização
name-tile = ladrilho
name-draft = rascunho
name-last = última
name-end = fim
name-clip = vídeo
name-resolution = resolução
name-motion = movimento
name-loop = loop
name-tasks = tarefas

# What a button does, in words, and its label where its group is named beside it
place-1 = em cima à esquerda
place-2 = em cima à direita
place-3 = embaixo à esquerda
place-4 = embaixo à direita
hint-upscale = Ampliar a imagem { $n }, { $place }
hint-vary = Variar a imagem { $n }, { $place }
hint-animate = Animar a imagem { $n }, { $place }
hint-piece = Mostrar a imagem { $n } sozinha, { $place }
hint-reroll = Pintar quatro imagens novas com as mesmas palavras
hint-upscale-subtle = Ampliar como está
hint-upscale-creative = Ampliar com novos detalhes
hint-upscale-times = Ampliar { $n } vezes
hint-again = Mais uma vez: { $what }
hint-vary-subtle = Pintar quatro um pouco diferentes
hint-vary-strong = Pintar quatro bem diferentes
hint-region = Mudar uma parte
hint-zoom-out = Afastar { $n } vezes: pintar mais ao redor
hint-zoom-in = Aproximar { $n } vezes
hint-square = Pintar mais dos lados até ficar quadrada
hint-pan-left = Pintar mais à esquerda
hint-pan-right = Pintar mais à direita
hint-pan-up = Pintar mais em cima
hint-pan-down = Pintar mais embaixo
hint-animate-whole = Fazer vídeos que começam com ela
hint-animate-form = Dizer como ela deve se mover e fazer vídeos
hint-extend = Continuar a partir do vídeo { $n }
hint-extend-form = Dizer como o vídeo { $n } continua
short-subtle = Sutil
short-creative = Criativa
short-strong = Forte
short-region = Região
short-square = Quadrada

# On the page of the web chat: pictures, and what is done with them
room-upscale = Ampliar
room-vary = Variar
room-zoom = Zoom
room-pan = Deslocar
room-animate = Animar
room-extend = Estender
room-piece = Uma a uma
room-more = Mais
room-actions = Ações
room-done = já feito
room-picture = Imagem { $n }, { $place }
room-film = Vídeo { $n }
room-prompt = Copiar prompt
room-copied = Copiado
room-reference = Usar como referência
room-download = Baixar
room-link = Copiar link
room-share = Compartilhar
room-large = Ver em tamanho grande
room-previous = Imagem anterior
room-next = Próxima imagem
room-close = Fechar
room-actual = Tamanho real
room-working = Em andamento
room-tools = Com esta imagem
room-skip = Ir para a caixa de texto
room-unfold = Mostrar tudo
room-fold = Mostrar menos
room-reply = Responder
room-source = Feita a partir de
room-keys = J e K passam de uma mensagem a outra; as setas esquerda e direita, dentro de uma mensagem
