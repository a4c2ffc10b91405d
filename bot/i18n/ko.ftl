# 카드
card-queued = { $ahead ->
    [0] 다음 차례예요
   *[other] 기다리는 중, 앞에 { $ahead }개
}
card-paused = 기다리는 중: 이 봇 계정의 크레딧이 떨어졌어요
card-detached = 취소했어요. 서비스가 이제 멈출 수 없어서 끝까지 만들어 보관하고, 사용한 것으로 계산해요.
card-kept = 취소했어요. 그래도 완성돼서 여기에 보관해 뒀어요.
board-head = 그림 { $count }장을 만들고 있어요
board-more = 그 외 { $count }개
card-not-relaxed = 영상은 느리게 만들지 않아 fast로 만들어요
card-left-out = { $flags } 제외: 여기서는 알 수 없음
card-sending = 주문을 보내고 있어요
card-started = 서비스가 받았어요. 곧 그리기 시작해요
card-painting = 그리는 중
card-animating = 촬영하는 중
card-thinking = 살펴보는 중
card-seeking = 연결이 끊겼어요. 그림을 찾고 있어요
card-retrying = 서비스가 바빠요. 곧 다시 시도할게요
card-unsure = 지금은 봇의 기록을 안전하게 저장할 수 없습니다. 아무것도 전송되거나 청구되지 않았으며 곧 다시 시도합니다
card-no-picture = 그림은 완성됐지만 이 채팅으로 가져오지 못했어요:
card-not-shown = 그림은 완성됐지만 이 채팅에서는 보여 줄 수 없어요. 다른 채팅에서 /show와 코드를 보내면 볼 수 있어요.
card-more-buttons = 버튼 { $count }개가 더 있지만 여기에는 자리가 없어요.
card-broken = 그림은 완성됐지만 이 봇이 보여 줄 수 없어요. 코드 { $code }(으)로 보관되어 있어요:

# 작업 이름
order-imagine = 그리기
order-act = { $label }
order-edit = 편집
order-animate = 애니메이션
order-extend = 영상 늘리기
order-describe = 설명
order-shorten = 줄이기
order-translate = 번역

# 우리 버튼
button-retry = 다시 시도
button-cancel = 취소
button-show = 보기
button-further = 더 보기
button-animate = 움직이기
button-extend = { $n } 늘리기
button-original = 원본
button-share = 공유
button-forward = 보내기…
button-prompt = 프롬프트
button-open = 열기
button-line = 그리기 { $n }
button-deliver = 여기에 보이기
button-paint = “{ $words }” 그리기
button-change-form = 바꾸기…
button-animate-form = 움직이기…
button-extend-form = { $n } 늘리기…
button-made = 보여 주기
button-more = 하나 더 만들기

# 양식
form-change = 다른 말로 그리기
form-animate = 움직이게 하기
form-extend = 이어서 찍기
form-answer = 원하는 말로 이 메시지에 답장해 주세요.
form-typed = 입력하려면: { $command }
form-dropped = 그만두었습니다. 주문된 것은 없습니다.
field-words = 말
field-resolution = 해상도
field-speed = 속도
field-loop = 반복
field-end = 마지막 그림: 주소, 또는 #과 코드

# 내 그림
history-head = 내 그림, 최신순:
history-none = 여기에는 아직 내 그림이 없어요. /imagine 명령으로 만들 수 있어요.
inline-none = 아직 그림이 없어요: 봇 열기
history-tail = 번호를 누르거나 /show 뒤에 코드를 입력하면 그림을 다시 받을 수 있어요.

