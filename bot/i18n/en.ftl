# Cards
card-queued = { $ahead ->
    [0] Next in line
    [one] Waiting, one ahead
   *[other] Waiting, { $ahead } ahead
}
card-paused = Waiting: the account of this bot is out of credit
card-detached = Cancelled. The service cannot stop it any more, so it is finished and kept, and counts as used.
card-kept = Cancelled. It was finished all the same and is kept here.
board-head = { $count ->
    [one] One picture is on its way
   *[other] { $count } pictures are on their way
}
board-more = and { $count } more
card-not-relaxed = made fast, since films are never made slowly
card-left-out = without { $flags }, which is not known here
card-translated = translated by the service
card-sending = Sending the order
card-started = The service has it, painting starts soon
card-painting = Painting
card-animating = Filming
card-thinking = Looking
card-seeking = The connection was lost; looking for the picture
card-retrying = The service is busy, trying again soon
card-unsure = The bot's records are not safe just now, so nothing was sent and nothing is charged; trying again soon
card-no-picture = The picture is finished, but it could not be fetched for this chat:
card-not-shown = The picture is finished, but this chat does not take it. In another chat, /show and its code bring it.
card-more-buttons = { $count ->
    [one] One more button has no room here.
   *[other] { $count } more buttons have no room here.
}
card-broken = The picture is finished, but this bot cannot show it. It is kept under the code { $code }:

# What a job is called
order-imagine = Imagine
order-act = { $label }
order-edit = Edit
order-reframe = Reframe
order-animate = Animate
order-extend = Extend video
order-describe = Describe
order-shorten = Shorten
order-translate = Translate
order-seed = Seed

# Buttons of our own
button-retry = Retry
button-cancel = Cancel
button-show = Show
button-further = More
button-animate = Animate
button-region = Region
button-extend = Extend { $n }
button-original = Original
button-share = Share
button-forward = Send to…
button-prompt = Prompt
button-open = Open
button-line = Imagine { $n }
button-deliver = Deliver here
button-details = Details
button-seed = Seed
button-seeded = Imagine with this seed
button-copy = Copy
button-copy-task = Copy task id
button-copy-trace = Copy trace id
button-album = All { $n }
button-describe = Describe
button-lines = All
button-paint = Paint “{ $words }”
button-talk = Change it: “{ $words }”
button-change-form = Change…
button-animate-form = Animate…
button-extend-form = Extend { $n }…
button-reframe-form = Reframe…
button-edit-form = Edit…
button-made = Show it
button-more = Make another

# Forms
form-change = Paint it with other words
form-animate = Set it moving
form-extend = Go on with it
form-reframe = Paint more around it
form-edit = Change something in this picture
form-answer = Answer this message with the words you want.
form-answer-picture = A picture that answers it is the last one.
form-typed = Typed: { $command }
form-dropped = Never mind: nothing was ordered.
field-words = Words
field-resolution = Resolution
field-speed = Speed
field-loop = Loop
field-size = Size
field-part = Which of the four
field-last = Last picture
field-last-typed = Or write --end and # with its code among the words

# A person's pictures
history-head = Your pictures, newest first:
history-none = There is no picture of yours here yet. /imagine makes one.
inline-none = No picture yet: open the bot
history-tail = Press a number, or type /show and a code, to have one again.

# Settings
settings-here = How things are done in this chat
settings-private = Your settings
settings-language = Language
settings-choose = Choose a language:
settings-auto = automatic
settings-previews = Previews
settings-words = Words without a command
words-ask = ask when unclear
words-paint = paint
words-ignore = ignore
settings-translate = Translate prompts
translate-auto = when not in Latin letters
settings-talk = Answers to pictures
settings-pressers = Buttons
settings-spoiler = Spoiler cover
settings-on = on
settings-off = off
settings-channel = Gallery
settings-gallery = Share posts to { $chat }. To change that: /settings gallery { $example }, or off.
settings-no-gallery = Share posts to no channel yet: /settings gallery { $example }
pressers-everyone = for everyone
pressers-requester = for who asked
pressers-admins = for admins

