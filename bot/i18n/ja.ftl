# カード
card-queued = { $ahead ->
    [0] 次の順番です
   *[other] 順番待ち（前に { $ahead } 件）
}
card-paused = 待機中：このボットのアカウントの残高がなくなりました
card-detached = キャンセルしました。サービス側ではもう止められないため、最後まで作って保存し、使用分として数えます。
card-kept = キャンセルしましたが、完成したのでここに保存してあります。
board-head = { $count } 枚の画像を作成中です
board-more = ほか { $count } 件
card-not-relaxed = 動画に relax はないので fast で作ります
card-left-out = { $flags } はここでは使えないため外しました
card-sending = 注文を送っています
card-started = サービスに届きました。まもなく描き始めます
card-painting = 描いています
card-animating = 撮影しています
card-thinking = 見ています
card-seeking = 接続が切れました。画像を探しています
card-retrying = サービスが混み合っています。まもなくやり直します
card-unsure = ボットの記録を今は安全に保存できません。何も送信されず、料金もかかっていません。まもなく再試行します
card-no-picture = 画像は完成しましたが、このチャットに取り込めませんでした：
card-not-shown = 画像は完成しましたが、このチャットでは表示できません。別のチャットで /show とコードを送ると表示されます。
card-more-buttons = ほかに{ $count }個のボタンがありますが、ここには表示できません。
card-broken = 画像は完成しましたが、このボットでは表示できません。コード { $code } で保管されています：

# 注文の呼び名
order-imagine = 画像作成
order-act = { $label }
order-edit = 編集
order-animate = アニメーション
order-extend = 動画の延長
order-describe = 説明
order-shorten = 短縮
order-translate = 翻訳

# このボットのボタン
button-retry = やり直す
button-cancel = キャンセル
button-show = 表示
button-further = もっと
button-animate = 動かす
button-extend = { $n } を延長
button-original = オリジナル
button-share = 共有
button-forward = 送信先…
button-prompt = プロンプト
button-open = 開く
button-line = 画像作成 { $n }
button-deliver = ここに表示
button-paint = 「{ $words }」を描く
button-change-form = 変更…
button-animate-form = 動かす…
button-extend-form = { $n } を延長…
button-made = 表示する
button-more = もう一つ作る

# フォーム
form-change = 別の言葉で描く
form-animate = 動かす
form-extend = 続きを撮る
form-answer = このメッセージに、使いたい言葉で返信してください。
form-typed = 入力する場合: { $command }
form-dropped = 取りやめました。何も注文されていません。
field-words = 言葉
field-resolution = 解像度
field-speed = 速さ
field-loop = ループ
field-end = 最後の画像: アドレス、または # とコード

# 自分の画像
history-head = あなたの画像（新しい順）：
history-none = ここにはまだあなたの画像がありません。/imagine で作れます。
inline-none = まだ画像がありません：ボットを開く
history-tail = 番号を押すか、/show とコードを入力すると、その画像をもう一度受け取れます。

# 設定
settings-here = このチャットでの設定
settings-private = あなたの設定
settings-language = 言語
settings-choose = 言語を選んでください：
settings-auto = 自動
settings-previews = プレビュー
settings-words = コマンドのない言葉
words-ask = はっきりしないときは確認
words-paint = 描く
words-ignore = 無視
settings-pressers = ボタン
settings-spoiler = スポイラーで隠す
settings-on = オン
settings-off = オフ
settings-channel = ギャラリー
settings-gallery = 「{ button-share }」の投稿先は { $chat } です。変えるには：/settings gallery { $example } または off
settings-no-gallery = 「{ button-share }」の投稿先のチャンネルはまだありません：/settings gallery { $example }
pressers-everyone = 全員
pressers-requester = 注文した人
pressers-admins = 管理者