# 설정
settings-here = 이 채팅의 설정
settings-private = 내 설정
settings-language = 언어
settings-choose = 언어를 고르세요:
settings-auto = 자동
settings-previews = 미리보기
settings-words = 명령 없는 말
words-ask = 분명하지 않으면 묻기
words-paint = 그리기
words-ignore = 무시
settings-pressers = 버튼
settings-spoiler = 스포일러 가림
settings-on = 켜짐
settings-off = 꺼짐
settings-channel = 갤러리
settings-gallery = ‘{ button-share }’ 버튼을 누르면 { $chat }에 올라가요. 바꾸려면: /settings gallery { $example } 또는 off
settings-no-gallery = ‘{ button-share }’ 버튼으로 올릴 채널이 아직 없어요: /settings gallery { $example }
pressers-everyone = 모두
pressers-requester = 주문한 사람
pressers-admins = 관리자

# 작업이 잘못됐을 때: 무슨 일인지, 비용은 얼마인지, 어떻게 하면 되는지
fault-refused = 서비스의 검토에서 거절됐어요. 요금은 나가지 않았어요. 다른 말로 해 보세요.
fault-bad_request = 서비스가 주문을 이해하지 못했어요. 요금은 나가지 않았어요. 내용을 바꿔서 다시 해 보세요.
fault-out_of_credit = 이 봇 계정의 크레딧이 떨어졌어요. 요금은 나가지 않았어요. 운영자가 충전해야 해요.
fault-unauthorized = 서비스가 이 봇의 토큰을 받아들이지 않아요. 요금은 나가지 않았어요. 운영자가 확인해야 해요.
fault-misconfigured = 이 봇의 계정으로는 할 수 없어요. 요금은 나가지 않았어요. 운영자가 살펴봐야 해요.
fault-too_many = 서비스가 지금 너무 바빠요. 요금은 나가지 않았어요. 1분 뒤에 다시 해 보세요.
fault-too_large = 서비스가 받기에는 너무 커요. 요금은 나가지 않았어요. 더 작은 것으로 해 보세요.
fault-timed_out = 서비스가 너무 오래 걸려서 포기했어요. 이 경우 요금은 없어요. 다시 해 보셔도 돼요.
fault-unavailable = 서비스에 연결할 수 없거나 오류가 있었어요. 이 경우 요금은 없어요. 다시 해 보셔도 돼요.
fault-unreadable = 서비스의 답을 읽을 수 없었어요. 다시 해 보셔도 돼요.
fault-lost = 주문을 보냈지만 서비스에 기록이 없어요. 요금은 나가지 않은 것 같아요. 다시 해 보셔도 돼요.
fault-unheard = 주문을 보냈지만 어떻게 됐는지 오랫동안 서비스에 물어볼 수 없었어요. 다시 하기 전에 운영자가 찾아볼 수 있어요.
fault-expired = 차례를 너무 오래 기다려서 그만뒀어요. 요금은 나가지 않았어요. 다시 해 보셔도 돼요.
fault-not_allowed = 이 봇은 여기서 { $right ->
        [photos] 그림을 보낼
        [videos] 동영상을 보낼
        [files] 파일을 보낼
       *[messages] 글을 쓸
    } 수 없어서 아무것도 주문되거나 청구되지 않았어요. 이 채팅의 관리자가 허용할 수 있어요.
fault-broken = 이 봇에 문제가 생겨 이 주문을 중단했어요. 서비스가 이미 받았다면 청구되었을 수 있어요. 운영자가 코드 { $code }(으)로 찾아볼 수 있어요.
fault-cancelled = 취소했어요. 요금은 나가지 않았어요.
fault-failed = 서비스가 결과 없이 끝났어요. 이 경우 요금은 없어요. 다시 해 보셔도 돼요.
fault-said = 서비스의 답: { $message }