# How a job can end badly. Each says what happened, what it cost, and what to do.
fault-refused = The service's moderators refused this. Nothing was charged; try other words.
fault-bad_request = The service did not understand the order. Nothing was charged; change it and try again.
fault-out_of_credit = The account of this bot is out of credit. Nothing was charged; its operator must top it up.
fault-unauthorized = The service does not accept this bot's token. Nothing was charged; its operator must check it.
fault-misconfigured = This bot's account cannot do that. Nothing was charged; its operator must look into it.
fault-too_many = The service is too busy just now. Nothing was charged; try again in a minute.
fault-too_large = That is too large for the service. Nothing was charged; try something smaller.
fault-timed_out = The service took too long and gave up. It does not charge for that; you can try again.
fault-unavailable = The service could not be reached or had a fault. It does not charge for that; you can try again.
fault-unreadable = The service answered with something that cannot be read. You can try again.
fault-lost = The order was sent, but the service does not know of it. It does not seem to have been charged; you can try again.
fault-unheard = The order was sent, but for a long time the service could not be asked what became of it. Its operator can look it up before you try again.
fault-expired = It waited too long for its turn and was given up. Nothing was charged; you can try again.
fault-not_allowed = This bot may not { $right ->
        [photos] send pictures
        [videos] send videos
        [files] send files
       *[messages] write
    } here, so nothing was ordered and nothing was charged. An admin of this chat can allow it.
fault-broken = Something went wrong in this bot and it gave this order up. If the service had it already, it may have been charged; its operator can look it up by the code { $code }.
fault-cancelled = Cancelled. Nothing was charged.
fault-mask_gone = What was chosen of the picture is not kept any more. Nothing was charged; choose it anew with /region.
fault-failed = The service ended without a result. It does not charge for that; you can try again.
fault-said = The service says: { $message }