# うまくいかなかったとき：何が起きたか、料金、どうすればよいか
fault-refused = サービスの審査で断られました。料金はかかっていません。別の言葉で試してください。
fault-bad_request = サービスが注文を理解できませんでした。料金はかかっていません。内容を変えて試してください。
fault-out_of_credit = このボットのアカウントの残高がありません。料金はかかっていません。運営者による補充が必要です。
fault-unauthorized = サービスがこのボットのトークンを受け付けません。料金はかかっていません。運営者による確認が必要です。
fault-misconfigured = このボットのアカウントではできません。料金はかかっていません。運営者による確認が必要です。
fault-too_many = サービスが今とても混み合っています。料金はかかっていません。1 分ほどしてからもう一度どうぞ。
fault-too_large = サービスには大きすぎます。料金はかかっていません。もっと小さいもので試してください。
fault-timed_out = サービスが時間をかけすぎて中断しました。この場合、料金はかかりません。もう一度試せます。
fault-unavailable = サービスにつながらないか、障害が起きました。この場合、料金はかかりません。もう一度試せます。
fault-unreadable = サービスの返事が読み取れませんでした。もう一度試せます。
fault-lost = 注文は送りましたが、サービス側に記録がありません。料金はかかっていないようです。もう一度試せます。
fault-unheard = 注文は送りましたが、結果を長い間サービスに確認できませんでした。もう一度試す前に、運営者が調べられます。
fault-expired = 順番待ちが長すぎたため、取りやめました。料金はかかっていません。もう一度試せます。
fault-not_allowed = このボットはここで{ $right ->
        [photos] 画像を送信
        [videos] 動画を送信
        [files] ファイルを送信
       *[messages] 書き込み
    }できないため、注文も課金もされていません。このチャットの管理者が許可できます。
fault-broken = このボットで問題が発生し、この注文は中止されました。サービスが受け付けた後なら課金されている可能性があります。運営者はコード { $code } で調べられます。
fault-cancelled = キャンセルしました。料金はかかっていません。
fault-failed = サービスが結果を出さずに終わりました。この場合、料金はかかりません。もう一度試せます。
fault-said = サービスからの返事：{ $message }