# 스스로 고칠 수 있는 것
button-unknown = 여기서는 모르는 버튼이에요.
form-gone = 이 양식은 더 이상 없습니다. 양식은 하루 동안 보관됩니다. 버튼을 다시 눌러 주세요.
form-not-yours = 이 양식은 { $name } 님의 것입니다. 그림 아래의 버튼을 누르면 새 양식이 열립니다.
form-impossible = 이 양식에서는 그것을 고를 수 없습니다.
image-gone = 이 그림은 더 이상 기록에 없어서 버튼을 쓸 수 없어요.
task-unknown = 서비스에도 이 그림의 기록이 더 이상 없어 버튼을 쓸 수 없습니다. 같은 문구로 다시 주문해 주세요.
task-running = 아직 그리는 중입니다. 완성되면 보여 드립니다.
recall-busy = 이 그림은 서비스에 물어봐야 하는데, 지금 다른 분들 것을 찾고 있습니다. 30초 뒤에 다시 시도해 주세요.
recall-away = 이 그림에 대한 기록을 잃어버렸고 지금은 서비스에 물어볼 수 없습니다. 1분 뒤에 다시 시도해 주세요.
task-nobodys = 누가 주문했는지 더 이상 알 수 없어 여기서는 아무도 결정할 수 없습니다.
tasks-many = 한 번에 { $limit }개까지 조회할 수 있어요.
tasks-away = 지금은 이미지 서비스에 물어볼 수 없습니다. 1분 뒤에 다시 시도해 주세요.
deliver-none = 그 작업에는 보여 줄 결과가 없습니다.
tasks-unknown = { $name }: 이미지 서비스에 기록이 없습니다
tasks-id = 작업
tasks-trace = 추적
tasks-pending = 대기 중
tasks-running = 진행 중, { $n } %
tasks-done = 완료
tasks-failed = 실패
tasks-made = 생성 { $at } UTC
tasks-took = 생성 { $at } UTC, { $n }초 걸림
tasks-charged = 청구: { $amount }
tasks-free = 청구된 것이 없습니다
not-offered = 이 그림에는 서비스가 그 기능을 제공하지 않아요.
already-open = 이미 만들고 있어요.
made-already = “{ $label }”은(는) 이미 { $name } 님을 위해 만들었어요.
made-running = “{ $label }”은(는) { $name } 님을 위해 만드는 중이에요.
cancelled-waiting = 취소했어요.
cancelled-running = 취소했어요. 이미 서비스가 받아서 멈출 수 없어요. 결과는 보관되니 ‘{ button-show }’ 버튼을 누르면 볼 수 있어요.
cancel-late = 이미 끝났어요.
show-soon = 곧 여기에 보여 드릴게요.
show-none = 여기에는 보여 드릴 것이 없어요.
not-yours = { $name } 님만 할 수 있어요.
not-your-list = 다른 사람의 목록입니다. /history 로 자신의 목록을 볼 수 있습니다.
only-admins = 이 채팅의 관리자만 할 수 있어요.
rights-unknown = 지금은 여기서 누가 관리자인지 확인할 수 없어요. 잠시 뒤 다시 해 보세요.
missing-permissions = 이 봇은 아직 이 채널에서 일할 수 없습니다. 부족한 권한: { $permissions }. 아무것도 주문되지 않았고 요금도 부과되지 않았습니다. 서버 관리자가 허용할 수 있습니다.
not-admitted = 이 봇은 일부 사람과 채팅만 쓸 수 있어요. 운영자가 허용해 줄 수 있어요. 채팅: { $place }, 나: { $person }
cancel-none = 여기에는 기다리거나 그려지고 있는 내 주문이 없어요.
cancelled-several = 취소했어요. 이미 서비스가 받은 것은 끝까지 만들어 보관해요. 그 아래 ‘{ button-show }’ 버튼을 누르면 볼 수 있어요.
need-code = 어떤 그림인지 코드로 알려 주세요. 예: { $usage }
bad-code = “{ $typed }”은(는) 코드가 아닙니다. 코드는 영문자와 숫자 여덟 자리입니다. 예: { $usage }
need-tasks = 어떤 작업인지 알려 주세요. 예: { $usage }
need-pictures = 섞을 그림을 두 장에서 다섯 장까지 앨범 하나나 주소로 보내 주세요. 예: { $usage }
code-unknown = { $name } 코드의 그림이 없거나 너무 오래됐어요.
code-no-prompt = { $name } 코드의 결과에는 다시 쓸 수 있는 프롬프트가 없어요.
code-no-picture = { $name } 코드의 결과는 그림이 아니라서 이것으로는 만들 수 없어요.
code-no-clip = 코드 { $name }은(는) 연장할 수 있는 클립이 아닙니다.
code-no-take = 클립 #{ $name }에는 테이크 { $part }이(가) 없습니다. 모두 { $count }개입니다.
code-no-parts = { $name } 코드의 결과는 부분이 없는 그림 한 장이에요. #{ $name }만 써 주세요.
code-part-unknown = #{ $name }에는 { $part }번 부분이 없어요. 부분은 1번부터 4번까지예요.
code-gone = { $name } 코드의 그림이 이제 서비스에 없어요.
code-away = 지금은 { $name } 코드의 그림을 서비스에 물어볼 수 없어요. 1분 뒤에 다시 시도해 주세요.
no-gallery = 아직 공유할 채널이 없어요. 관리자가 고를 수 있어요: /settings gallery { $example }
gallery-not-found = { $name } 채널은 이 봇이 모르는 채널이에요. 글을 올릴 수 있는 관리자로 봇을 그 채널에 추가해 주세요.
gallery-no-rights = 이 봇은 { $name } 채널에 글을 올릴 수 없어요. 글을 올릴 수 있는 관리자로 만들어 주세요.
gallery-many = { $name } 채널이 여러 개 있어요. 채널 링크로 골라 주세요.
gallery-not-yours = 그 채널의 관리자만 그곳에 그림이 공유되게 할 수 있어요.
share-soon = 곧 갤러리에 올라가요.
original-soon = 파일을 보내고 있어요.
quote-soon = 프롬프트를 보내고 있어요.
given-already = 방금 전에 이미 요청됐어요.
answers-waiting = 먼저 요청한 것이 아직 오는 중이에요. 잠시 기다려 주세요.
not-brought = 요청하신 것을 올리지 못했어요. 이 봇이 그곳에서 무엇을 할 수 있는지 확인해 주세요.
setting-unknown = { $name } 설정은 없어요. 있는 설정: { $possible }.
setting-impossible = { $name } 설정에는 { $value } 값을 쓸 수 없어요. 가능한 값: { $possible }.
quota-person-open = 이미 주문 { $limit }개가 기다리거나 그려지고 있어요. 하나가 끝날 때까지 기다려 주세요.
quota-person-day = 오늘 쓸 수 있는 주문 { $limit }개를 다 썼어요. UTC 자정에 다시 세기 시작해요.
quota-person-month = 이번 달 크레딧 { $limit }개를 다 썼어요. 다음 달 1일 UTC 자정에 다시 세기 시작해요.
quota-place-open = 이곳의 주문 { $limit }개가 이미 기다리거나 그려지고 있어요. 하나가 끝날 때까지 기다려 주세요.
quota-place-day = 이곳에서 오늘 쓸 수 있는 주문 { $limit }개를 다 썼어요. UTC 자정에 다시 세기 시작해요.
quota-place-month = 이곳의 이번 달 크레딧 { $limit }개를 다 썼어요. 다음 달 1일 UTC 자정에 다시 세기 시작해요.
need-public-url = 아직 여기서는 사진을 쓸 수 없어요. 이미지 서비스가 이 봇에서 사진을 가져갈 수 있어야 해요. 운영자가 CHATELIER_PUBLIC_URL 또는 CHATELIER_ACEDATA_PLATFORM_TOKEN을 설정하면 돼요.
part-not-lent =
    { $kind ->
        [grid] 서비스가 이 봇에서 가져갈 수 없어서 #{ $name }의 { $part }번 부분을 여기서 잘라 낼 수 없어요. 그 그림 아래의 U{ $part } 버튼을 누르고, 나온 그림의 코드를 쓰세요.
       *[other] 서비스가 이 봇에서 가져갈 수 없어서 #{ $name }의 { $part }번 부분을 여기서 잘라 낼 수 없어요. 운영자가 CHATELIER_PUBLIC_URL 또는 CHATELIER_ACEDATA_PLATFORM_TOKEN을 설정하면 돼요.
    }