# What a person can mend
button-unknown = This button is not known here.
form-gone = This form is not here any more: forms are kept for a day. Press the button anew.
form-not-yours = This form belongs to { $name }. Press the button below the picture to get one of your own.
form-impossible = That cannot be chosen in this form.
form-pictures = { $most ->
    [0] This form takes no picture.
   *[other] This form takes one picture, the last one: please send one.
}
image-gone = This picture is not known here any more, so its buttons cannot work.
task-unknown = The service does not know this picture any more, so its buttons cannot work. Order it anew with its words.
task-running = It is still being painted. It will be shown when it is finished.
recall-busy = This bot has to ask the service about that picture and is doing so for others. Please try again in half a minute.
recall-away = This bot has lost its record of that picture, and the service cannot be asked just now. Please try again in a minute.
task-nobodys = It is not known any more who ordered this, so nobody can decide about it here.
tasks-many = No more than { $limit } tasks at once.
tasks-away = The image service cannot be asked just now. Please try again in a minute.
deliver-none = That task has no result to show.
tasks-unknown = { $name }: the image service does not know it
tasks-id = Task
tasks-trace = Trace
tasks-pending = waits
tasks-running = at work, { $n } %
tasks-done = done
tasks-failed = failed
tasks-made = Made { $at } UTC
tasks-took = Made { $at } UTC, took { $n } s
tasks-charged = Charged: { $amount }
tasks-free = Nothing was charged
not-offered = The service does not offer that for this picture.
details-speeds = What follows can also be made at another speed:
details-at = At the speed { $mode }:
lines-ordered = { $n } of { $count } ordered.
lines-already = All of them were ordered before.
already-open = That is being made already.
made-already = “{ $label }” was made before, for { $name }.
made-running = “{ $label }” is being made already, for { $name }.
cancelled-waiting = Cancelled.
cancelled-running = Cancelled. The service has it already and cannot stop it: the result is kept, press Show to see it.
cancel-late = It is finished already.
show-soon = It will be shown here.
show-none = There is nothing to show here.
not-yours = Only { $name } can do that.
not-your-list = That list is somebody else's. /history shows yours.
only-admins = Only an admin of this chat can do that.
rights-unknown = It cannot be seen just now who is an admin here. Please try again in a moment.
missing-permissions = This bot may not work in this channel yet. It lacks: { $permissions }. Nothing was ordered and nothing was charged. Whoever manages this server can allow it.
not-admitted = This bot works for some people and chats only. Its operator can let you in: the chat is { $place }, you are { $person }.
cancel-none = Nothing of yours is waiting or being painted here.
cancelled-several = Cancelled. What the service has already is finished and kept: press Show below it to see it.
need-code = Say which picture, by its code, for example: { $usage }
bad-code = “{ $typed }” is no code: a code has eight letters and digits, for example: { $usage }
need-tasks = Say which tasks, for example: { $usage }
need-pictures = Send two to five pictures to blend, as one album or by their addresses, for example: { $usage }
code-unknown = No picture has the code { $name }, or it was too long ago.
code-no-prompt = What has the code { $name } was made without a prompt that could be used again.
code-no-picture = What has the code { $name } is no picture, so nothing can be made of it.
code-no-clip = What has the code { $name } is no clip that can be extended.
code-no-take = The clip #{ $name } has no take { $part }: it has { $count }.
code-no-parts = What has the code { $name } is one picture without parts: write #{ $name } alone.
code-needs-part = #{ $name } shows four pictures: name one of them, #{ $name }.1 to #{ $name }.4.
code-part-unknown = #{ $name } has no part { $part }: there are parts 1 to 4.
code-gone = The service does not have the picture with the code { $name } any more.
code-away = The service cannot be asked for the picture with the code { $name } just now. Please try again in a minute.
no-gallery = There is no channel to share to yet. An admin can choose one: /settings gallery { $example }
gallery-not-found = There is no channel { $name } that this bot knows. Add it there as an admin who may post.
gallery-no-rights = This bot may not post in { $name }. Make it an admin there who may post.
gallery-many = There is more than one channel { $name }. Choose it by its link.
gallery-not-yours = Only an admin of that channel can have pictures shared to it.
share-soon = It will be in the gallery in a moment.
original-soon = The file is on its way.
quote-soon = The prompt is on its way.
details-soon = More about it is on its way.
album-soon = All takes are on their way.
piece-soon = The picture is on its way.
given-already = That was asked for a moment ago.
answers-waiting = What you asked for before is still on its way. Please wait a moment.
not-brought = What you asked for could not be posted. Check what this bot may do there.
setting-unknown = There is no setting { $name }. There are: { $possible }.
setting-impossible = { $name } cannot be { $value }. Possible: { $possible }.
quota-person-open = You have { $limit } orders waiting or being painted already: please wait for one of them.
quota-person-day = You have had your { $limit } orders for today. The count begins anew at midnight UTC.
quota-person-month = You have used your { $limit } credits for this month. The count begins anew on the first, at midnight UTC.
quota-place-open = { $limit } orders from here are waiting or being painted already: please wait for one of them.
quota-place-day = The { $limit } orders for today in this place are used up. The count begins anew at midnight UTC.
quota-place-month = The { $limit } credits for this month in this place are used up. The count begins anew on the first, at midnight UTC.
need-public-url = Pictures cannot be used here yet: the image service has to fetch them from this bot. Nothing was ordered; its operator can set that up.
part-not-lent =
    { $kind ->
        [grid] Part { $part } of #{ $name } cannot be cut out here, since the service could not fetch it from this bot: press U{ $part } below that picture, and use the code of what comes.
       *[other] Part { $part } of #{ $name } cannot be cut out here, since the service could not fetch it from this bot. Its operator can set that up.
    }