# 自分で直せること
button-unknown = このボタンはここでは使えません。
form-gone = このフォームはもうありません。フォームは1日だけ保存されます。もう一度ボタンを押してください。
form-not-yours = このフォームは { $name } さんのものです。画像の下のボタンを押すと、あなたのフォームが開きます。
form-impossible = このフォームではそれを選べません。
image-gone = この画像の記録がもうないため、ボタンは使えません。
task-unknown = サービスにもこの画像の記録が残っていないため、ボタンは使えません。同じ言葉でもう一度注文してください。
task-running = まだ描いている途中です。できあがったら表示します。
recall-busy = この画像についてはサービスに問い合わせる必要がありますが、いまほかの人の分を調べています。30秒ほどしてからもう一度お試しください。
recall-away = この画像の記録が失われており、いまはサービスに問い合わせできません。1分ほどしてからもう一度お試しください。
task-nobodys = 誰が注文したものか分からなくなったため、ここでは誰も決められません。
tasks-many = 一度に調べられるのは { $limit } 件までです。
tasks-away = いまは画像サービスに問い合わせできません。1分ほどしてからもう一度お試しください。
deliver-none = このタスクには表示できる結果がありません。
tasks-unknown = { $name }：画像サービスに記録がありません
tasks-id = タスク
tasks-trace = トレース
tasks-pending = 待機中
tasks-running = 処理中 { $n } %
tasks-done = 完了
tasks-failed = 失敗
tasks-made = 作成 { $at } UTC
tasks-took = 作成 { $at } UTC、所要 { $n } 秒
tasks-charged = 料金：{ $amount }
tasks-free = 料金はかかっていません
not-offered = サービスは、この画像ではそれに対応していません。
already-open = それはもう作成中です。
made-already = 「{ $label }」はすでに { $name } さんのために作られています。
made-running = 「{ $label }」は { $name } さんのために作成中です。
cancelled-waiting = キャンセルしました。
cancelled-running = キャンセルしました。もうサービスに届いていて止められません。結果は保存されるので、「{ button-show }」を押すと見られます。
cancel-late = もう完成しています。
show-soon = まもなくここに表示します。
show-none = ここに表示できるものはありません。
not-yours = それができるのは { $name } さんだけです。
not-your-list = このリストは別の人のものです。/history で自分のものが表示されます。
only-admins = それができるのはこのチャットの管理者だけです。
rights-unknown = 今、ここの管理者が誰かを確認できません。少ししてからもう一度試してください。
missing-permissions = このボットはまだこのチャンネルで動けません。足りない権限：{ $permissions }。何も注文されず、料金もかかっていません。サーバーの管理者が許可できます。
not-admitted = このボットは一部の人とチャットだけが使えます。運営者に頼むと使えるようになります。チャットは { $place }、あなたは { $person } です。
cancel-none = ここには、待機中や作成中のあなたの注文はありません。
cancelled-several = キャンセルしました。もうサービスに届いているものは完成させて保存します。その下の「{ button-show }」を押すと見られます。
need-code = どの画像か、コードで書いてください。例：{ $usage }
bad-code = 「{ $typed }」はコードではありません。コードは英数字8文字です。例：{ $usage }
need-tasks = どのタスクか書いてください。例：{ $usage }
need-pictures = 混ぜ合わせる画像を 2～5 枚、1 つのアルバムかアドレスで送ってください。例：{ $usage }
code-unknown = コード { $name } の画像はないか、古すぎてもう記録がありません。
code-no-prompt = コード { $name } は、もう一度使えるプロンプトなしで作られたものです。
code-no-picture = コード { $name } のものは画像ではないため、元にできません。
code-no-clip = コード { $name } のものは、延長できるクリップではありません。
code-no-take = クリップ #{ $name } にテイク { $part } はありません。あるのは { $count } 個です。
code-no-parts = コード { $name } は1枚の画像で、部分はありません。#{ $name } とだけ書いてください。
code-part-unknown = #{ $name } に { $part } 番の部分はありません。部分は1から4までです。
code-gone = コード { $name } の画像は、もうサービスにありません。
code-away = コード { $name } の画像について、いまはサービスに問い合わせできません。1分ほどしてからもう一度お試しください。
no-gallery = 共有先のチャンネルがまだありません。管理者が選べます：/settings gallery { $example }
gallery-not-found = { $name } というチャンネルは、このボットには見つかりません。投稿できる管理者として、ボットをそこに追加してください。
gallery-no-rights = このボットは { $name } に投稿できません。そこで、投稿できる管理者にしてください。
gallery-many = { $name } というチャンネルは複数あります。リンクで選んでください。
gallery-not-yours = そのチャンネルへの共有を設定できるのは、そのチャンネルの管理者だけです。
share-soon = まもなくギャラリーに載ります。
original-soon = ファイルを送っています。
quote-soon = プロンプトを送っています。
given-already = それは少し前に頼まれています。
answers-waiting = 先に頼まれたものがまだ途中です。少し待ってください。
not-brought = 頼まれたものを投稿できませんでした。このボットがそこで何を許可されているか確かめてください。
setting-unknown = { $name } という設定はありません。使える設定：{ $possible }。
setting-impossible = { $name } に { $value } は使えません。使える値：{ $possible }。
quota-person-open = あなたの注文がすでに { $limit } 件、待機中か作成中です。どれかが終わるまでお待ちください。
quota-person-day = 今日の注文 { $limit } 件を使い切りました。UTC の午前 0 時に数え直します。
quota-person-month = 今月のクレジット { $limit } を使い切りました。来月 1 日、UTC の午前 0 時に数え直します。
quota-place-open = ここからの注文がすでに { $limit } 件、待機中か作成中です。どれかが終わるまでお待ちください。
quota-place-day = この場所の今日の注文 { $limit } 件を使い切りました。UTC の午前 0 時に数え直します。
quota-place-month = この場所の今月のクレジット { $limit } を使い切りました。来月 1 日、UTC の午前 0 時に数え直します。
need-public-url = ここではまだ画像を使えません。画像サービスがこのボットから画像を取得できる必要があります。運営者は CHATELIER_PUBLIC_URL か CHATELIER_ACEDATA_PLATFORM_TOKEN を設定できます。
part-not-lent =
    { $kind ->
        [grid] サービスがこのボットから取得できないため、#{ $name } の { $part } 番の部分はここでは切り出せません。その画像の下の U{ $part } を押し、届いた画像のコードを使ってください。
       *[other] サービスがこのボットから取得できないため、#{ $name } の { $part } 番の部分はここでは切り出せません。運営者は CHATELIER_PUBLIC_URL か CHATELIER_ACEDATA_PLATFORM_TOKEN を設定できます。
    }