not-a-picture = 쓸 수 있는 사진이 아니에요. PNG, JPEG, WebP 또는 GIF를 보내 주세요.
file-unusable = 그림으로 쓸 수 있는 것이 없어서 아무것도 주문하지 않았어요. 사진, 이미지 파일 또는 움직이지 않는 스티커를 보내 주세요.
still-used = 움직이는 것에서는 정지 화면만 쓸 수 있어서 그것을 사용했어요.
picture-format = 여기서 읽을 수 없는 종류의 사진이에요({ $format }). JPEG나 PNG로 보내 주세요.
picture-damaged = 사진이 손상되어 읽을 수 없어요. 다시 저장하거나 다른 사진을 보내 주세요.
picture-too-many-pixels = 사진의 픽셀이 너무 많아요. 최대 { $limit }메가픽셀까지 가능해요.
words-asked = 이것을 그릴까요? 버튼을 누르기 전에는 아무것도 주문하지 않아요.
part-asked = #{ $name }의 네 그림 중 어느 것인가요?
words-choice = 분명한 프롬프트는 바로, /imagine은 언제나 그려요. /settings에서 바꿀 수 있어요.
words-gone = 너무 오래된 일이에요. 말을 다시 보내 주세요.
words-forwarded = 전달한 메시지는 주문이 되지 않아요. 그리려면 직접 말을 보내거나 /imagine을 쓰세요.
picture-too-large = 사진이 너무 커요. 최대 { $limit } MB까지 가능해요.
picture-not-uploaded = 사진을 이미지 서비스에 넘기지 못했어요. 잠시 뒤 다시 해 보세요.
picture-lost = 사진을 가져오지 못했어요. 다시 보내 주세요.
picture-elsewhere = 그 그림은 다시 보내도 여기에서 가져올 수 없습니다. 이 봇의 운영자가 고칠 수 있습니다.
uploads-busy = 이미 사진 { $limit }장을 받고 있어요. 하나가 도착할 때까지 기다려 주세요.
uploads-hour = 지난 한 시간 동안 사진을 { $limit } MB 보냈고, 그게 최대예요. 나중에 다시 해 보거나 사진의 https:// 주소를 적어 주세요.
upload-not-kept = 그 사진을 여기에 보관하지 못했어요. 잠시 뒤에 다시 보내 주세요.
files-without-command = 사진은 /edit이나 /describe 같은 명령과 함께 보내요. 명령을 적고 다시 보내 주세요.
command-late = 보내셨을 때 제가 자리에 없어서 아무것도 주문하지 않았어요. 아직 원하시면 다시 보내 주세요.
command-unknown = /{ $name } 명령은 없어요. /help 명령으로 목록을 볼 수 있어요.
command-unknown-near = /{ $name } 명령은 없어요. 혹시 /{ $near } 명령인가요?
message-too-long = 메시지가 { $length }자예요. 최대 { $limit }자까지 돼요.
store-down = 지금 이 봇의 기록에 연결할 수 없어요. 잠시 뒤 주문이 들어갔는지 보고, 아니면 다시 해 보세요.
fault-internal = 이 봇에 문제가 생겼어요. 기록해 뒀으니 다시 해 보세요.

