# 卡片
card-queued = { $ahead ->
    [0] 下一个就是它
   *[other] 排队中，前面还有 { $ahead } 个
}
card-paused = 等待中：这个机器人的账户余额不足
card-detached = 已取消。服务方已经无法停止，所以会画完并保存，并计入用量。
card-kept = 已取消。不过还是画完了，保存在这里。
board-head = 正在制作 { $count } 张图
board-more = 还有 { $count } 个
card-not-relaxed = 视频没有慢速，按 fast 制作
card-left-out = 已去掉这里无法识别的 { $flags }
card-sending = 正在发送请求
card-started = 服务方已收到，马上开始画
card-painting = 正在画
card-animating = 正在拍
card-thinking = 正在看
card-seeking = 连接断了，正在找回图片
card-retrying = 服务繁忙，稍后自动重试
card-unsure = 机器人的记录暂时无法安全保存：没有发送任何内容，也没有扣费，稍后会重试
card-no-picture = 图片画好了，但没能发到这个聊天里：
card-not-shown = 图片画好了，但这个聊天不接收它。在别的聊天里发送 /show 加它的代码即可看到。
card-more-buttons = 还有 { $count } 个按钮在这里放不下。
card-broken = 图片画好了，但这个机器人无法显示。它以代码 { $code } 保存着：

# 任务的名称
order-imagine = 画图
order-act = { $label }
order-edit = 编辑
order-animate = 动画
order-extend = 延长视频
order-describe = 描述
order-shorten = 精简
order-translate = 翻译

# 我们自己的按钮
button-retry = 重试
button-cancel = 取消
button-show = 显示
button-further = 更多
button-animate = 生成动画
button-extend = 延长 { $n }
button-original = 原图
button-share = 分享
button-forward = 发送到…
button-prompt = 提示词
button-open = 打开
button-line = 画图 { $n }
button-deliver = 在此显示
button-paint = 画“{ $words }”
button-change-form = 修改…
button-animate-form = 生成动画…
button-extend-form = 延长 { $n }…
button-made = 显示它
button-more = 再做一张

# 表单
form-change = 用别的词再画
form-animate = 让它动起来
form-extend = 接着拍
form-answer = 请用您想要的词回复这条消息。
form-typed = 直接输入：{ $command }
form-dropped = 好的，没有下单。
field-words = 词语
field-resolution = 分辨率
field-speed = 速度
field-loop = 循环
field-end = 最后一帧：地址，或 # 加编号

# 个人的图片
history-head = 你的图片，最新的在前：
history-none = 这里还没有你的图片。用 /imagine 画一张吧。
inline-none = 还没有图片：打开机器人
history-tail = 点一个编号，或者输入 /show 和编码，就能再拿到那张图。

# 设置
settings-here = 这个聊天的设置
settings-private = 你的设置
settings-language = 语言
settings-choose = 选择语言：
settings-auto = 自动
settings-previews = 预览
settings-words = 没有命令的文字
words-ask = 不明确时先问
words-paint = 直接画
words-ignore = 忽略
settings-pressers = 按钮
settings-spoiler = 剧透遮罩
settings-on = 开
settings-off = 关
settings-channel = 画廊
settings-gallery = “{ button-share }”会发到 { $chat }。要更改：/settings gallery { $example }，或 off。
settings-no-gallery = “{ button-share }”还没有可发的频道：/settings gallery { $example }
pressers-everyone = 所有人可用
pressers-requester = 发起人可用
pressers-admins = 聊天管理员可用