not-a-picture = 使える画像ではありません。PNG、JPEG、WebP、GIF を送ってください。
file-unusable = 画像として使えるものがないので、何も注文していません。写真、画像ファイル、または動かないスタンプを送ってください。
still-used = 動くものからは静止画だけが使えるので、それを使いました。
picture-format = この種類の画像は読み込めません（{ $format }）。JPEG か PNG で送ってください。
picture-damaged = 画像が壊れていて読み込めません。保存し直すか、別の画像を送ってください。
picture-too-many-pixels = 画像のピクセル数が多すぎます。最大 { $limit } メガピクセルまでです。
words-asked = これを描きますか？ボタンを押すまで何も注文しません。
part-asked = #{ $name } の4枚のうち、どれですか？
words-choice = はっきりしたプロンプトはすぐに描き、/imagine は必ず描きます。/settings で変えられます。
words-gone = 時間がたちすぎました。言葉をもう一度送ってください。
words-forwarded = 転送されたものが注文になることはありません。描いてほしいときは、自分で言葉を送るか、/imagine を使ってください。
picture-too-large = 画像が大きすぎます。最大 { $limit } MB までです。
picture-not-uploaded = 画像を画像サービスに渡せませんでした。少ししてからもう一度試してください。
picture-lost = 画像を取得できませんでした。もう一度送ってください。
picture-elsewhere = その画像は、何度送ってもここからは取得できません。このボットの運営者が直せます。
uploads-busy = すでに { $limit } 枚の画像を受け取っているところです。1 枚が届くまでお待ちください。
uploads-hour = この 1 時間に送られた画像は { $limit } MB で、これが上限です。あとでもう一度試すか、画像の https:// アドレスを書いてください。
upload-not-kept = この画像をここに保存できませんでした。少し待ってからもう一度送ってください。
files-without-command = 画像は /edit や /describe などのコマンドと一緒に送ります。コマンドを書いて、もう一度送ってください。
command-late = 送ってもらったときに留守にしていたので、何も注文していません。まだ必要なら、もう一度送ってください。
command-unknown = /{ $name } というコマンドはありません。/help で一覧が見られます。
command-unknown-near = /{ $name } というコマンドはありません。/{ $near } のことですか？
message-too-long = メッセージが { $length } 文字あります。{ $limit } 文字までです。
store-down = 今このボットの記録につながりません。少ししてから注文が届いたか確かめ、届いていなければもう一度試してください。
fault-internal = このボットで問題が起きました。記録しましたので、もう一度試してください。

# プロンプト
prompt-empty = 何を描くか書いてください。例：/imagine 嵐の中の灯台
prompt-lone_url = 画像 1 枚だけでは足りません。言葉を足すか、混ぜ合わせる 2 枚目の画像を足してください。
prompt-too_long = プロンプトが { $length } 文字あります。{ $limit } 文字までです。
prompt-too_many_urls = プロンプトの先頭に画像が { $count } 枚あります。{ $limit } 枚までです。
prompt-bad_url = { $url } は使えません。画像のアドレスは https:// で始まり、ホスト名があり、ログイン情報を含まないものにしてください。
prompt-stray_url = { $url } は言葉の間にあり、画像には見えません。画像なら先頭に、そうでなければ外してください。
prompt-page_url = { $url } は画像ではなくページです。画像そのもののアドレスを書いてください。
prompt-many = { $asked } は複数のグリッドを一度に求めていますが、一回の注文で描けるのは一つです。一つだけ書いてください。
prompt-unknown_flag = --{ $flag } というパラメーターはありません。{ $nearest ->
    [none] { "" }
   *[other] --{ $nearest } のことですか？
}
prompt-missing_value = --{ $flag } には値が必要です：{ $allowed }。{ $note }
prompt-bad_value = --{ $flag } に { $value } は使えません。使える値：{ $allowed }。{ $note }
prompt-only_films = --{ $flag } は動画用です。/animate を使ってください。
prompt-film_speed = 動画はゆっくりとは作られません。--{ $flag } の代わりに --fast か --turbo と書いてください。
prompt-no_use = --{ $flag } はここでは役に立ちません。外してください。{ $note }
prompt-conflict = { $flag } は { $other } と一緒に使えません。{ $note }
need-picture = どの画像か、https:// のアドレスか # とコードで書いてください。例：{ $usage }
need-clip = どのクリップか、# とコードで指定してください。例: { $usage }
need-words = 画像をどうするか書いてください。例：{ $usage }
need-text = どの文章か書いてください。例：{ $usage }
bad-link = { $link } は https:// で始まる画像のアドレスではありません。例：{ $usage }
link-page = { $link } は画像ではなくページです。画像そのもののアドレスを書いてください。例：{ $usage }
link-login = ログイン情報を含むアドレスは使えません。サービスがそれを知る必要があるためです。例：{ $usage }
pictures-too-many = 画像が { $count } 枚ありますが、使えるのは1枚です。例：{ $usage }
pictures-unused = /{ $name } では画像を使えません。画像なしでコマンドを送ってください。
words-unused = 「{ $words }」はここでは使えません。例：{ $usage }