not-a-picture = That is not a picture that can be used: send a PNG, JPEG, WebP or GIF.
file-unusable = That holds nothing that can be used as a picture, so nothing was ordered: send a photo, an image file or a sticker that does not move.
still-used = Of what moves, only its still picture can be used, and it was.
picture-format = That is a picture of a kind that cannot be read here ({ $format }): send it as a JPEG or PNG.
picture-damaged = That picture is damaged and cannot be read. Please save it again, or send another.
picture-too-many-pixels = That picture has too many pixels: at most { $limit } million are possible.
words-asked = Shall I paint that? Nothing is ordered until you press the button.
part-asked = Which of the four pictures of #{ $name } is meant?
words-choice = Clear prompts I paint at once, and /imagine always. /settings has it otherwise.
talk-asked = Shall I change that picture so? Nothing is ordered until you press the button.
talk-told = Words that answer a picture of mine change it: that is an edit, and costs as much as /edit. If you do not want that: /settings talk off
talk-off = Here words that answer a picture change nothing. An admin can switch that on: /settings talk on
talk-off-own = Words that answer a picture change nothing, since you have it so, and nothing was ordered. To switch that on: /settings talk on
talk-lost = I have no record of that picture any more, so nothing was ordered. A button below it brings it back. For a new one use /imagine.
talk-pictures = The picture that came along is not used, and nothing was ordered: words that answer #{ $name } change that picture alone. For another one use a command, such as /imagine or /edit.
talk-film = #{ $name } is a film, and words do not change it. To go on with it press Extend below it, or type: /extend #{ $name }.1 and your words
talk-text = That message has no picture that words could change. To have something painted, use /imagine.
talk-failed = Nothing came of that order, so there is no picture to change. Press the button below it to try again.
talk-running = That picture is not finished yet. Answer it when it is.
talk-hidden = That order was cancelled, so its picture is not shown there. Press Show below it first.
words-gone = That was too long ago. Send the words again.
words-forwarded = What you forward is never an order. To have it painted, send the words yourself, or with /imagine.
picture-too-large = That picture is too large: at most { $limit } MB are possible.
picture-not-uploaded = That picture could not be handed to the image service. Please try again in a moment.
picture-lost = That picture could not be fetched. Please send it again.
picture-elsewhere = That picture cannot be reached from here, however often it is sent. The operator of this bot can mend that.
uploads-busy = { $limit } pictures of yours are on their way here already. Please wait until one has come.
uploads-hour = You have sent { $limit } MB of pictures in the last hour, and that is as much as is possible. Please try again later, or name a picture by its https:// address.
uploads-full = Too many pictures are on their way here from everybody at the moment. Please try again later, or name a picture by its https:// address.
upload-not-kept = That picture could not be kept here. Please send it again in a moment.
files-without-command = Pictures go along with a command, such as /edit or /describe: write which, and send them again.
command-late = I was away when you wrote that, so nothing was ordered. Send it again if you still want it.
command-unknown = There is no command /{ $name }. /help lists them.
command-unknown-near = There is no command /{ $name }. Did you mean /{ $near }?
message-too-long = That is { $length } characters long; at most { $limit } are possible.
store-down = The records of this bot cannot be reached just now. Please look in a moment whether it was taken, and try again if not.
fault-internal = Something went wrong in this bot. It was noted; please try again.