# 任务失败时：发生了什么、花了多少、该怎么办
fault-refused = 服务方的审核拒绝了这个请求。没有扣费，换个说法试试吧。
fault-bad_request = 服务方没看懂这个请求。没有扣费，改一改再试吧。
fault-out_of_credit = 这个机器人的账户余额不足。没有扣费，需要管理员充值。
fault-unauthorized = 服务方不接受这个机器人的令牌。没有扣费，需要管理员检查。
fault-misconfigured = 这个机器人的账户做不了这件事。没有扣费，需要管理员处理。
fault-too_many = 服务现在太忙了。没有扣费，过一分钟再试吧。
fault-too_large = 这对服务方来说太大了。没有扣费，换个小一点的试试吧。
fault-timed_out = 服务方用时太久，已经放弃。这种情况不扣费，可以再试一次。
fault-unavailable = 服务连接不上或出了故障。这种情况不扣费，可以再试一次。
fault-unreadable = 服务方的回复无法读取。可以再试一次。
fault-lost = 请求已经发出，但服务方查不到它。看起来没有扣费，可以再试一次。
fault-unheard = 请求已经发出，但很长时间都没能向服务方查到结果。再试之前，可以请管理员查一下。
fault-expired = 排队太久，已经放弃。没有扣费，可以再试一次。
fault-not_allowed = 这个机器人不能在这里{ $right ->
        [photos] 发送图片
        [videos] 发送视频
        [files] 发送文件
       *[messages] 发言
    }，所以没有下单，也没有扣费。本聊天的管理员可以允许。
fault-broken = 这个机器人出了问题，放弃了这个订单。如果服务已经收到，可能已经扣费；运营者可以用代码 { $code } 查询。
fault-cancelled = 已取消。没有扣费。
fault-failed = 服务方结束了任务，但没有结果。这种情况不扣费，可以再试一次。
fault-said = 服务方说：{ $message }