# コマンド
command-imagine = 文章から画像を 4 枚描きます
command-blend = 2～5 枚の画像を 1 枚に混ぜ合わせます
command-describe = その画像を描けそうなプロンプトを探します
command-shorten = 同じ意味の短いプロンプトを探します
command-translate = プロンプトを英語にします（サービスが一番よく理解する言語です）
command-edit = ウェブ上の画像を描き変えます
command-animate = 画像から短い動画を作ります
command-extend = クリップを延長し、動きを指定する
command-history = これまでのあなたの画像
command-show = コードを使って画像をもう一度表示します
command-cancel = 最後の注文をキャンセルします
command-settings = 言語、プレビュー、ボタンを押せる人
command-help = このボットにできること
command-task = 画像サービスのタスクを調べます
help-head = コマンドを入力してください：
help-tail = そのあと、画像の下のボタンを押してください。U1～U4 は 4 枚のうち 1 枚を拡大し、V1～V4 はそのバリエーションを作り、Reroll は新しく 4 枚描きます。
help-words-ask = ここでは言葉だけで大丈夫です。はっきりしたプロンプトはすぐに注文して描き、それ以外は先に確認します。/settings で変えられます。
help-words-paint = ここでは言葉だけで大丈夫です。書いたものはすべてすぐに注文して描きます。/settings で変えられます。
help-words-ignore = ここではコマンドがなければ何も描きません。/settings で変えられます。

# コマンドのオプション（一つずつ入力するところで）
option-prompt = 描きたいもの（パラメーターも可）。または # と画像のコード
option-blend-prompt = # とコードまたはアドレスで追加の画像、--ar 3:2 のようなパラメーター
option-image = 画像
option-images = 参考にする画像 { $n }
option-link = 画像の https:// アドレス、または # とコード（添付がない場合）
option-clip = # とクリップのコード、テイク番号: #7K2M9QXD.2
option-edit-words = 変えたいところ
option-translate-words = 言葉（どの言語でも）
option-animate-words = 動かしたいもの
option-code = 画像の下にあるコード
option-tasks = タスクID、トレースID、またはコード（10件まで）
option-all = 最後の注文だけでなく、すべての注文
option-setting = どの設定か。空欄ならすべて表示します
option-value = どう設定するか
option-mode = 速さと使うクレジット
option-flag = プロンプトの --{ $flag } と同じ：{ $allowed }
mode-fast = fast：通常の速さ
mode-relax = relax：遅いかわりにクレジットが少なめ
mode-turbo = turbo：速いかわりにクレジットが多め
flag-ar = 横と縦の比率
flag-version = モデルのバージョン
flag-niji = アニメ向けモデルのバージョン
flag-stylize = Midjourney 独自の味つけの強さ
flag-chaos = 4 枚の画像の違いの大きさ
flag-weird = どこまで奇妙にするか
flag-exp = どこまで実験的にするか
flag-quality = 細部にかける手間
flag-seed = ノイズの出発点。同じ数字なら似た画像になります
flag-stop = このパーセントで描くのをやめます
flag-repeat = 描くグリッドの数
flag-no = 画像に入れたくないもの（コンマ区切り）
flag-style = このバージョンにあるスタイル
flag-raw = Midjourney 独自の味つけを控えめに
flag-tile = 継ぎ目なく繰り返せる模様
flag-draft = 手早い下描き
flag-hd = 2K の画像
flag-iw = 言葉に対する画像の重み
flag-sref = 手本にするスタイル：アドレス、コード、または random
flag-sw = そのスタイルの重み
flag-sv = スタイル参照のバージョン
flag-cref = 登場させたい人物：画像のアドレス
flag-cw = その人物をどれだけ残すか
flag-oref = 登場させたい人や物：画像のアドレス
flag-ow = それをどれだけ残すか
flag-profile = プロファイルやムードボードのコード
flag-resolution = 動画の大きさ
flag-motion = 動画の動きの大きさ
flag-loop = 終わりが始まりにつながる動画
flag-end = 動画の最後のコマ：画像のアドレス
flag-video = 描かれる様子の動画
flag-public = Midjourney のサイトで公開する
flag-stealth = Midjourney のサイトで公開しない

# What options are called while they are typed: small letters, no blanks
name-prompt = プロンプト
name-image = 画像{ $n }
name-link = リンク
name-words = 言葉
name-code = コード
name-all = 全部
name-setting = 設定
name-value = 値
name-mode = モード
name-aspect = 縦横比
name-version = バージョン
name-stylize = スタイル化
name-chaos = カオス
name-no = 除外
name-style = スタイル
name-seed = シード
name-quality = 品質
name-weird = 奇妙さ
name-personalize = パーソナライズ
name-tile = タイル
name-draft = 下書き