# 프롬프트
prompt-empty = 무엇을 그릴지 알려 주세요. 예: /imagine 폭풍 속의 등대
prompt-lone_url = 그림 한 장만으로는 부족해요. 말을 덧붙이거나, 섞을 그림을 한 장 더 넣어 주세요.
prompt-too_long = 프롬프트가 { $length }자예요. 최대 { $limit }자까지 돼요.
prompt-too_many_urls = 프롬프트 앞에 그림이 { $count }장 있어요. 최대 { $limit }장까지 돼요.
prompt-bad_url = 사용할 수 없는 주소예요: { $url } 그림 주소는 https://로 시작하고, 호스트 이름이 있고, 로그인 정보가 없어야 해요.
prompt-stray_url = { $url } 이(가) 글 사이에 있고 그림처럼 보이지 않습니다. 그림이면 맨 앞에 두고, 아니면 빼 주세요.
prompt-page_url = { $url }은(는) 사진이 아니라 페이지예요. 사진 자체의 주소를 적어 주세요.
prompt-many = { $asked } 은(는) 여러 장을 한꺼번에 요청하지만 주문 하나는 한 장을 그립니다. 그중 하나만 적어 주세요.
prompt-unknown_flag = --{ $flag } 옵션은 없어요.{ $nearest ->
    [none] { "" }
   *[other] { " " }혹시 --{ $nearest } 옵션인가요?
}
prompt-missing_value = --{ $flag }에는 값이 필요해요: { $allowed }. { $note }
prompt-bad_value = --{ $flag }에는 { $value } 값을 쓸 수 없어요. 가능한 값: { $allowed }. { $note }
prompt-only_films = --{ $flag }는 영상용이에요. /animate를 쓰세요.
prompt-film_speed = 영상은 느리게 만들지 않아요. --{ $flag } 대신 --fast나 --turbo를 쓰세요.
prompt-no_use = --{ $flag }는 여기서 쓸모가 없어요. 빼 주세요. { $note }
prompt-conflict = 함께 쓸 수 없어요: { $flag }, { $other }. { $note }
need-picture = 어떤 그림인지 https:// 주소나 # 뒤의 코드로 알려 주세요. 예: { $usage }
need-clip = 어느 클립인지 #과 코드로 알려 주세요. 예: { $usage }
need-words = 그림을 어떻게 할지 알려 주세요. 예: { $usage }
need-text = 어떤 글인지 알려 주세요. 예: { $usage }
bad-link = https:// 그림 주소가 아니에요: { $link } 이렇게 써 보세요: { $usage }
link-page = 그림이 아니라 페이지예요: { $link } 그림 자체의 주소를 써 주세요. 예: { $usage }
link-login = 로그인 정보가 든 주소는 쓸 수 없어요. 서비스가 그것을 알아야 하기 때문이에요. 예: { $usage }
pictures-too-many = 그림이 { $count }장 왔지만 한 장만 쓸 수 있어요. 예: { $usage }
pictures-unused = /{ $name }에는 사진을 쓸 수 없어요. 사진 없이 명령을 보내 주세요.
words-unused = 여기에는 쓸 수 없어요: “{ $words }” 이렇게 써 보세요: { $usage }