# 自己就能解决的问题
button-unknown = 这里不认识这个按钮。
form-gone = 这个表单已经不在了：表单只保留一天。请重新按一次按钮。
form-not-yours = 这个表单是 { $name } 的。按图片下方的按钮，就有您自己的表单。
form-impossible = 这个表单里不能这样选。
image-gone = 这里已经找不到这张图了，所以它的按钮用不了。
task-unknown = 服务那边也没有这张图片的记录了，所以它的按钮用不了。请用原来的文字重新下单。
task-running = 还在画，完成后会显示出来。
recall-busy = 这张图片要向服务查询，现在正在为别人查。请过半分钟再试。
recall-away = 机器人丢失了这张图片的记录，而现在又无法查询服务。请过一分钟再试。
task-nobodys = 已经不知道这是谁下的单，所以在这里没有人可以决定。
tasks-many = 一次最多查 { $limit } 个任务。
tasks-away = 现在无法查询图像服务，请过一分钟再试。
deliver-none = 这个任务没有可显示的结果。
tasks-unknown = { $name }：图像服务没有记录
tasks-id = 任务
tasks-trace = 追踪
tasks-pending = 等待中
tasks-running = 进行中，{ $n } %
tasks-done = 已完成
tasks-failed = 失败
tasks-made = 创建于 { $at } UTC
tasks-took = 创建于 { $at } UTC，用时 { $n } 秒
tasks-charged = 费用：{ $amount }
tasks-free = 没有产生费用
not-offered = 服务方不支持对这张图这样做。
already-open = 这个已经在做了。
made-already = “{ $label }”已经为 { $name } 做过了。
made-running = “{ $label }”正在为 { $name } 制作。
cancelled-waiting = 已取消。
cancelled-running = 已取消。服务方已经收到，无法停止：结果会保存，点“{ button-show }”就能看到。
cancel-late = 已经完成了。
show-soon = 马上会显示在这里。
show-none = 这里没有可以显示的内容。
not-yours = 只有 { $name } 可以这样做。
not-your-list = 这是别人的列表。/history 会显示你自己的。
only-admins = 只有这个聊天的管理员可以这样做。
rights-unknown = 暂时看不到谁是这里的管理员，请稍后再试。
missing-permissions = 此机器人还不能在这个频道工作，缺少权限：{ $permissions }。没有下单，也没有扣费。管理此服务器的人可以授权。
not-admitted = 这个机器人只为部分人和聊天服务。机器人的管理员可以放行：聊天是 { $place }，你是 { $person }。
cancel-none = 这里没有你在排队或制作中的任务。
cancelled-several = 已取消。服务方已经收到的会画完并保存：点它下面的“{ button-show }”就能看到。
need-code = 请用编码指明图片，例如：{ $usage }
bad-code = “{ $typed }”不是编码：编码由八个字母和数字组成，例如：{ $usage }
need-tasks = 请说明要查哪些任务，例如：{ $usage }
need-pictures = 请发送两到五张要混合的图片，放在一个相册里或给出地址，例如：{ $usage }
code-unknown = 没有编码为 { $name } 的图片，或者时间太久了。
code-no-prompt = 编码为 { $name } 的内容没有可以再次使用的提示词。
code-no-picture = 编码为 { $name } 的不是图片，无法用来制作。
code-no-clip = 编号 { $name } 不是可以延长的影片。
code-no-take = 影片 #{ $name } 没有第 { $part } 条：一共 { $count } 条。
code-no-parts = 编码为 { $name } 的是一张完整的图片，没有分图：只写 #{ $name } 即可。
code-part-unknown = #{ $name } 没有第 { $part } 张分图：分图为 1 到 4。
code-gone = 服务端已经没有编码为 { $name } 的图片了。
code-away = 现在无法向服务查询编码为 { $name } 的图片。请过一分钟再试。
no-gallery = 还没有可以分享到的频道。聊天管理员可以选一个：/settings gallery { $example }
gallery-not-found = 这个机器人找不到频道 { $name }。请把机器人加到那里，设为可以发布的频道管理员。
gallery-no-rights = 这个机器人不能在 { $name } 发布。请在那里把它设为可以发布的频道管理员。
gallery-many = 名为 { $name } 的频道不止一个。请用它的链接来选择。
gallery-not-yours = 只有那个频道的管理员可以让图片分享到那里。
share-soon = 马上会出现在画廊里。
original-soon = 文件马上就到。
quote-soon = 提示词马上就到。
given-already = 刚才已经要过了。
answers-waiting = 之前要的内容还在路上，请稍等。
not-brought = 你要的内容没能发布。请检查这个机器人在那里有哪些权限。
setting-unknown = 没有 { $name } 这个设置。可用的设置：{ $possible }。
setting-impossible = { $name } 不能是 { $value }。可用的值：{ $possible }。
quota-person-open = 你已经有 { $limit } 个任务在排队或制作中：请等其中一个完成。
quota-person-day = 你今天的 { $limit } 个任务已经用完。UTC 零点重新计数。
quota-person-month = 你本月的 { $limit } 点额度已经用完。下月一日 UTC 零点重新计数。
quota-place-open = 这里已经有 { $limit } 个任务在排队或制作中：请等其中一个完成。
quota-place-day = 这里今天的 { $limit } 个任务已经用完。UTC 零点重新计数。
quota-place-month = 这里本月的 { $limit } 点额度已经用完。下月一日 UTC 零点重新计数。
need-public-url = 这里还不能使用图片：图像服务需要从这个机器人获取图片。机器人的管理员可以设置 CHATELIER_PUBLIC_URL 或 CHATELIER_ACEDATA_PLATFORM_TOKEN。
part-not-lent =
    { $kind ->
        [grid] 无法在这里裁出 #{ $name } 的第 { $part } 张分图，因为服务无法从这个机器人获取它：请按那张图片下方的 U{ $part }，再使用新图片的编码。
       *[other] 无法在这里裁出 #{ $name } 的第 { $part } 张分图，因为服务无法从这个机器人获取它。机器人的管理员可以设置 CHATELIER_PUBLIC_URL 或 CHATELIER_ACEDATA_PLATFORM_TOKEN。
    }