# Prompts
prompt-empty = Say what to paint, for example: /imagine a lighthouse in a storm
prompt-lone_url = One picture alone is not enough: add some words, or a second picture to blend it with.
prompt-too_long = That prompt is { $length } characters long; at most { $limit } are possible.
prompt-too_many_urls = That prompt begins with { $count } pictures; at most { $limit } are possible.
prompt-bad_url = { $url } cannot be used: addresses of pictures must begin with https://, name a host and hold no login.
prompt-stray_url = { $url } stands among the words and does not look like a picture. If it is one, put it first; if not, leave it out.
prompt-page_url = { $url } is a page and no picture: write the address of the picture itself.
prompt-many = { $asked } asks for several grids at once, and one order paints one: write one of them.
prompt-unknown_flag = There is no flag --{ $flag }.{ $nearest ->
    [none] { "" }
   *[other] { " " }Did you mean --{ $nearest }?
}
prompt-missing_value = --{ $flag } needs a value: { $allowed }. { $note }
prompt-bad_value = --{ $flag } cannot be { $value }. Possible: { $allowed }. { $note }
prompt-only_films = --{ $flag } belongs to films: use /animate.
prompt-film_speed = Films are not made slowly: write --fast or --turbo instead of --{ $flag }.
prompt-no_use = --{ $flag } is of no use here: leave it out. { $note }
prompt-conflict = { $flag } does not go together with { $other }. { $note }
need-picture = Say which picture: an https:// address, or # and the code of one, for example: { $usage }
need-clip = Say which clip, by # and its code, for example: { $usage }
need-words = Say what to do with the picture, for example: { $usage }
need-text = Say which text, for example: { $usage }
bad-link = { $link } is not an https:// address of a picture. Write, for example: { $usage }
link-page = { $link } is a page and no picture. Write the address of the picture itself, for example: { $usage }
link-login = An address with a login in it cannot be used: the service would have to know it. Write, for example: { $usage }
pictures-too-many = { $count } pictures came with that, and it takes one, for example: { $usage }
pictures-unused = No picture can be used with /{ $name }: send the command without one.
quoted-unused = The picture that you answered is not used by /{ $name }: attach the one that the film is to end with, or send the command by itself.
options-either = Give { $one } or { $other }, not both.
mask-empty = Nothing is chosen: what is to change has to be white in the mask.
mask-full = That is the whole picture: use Vary (Strong), or /edit.
mask-fine = There are too many small spots in that mask: paint it with broader strokes.
mask-ratio = That mask has another shape than the picture: { $width }×{ $height } pixels instead of { $wanted_width }×{ $wanted_height }.
mask-no-picture = That mask is no picture that can be read: send it as a PNG or JPEG.
mask-too-large = That mask is too large: at most { $limit } MB are possible.
mask-gone = What was chosen of the picture is kept for two days only: choose it anew with /region.
button-page = Paint it
button-page-part = Part { $n }
page-ended = This link has ended: ask for a new one in the chat, the way you asked for this.
page-others = This page is for whoever asked for it, in the browser that opened it first.
page-used = That was painted already: for another one, ask in the chat the way you asked for this.
page-painted = It is being painted: look into the chat.
page-title = Which part is to change?
page-hint = Paint over it, say what is to be there, and send it.
page-brush = Brush
page-eraser = Eraser
page-rectangle = Rectangle
page-lasso = Lasso
page-size = Size
page-undo = Undo
page-redo = Redo
page-invert = Invert
page-clear = Clear
page-closer = Closer
page-wider = Wider
page-picture = The picture, to be painted on
page-keys = Keys: arrows move a rectangle, with Shift they size it; Enter adds it, Delete takes it away. B, E, R, L choose a tool, [ and ] its size, + and − zoom, Space and dragging move the picture.
page-words = What is to be there
page-send = Change it
page-loading = Fetching the picture …
page-share = { $n } % of the picture is chosen
page-box = Rectangle: { $x } % from the left, { $y } % from the top, { $width } × { $height } %
page-move = Move
page-shape = Shape
page-shape-same = As it is
page-larger = Canvas
page-move-keys = Keys: arrows move the picture, with Shift in small steps; + and − size the canvas. B, E, R, L go back to painting.
page-around = What is to be around it
page-send-around = Paint around it
page-placed = Canvas: { $width } × { $height } % of the picture, which lies { $x } % from its left and { $y } % from its top
page-script = This page needs JavaScript. Without it, type /region, # and the code of the picture, and fields from 1 to 9.
page-trouble = That did not work. Please try again in a moment.
need-region = Say which part is to change: fields from 1 at the top left to 9, or left, right, top, bottom, middle, edge; or attach a mask that is white there. For example: { $usage }
region-words = Say also what is to be there: only a single picture of the service changes without words.
region-how = Type which part is to change, and what is to be there: /region { $name } 1 2 5 a red hat. Fields go from 1 at the top left to 9; or say a place, such as top left or edge.
region-how-sent = Send the picture once more, and with it which part is to change and what is to be there: /region 1 2 5 a red hat. Fields go from 1 at the top left to 9; or say a place, such as top left or edge.
region-no-page = It could be painted, too, by mouse or finger: the bot's operator can set that up.
region-unseen = That picture cannot be fetched from here, so its size is not known. Please send the picture itself.
region-pictures = { $count } pictures came with that: it takes one, and one more as its mask, for example: { $usage }
need-reframe = Say how large it is to be: a factor from 1.1 to 4, or a ratio such as 16:9. For example: { $usage }
reframe-not-lent = A picture cannot be put on a larger canvas here, since the service could not fetch it from this bot. Its operator can set that up.
reframe-size = { $typed } is not possible: take a factor from 1.1 to 4, or a ratio from 1:3 to 3:1.
reframe-same = That picture is { $ratio } already, so there is nothing to add: take another ratio, or a factor such as 1.5.
reframe-far = With { $size } hardly anything would be left of that picture: take less.
words-unused = “{ $words }” cannot be used for that; write, for example: { $usage }