# 명령
command-imagine = 글로 그림 네 장 그리기
command-blend = 그림 두 장에서 다섯 장을 하나로 섞기
command-describe = 그림을 그려 낼 프롬프트 찾기
command-shorten = 같은 뜻의 더 짧은 프롬프트 찾기
command-translate = 서비스가 가장 잘 이해하는 영어로 프롬프트를 옮깁니다
command-edit = 웹에 있는 그림 바꾸기
command-animate = 그림을 짧은 영상으로 만들기
command-extend = 움직임을 정해 클립을 연장하기
command-history = 지금까지의 내 그림
command-show = 코드로 그림 다시 보기
command-cancel = 마지막 주문 취소하기
command-settings = 언어, 미리보기, 버튼을 누를 수 있는 사람
command-help = 이 봇이 할 수 있는 일
command-task = 이미지 서비스의 작업 조회
help-head = 명령을 입력하세요:
help-tail = 그다음 그림 아래 버튼을 누르세요. U1~U4는 네 장 중 하나를 키우고, V1~V4는 변형을 만들고, Reroll은 네 장을 새로 그려요.
help-words-ask = 여기서는 말만 써도 돼요. 분명한 프롬프트는 바로 주문해서 그리고, 나머지는 먼저 물어봐요. /settings에서 바꿀 수 있어요.
help-words-paint = 여기서는 말만 써도 돼요. 쓰는 것은 모두 바로 주문해서 그려요. /settings에서 바꿀 수 있어요.
help-words-ignore = 여기서는 명령 없이는 아무것도 그리지 않아요. /settings에서 바꿀 수 있어요.