not-a-picture = 这不是可用的图片：请发送 PNG、JPEG、WebP 或 GIF。
file-unusable = 里面没有可以当作图片使用的内容，所以什么都没有下单：请发送照片、图片文件或不会动的贴纸。
still-used = 会动的内容只能使用它的静态画面，这次用的就是它。
picture-format = 无法读取这种图片（{ $format }）：请用 JPEG 或 PNG 发送。
picture-damaged = 图片已损坏，无法读取。请重新保存，或发送另一张。
picture-too-many-pixels = 图片像素太多：最多 { $limit } 百万像素。
words-asked = 要画这个吗？按下按钮之前不会下单。
part-asked = 指的是 #{ $name } 四张图中的哪一张？
words-choice = 明确的提示词我会马上画，/imagine 总是会画。可以在 /settings 里更改。
words-gone = 时间太久了，请重新发送这些文字。
words-forwarded = 转发的内容从不算作订单。想画它，请自己发送文字，或使用 /imagine。
picture-too-large = 图片太大：最大 { $limit } MB。
picture-not-uploaded = 没能把这张图片交给图像服务，请稍后再试。
picture-lost = 无法获取这张图片，请重新发送。
picture-elsewhere = 无论发送多少次，这里都取不到这张图片。此机器人的管理员可以解决。
uploads-busy = 你已有 { $limit } 张图片正在上传，请等其中一张传完。
uploads-hour = 过去一小时你已发送 { $limit } MB 图片，这是上限。请稍后再试，或写出图片的 https:// 地址。
upload-not-kept = 这张图片无法保存在这里，请稍后重新发送。
files-without-command = 图片要和命令一起发送，例如 /edit 或 /describe：请写上命令，再发送一次。
command-late = 你发消息时我不在线，所以什么都没有下单。如果还需要，请再发一次。
command-unknown = 没有 /{ $name } 这个命令。/help 会列出所有命令。
command-unknown-near = 没有 /{ $name } 这个命令。你是想用 /{ $near } 吗？
message-too-long = 这条消息有 { $length } 个字符，最多 { $limit } 个。
store-down = 暂时无法访问这个机器人的记录。请稍后看看请求是否已被接受，如果没有就再试一次。
fault-internal = 这个机器人出了点问题，已经记录下来，请再试一次。

# 提示词
prompt-empty = 告诉我画什么，例如：/imagine 暴风雨中的灯塔
prompt-lone_url = 只有一张图还不够：加几个字，或者再加一张图来混合。
prompt-too_long = 这段提示词有 { $length } 个字符，最多 { $limit } 个。
prompt-too_many_urls = 这段提示词开头有 { $count } 张图，最多 { $limit } 张。
prompt-bad_url = { $url } 用不了：图片地址必须以 https:// 开头，写明主机，且不含登录信息。
prompt-stray_url = { $url } 夹在文字中间，看起来不是图片。如果是图片，请放在最前面；如果不是，请去掉。
prompt-page_url = { $url } 是网页而不是图片：请写图片本身的地址。
prompt-many = { $asked } 一次要求多组图，而一个订单只画一组：请只写其中一个。
prompt-unknown_flag = 没有 --{ $flag } 这个参数。{ $nearest ->
    [none] { "" }
   *[other] 你是想用 --{ $nearest } 吗？
}
prompt-missing_value = --{ $flag } 需要一个值：{ $allowed }。{ $note }
prompt-bad_value = --{ $flag } 不能是 { $value }。可用的值：{ $allowed }。{ $note }
prompt-only_films = --{ $flag } 用于视频：请用 /animate。
prompt-film_speed = 视频没有慢速：请写 --fast 或 --turbo，不要写 --{ $flag }。
prompt-no_use = --{ $flag } 在这里没有用：请去掉。{ $note }
prompt-conflict = { $flag } 不能和 { $other } 一起用。{ $note }
need-picture = 请指明图片：一个 https:// 地址，或 # 加图片编码，例如：{ $usage }
need-clip = 请用 # 加编号说明是哪段影片，例如：{ $usage }
need-words = 请说明要对图片做什么，例如：{ $usage }
need-text = 请给出文字，例如：{ $usage }
bad-link = { $link } 不是 https:// 开头的图片地址。可以这样写：{ $usage }
link-page = { $link } 是网页而不是图片。请写图片本身的地址，例如：{ $usage }
link-login = 带有登录信息的地址不能使用：服务将不得不知道它。可以这样写：{ $usage }
pictures-too-many = 收到了 { $count } 张图片，而这里只用一张，例如：{ $usage }
pictures-unused = /{ $name } 不能使用图片：请不带图片发送这个命令。
words-unused = “{ $words }”在这里用不上；可以这样写：{ $usage }