# Commands
command-imagine = Paint four pictures from a text
command-blend = Blend two to five pictures into one
command-describe = Find prompts that would paint a picture
command-shorten = Find shorter prompts that say the same
command-translate = Say a prompt in English, which the service understands best
command-edit = Change a picture from the web
command-region = Change a part of a picture
command-reframe = Paint more around a picture
command-animate = Turn a picture into short clips
command-extend = Go on from a clip, with what should move
command-history = Your pictures so far
command-show = Show a picture again by its code
command-cancel = Cancel your last order
command-settings = Language, previews, who may press buttons
command-help = What this bot can do
command-task = Look up tasks of the image service
help-head = Type a command:
help-tail = Then press the buttons under a picture: U1 to U4 enlarge one of the four, V1 to V4 vary it, Reroll paints four new ones.
help-words-ask = Here words alone will do: a clear prompt is ordered and painted at once, and for anything else I ask first. /settings has it otherwise.
help-words-paint = Here words alone will do: whatever you write is ordered and painted at once. /settings has it otherwise.
help-words-ignore = Here nothing is painted without a command. /settings has it otherwise.

# Options of commands, where each is typed by itself
option-prompt = What to paint, with flags if you like; or # and the code of a picture
option-blend-prompt = Further pictures by # and code or address, and flags such as --ar 3:2
option-image = The picture
option-images = Picture { $n } to go by
option-link = The https:// address of a picture, or # and its code, if none is attached
option-clip = The code of a clip with # and its take: #7K2M9QXD.2
option-edit-words = What to change
option-translate-words = The words, in any language
option-animate-words = What should move
option-mask = A mask for the picture: white is to change, black stays
option-last = The picture that the film ends with
option-region = Fields 1 to 9, or left, right, top, bottom, middle, edge
option-region-words = What is to be there
option-size = A factor from 1.1 to 4, or a ratio such as 16:9
option-reframe-words = What is to be around it
option-code = The code below a picture
option-tasks = Task ids, trace ids or codes, up to ten
option-all = All of your orders, not just the last one
option-setting = Which setting; without one you see them all
option-value = What it is to be
option-mode = How fast, and for how much credit
option-flag = As --{ $flag } in the prompt: { $allowed }
mode-fast = fast: the usual speed
mode-relax = relax: later, for less credit
mode-turbo = turbo: sooner, for more credit
flag-ar = Width to height
flag-version = Version of the model
flag-niji = Version of the model for anime
flag-stylize = How much of Midjourney's own taste goes in
flag-chaos = How different the four pictures are
flag-weird = How strange it may get
flag-exp = How experimental it may get
flag-quality = How much work goes into the details
flag-seed = Begin from the same noise: the same number gives a similar picture
flag-stop = Stop painting at so many percent
flag-repeat = How many grids to paint
flag-no = What shall not be in the picture, separated by commas
flag-style = A style that this version has
flag-raw = Less of Midjourney's own taste
flag-tile = A pattern that repeats without seams
flag-draft = A quick draft
flag-hd = Pictures in 2K
flag-iw = How much the pictures count beside the words
flag-sref = A style to go by: an address, a code, or random
flag-sw = How much that style counts
flag-sv = Version of the style reference
flag-cref = A person to show: the address of a picture
flag-cw = How much of that person is kept
flag-oref = A person or thing to show: the address of a picture
flag-ow = How much of it is kept
flag-profile = Your profiles or moodboards, by code
flag-resolution = How large the clip is
flag-motion = How much moves in the clip
flag-loop = A clip that ends as it begins
flag-end = The last frame of the clip: the address of a picture
flag-split = The four pictures one by one, too
flag-video = A video of how it was painted
flag-public = Show it on Midjourney's website
flag-stealth = Keep it off Midjourney's website

# What options are called while they are typed: small letters, no blanks
name-prompt = prompt
name-image = image{ $n }
name-mask = mask
name-region = region
name-size = size
name-link = link
name-words = words
name-code = code
name-all = all
name-setting = setting
name-value = value
name-mode = mode
name-aspect = aspect
name-version = version
name-stylize = stylize
name-chaos = chaos
name-no = no
name-style = style
name-seed = seed
name-quality = quality
name-weird = weird
name-personalize = personalize
name-tile = tile
name-draft = draft
name-last = last
name-end = end
name-clip = clip
name-resolution = resolution
name-motion = motion
name-loop = loop
name-tasks = tasks