# 명령의 옵션(하나씩 입력하는 곳에서)
option-prompt = 그릴 것을 적어 주세요(옵션도 가능). 또는 # 뒤에 그림의 코드
option-blend-prompt = #과 코드 또는 주소로 더 넣을 그림, 그리고 --ar 3:2 같은 옵션
option-image = 그림
option-images = 참고할 그림 { $n }
option-link = 그림의 https:// 주소, 또는 #과 코드(첨부한 그림이 없을 때)
option-clip = #과 클립 코드, 테이크 번호: #7K2M9QXD.2
option-edit-words = 바꿀 것
option-translate-words = 옮길 말 (어떤 언어든)
option-animate-words = 움직일 것
option-code = 그림 아래에 있는 코드
option-tasks = 작업 ID, 추적 ID 또는 코드, 최대 열 개
option-all = 마지막 것만이 아니라 내 주문 모두
option-setting = 어떤 설정인지, 비워 두면 모두 보여 줘요
option-value = 바꿀 값
option-mode = 속도와 드는 크레딧
option-flag = 프롬프트의 --{ $flag } 와 같아요: { $allowed }
mode-fast = fast: 보통 속도
mode-relax = relax: 느린 대신 크레딧이 적게 들어요
mode-turbo = turbo: 빠른 대신 크레딧이 많이 들어요
flag-ar = 가로세로 비율
flag-version = 모델 버전
flag-niji = 애니메이션용 모델 버전
flag-stylize = Midjourney 고유의 취향을 얼마나 넣을지
flag-chaos = 그림 네 장이 서로 얼마나 다른지
flag-weird = 얼마나 기묘해도 되는지
flag-exp = 얼마나 실험적이어도 되는지
flag-quality = 세부를 얼마나 공들여 그릴지
flag-seed = 같은 노이즈에서 시작: 같은 숫자면 비슷한 그림이 나와요
flag-stop = 이 퍼센트에서 그리기를 멈춰요
flag-repeat = 그릴 그리드 수
flag-no = 그림에 없어야 할 것(쉼표로 구분)
flag-style = 이 버전에 있는 스타일
flag-raw = Midjourney 고유의 취향을 덜 넣기
flag-tile = 이음매 없이 반복되는 무늬
flag-draft = 빠른 초안
flag-hd = 2K 그림
flag-iw = 글에 비해 그림이 차지하는 비중
flag-sref = 따라 할 스타일: 주소, 코드 또는 random
flag-sw = 그 스타일의 비중
flag-sv = 스타일 참조 버전
flag-cref = 보여 줄 인물: 그림의 주소
flag-cw = 그 인물을 얼마나 유지할지
flag-oref = 보여 줄 인물이나 사물: 그림의 주소
flag-ow = 그것을 얼마나 유지할지
flag-profile = 프로필이나 무드보드의 코드
flag-resolution = 영상의 크기
flag-motion = 영상이 얼마나 움직일지
flag-loop = 끝이 처음과 이어지는 영상
flag-end = 영상의 마지막 장면: 그림의 주소
flag-video = 그려지는 과정을 담은 영상
flag-public = Midjourney 웹사이트에 공개하기
flag-stealth = Midjourney 웹사이트에 공개하지 않기

# What options are called while they are typed: small letters, no blanks
name-prompt = 프롬프트
name-image = 이미지{ $n }
name-link = 링크
name-words = 말
name-code = 코드
name-all = 전부
name-setting = 설정
name-value = 값
name-mode = 모드
name-aspect = 비율
name-version = 버전
name-stylize = 스타일화
name-chaos = 카오스
name-no = 제외
name-style = 스타일
name-seed = 시드
name-quality = 품질
name-weird = 기이함
name-personalize = 개인화
name-tile = 타일
name-draft = 초안