# 命令
command-imagine = 根据文字画四张图
command-blend = 把两到五张图混合成一张
command-describe = 找出能画出某张图的提示词
command-shorten = 找出意思相同但更短的提示词
command-translate = 把提示词译成英文，服务最懂英文
command-edit = 修改网上的一张图
command-animate = 把一张图变成几段短片
command-extend = 接着一段影片拍，并说明要动什么
command-history = 你到目前为止的图片
command-show = 用编码再次显示一张图
command-cancel = 取消你最近的任务
command-settings = 语言、预览、谁可以点按钮
command-help = 这个机器人能做什么
command-task = 查询图像服务的任务
help-head = 输入命令：
help-tail = 然后点图片下面的按钮：U1 到 U4 放大四张中的一张，V1 到 V4 生成它的变体，Reroll 重新画四张。
help-words-ask = 在这里只写文字就行：明确的提示词会马上下单并绘制，其他的我会先问。可以在 /settings 里更改。
help-words-paint = 在这里只写文字就行：你写的一切都会马上下单并绘制。可以在 /settings 里更改。
help-words-ignore = 在这里没有命令就不会画任何东西。可以在 /settings 里更改。

# 命令的选项（逐个填写时）
option-prompt = 要画什么，也可以带参数；或者 # 加图片的编码
option-blend-prompt = 用 # 加编码或地址添加更多图片，以及 --ar 3:2 这样的参数
option-image = 图片
option-images = 参考图 { $n }
option-link = 图片的 https:// 地址，或 # 加编码（没有附图时）
option-clip = # 加影片编号和第几条：#7K2M9QXD.2
option-edit-words = 要改什么
option-translate-words = 要翻译的话，任何语言都行
option-animate-words = 要让什么动起来
option-code = 图片下方的编码
option-tasks = 任务 ID、追踪 ID 或编码，最多十个
option-all = 你的全部任务，而不只是最近一个
option-setting = 哪一项设置；不填则全部显示
option-value = 要改成什么
option-mode = 多快，用多少额度
option-flag = 相当于提示词里的 --{ $flag }：{ $allowed }
mode-fast = fast：正常速度
mode-relax = relax：较慢，用的额度较少
mode-turbo = turbo：更快，用的额度更多
flag-ar = 宽高比
flag-version = 模型版本
flag-niji = 动漫模型的版本
flag-stylize = 加入多少 Midjourney 自己的风格
flag-chaos = 四张图之间差别多大
flag-weird = 可以有多怪异
flag-exp = 可以有多实验性
flag-quality = 在细节上花多少功夫
flag-seed = 从相同的噪声开始：同一个数字会得到相似的图
flag-stop = 画到百分之多少时停下
flag-repeat = 画几组图
flag-no = 图里不要出现的东西，用逗号分开
flag-style = 这个版本自带的风格
flag-raw = 少一些 Midjourney 自己的风格
flag-tile = 可以无缝拼接的图案
flag-draft = 快速草稿
flag-hd = 2K 图片
flag-iw = 图片相对于文字的权重
flag-sref = 要参考的风格：地址、代码或 random
flag-sw = 这种风格的权重
flag-sv = 风格参考的版本
flag-cref = 要出现的人物：图片的地址
flag-cw = 保留多少人物特征
flag-oref = 要出现的人或物：图片的地址
flag-ow = 保留多少原样
flag-profile = 你的个人档案或情绪板的代码
flag-resolution = 短片的尺寸
flag-motion = 短片的动作幅度
flag-loop = 首尾相接的短片
flag-end = 短片的最后一帧：图片的地址
flag-video = 绘制过程的视频
flag-public = 在 Midjourney 网站上公开
flag-stealth = 不在 Midjourney 网站上公开

# What options are called while they are typed: small letters, no blanks
name-prompt = 提示词
name-image = 图片{ $n }
name-link = 链接
name-words = 文字
name-code = 编码
name-all = 全部
name-setting = 设置
name-value = 值
name-mode = 模式
name-aspect = 比例
name-version = 版本
name-stylize = 风格化
name-chaos = 混乱
name-no = 排除
name-style = 风格
name-seed = 种子
name-quality = 质量
name-weird = 怪异
name-personalize = 个性化
name-tile = 平铺
name-draft = 草稿
