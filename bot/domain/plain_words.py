"""Words without a command, where only the bot hears them: whether they are meant to be painted."""

import re
import unicodedata
from enum import StrEnum

PLAIN_WORDS_COMMAND = "imagine"  # what such words mean where they are taken for an order


class PlainWords(StrEnum):
    """What words without a command do in a private chat, as an operator or the person has it."""

    ASK = "ask"  # clear prompts are painted, for the rest there is a button
    PAINT = "paint"  # all that a person writes is painted
    IGNORE = "ignore"  # nothing: commands only


class Reading(StrEnum):
    """What is to be done with such words."""

    PAINT = "paint"
    ASK = "ask"
    IGNORE = "ignore"
    FORWARDED = "forwarded"  # somebody else's words: never an order


# Said to a person, in our languages, without marks and in small letters. Only the beginnings of longer talk need
# more than one word here: a message of nothing but these words is talk.
SMALL_TALK = frozenset(
    """
    hi hello hey hiya howdy yo sup greetings morning afternoon evening night bye goodbye cya thanks thank thx
    ty you u so very much many a lot good great nice cool awesome amazing wow lol haha ok okay yes no yep nope
    sure please sorry welcome love it this that perfect beautiful wonderful well done job work test testing
    start stop help bot there friend all everyone my i me im am not right wrong why again more stupid bad hallo
    hei servus moin tag guten morgen abend tschüss danke dankeschön vielen dank bitte ja nein super toll schön
    klasse gut sehr prima genial hilfe dir ihr wie gehts geht es hola buenas buenos días dias tardes noches
    adiós adios gracias muchas mil sí si vale genial perfecto bonito hermoso ayuda por favor qué que tal cómo
    como estás estas muy bien salut bonjour bonsoir coucou allô merci beaucoup bien oui non d'accord super
    génial parfait magnifique aide s'il te vous plaît plait ça ca va au revoir bravo de rien tout le monde olá
    ola oi bom boa dia tarde noite obrigado obrigada valeu sim não nao legal ótimo otimo perfeito lindo ajuda
    tudo bem e aí ai tchau привет здравствуй здравствуйте доброе добрый доброго утро утра день дня вечер вечера
    ночи спокойной спасибо большое благодарю пожалуйста да нет ок хорошо отлично круто класс супер пока помощь
    помоги прошу красиво красота очень привіт вітаю добрий доброго ранку ранок день вечір дякую щиро дуже будь
    ласка так ні добре чудово круто супер допоможи бувай па гарно красиво ще こんにちは こんばんは おはよう
    おはようございます ありがとう ありがとうございます どうも はい いいえ すごい きれい 最高 やあ もしもし
    おやすみ さようなら よろしく よろしくお願いします はじめまして すみません 안녕 안녕하세요 안녕하십니까
    감사합니다 고마워 고마워요 고맙습니다 네 예 아니요 아니 좋아요 좋아 최고 대박 예뻐요 잘자 안녕히 가세요
    계세요 미안해요 죄송합니다 정말 너무 你好 您好 嗨 哈喽 早 早安 早上好 上午好 中午好 下午好 晚上好 晚安 谢谢
    谢谢你 谢谢您 多谢 感谢 再见 拜拜 好 好的 是 是的 不 不是 可以 行 很好 太好了 真棒 太棒了 漂亮 不错 厉害
    在吗 你好吗 哈哈 哈哈哈 嗯 谢啦 你好啊
    """.split()  # noqa: SIM905 - a vocabulary reads better so
)
# Who begins so greets, as long as little follows.
GREETING_WORDS = frozenset(
    """
    hi hello hey hiya howdy yo thanks thank thx hallo servus moin danke hola gracias salut bonjour bonsoir
    coucou merci olá ola oi obrigado obrigada привет здравствуй здравствуйте спасибо привіт вітаю дякую
    こんにちは ありがとう 안녕 안녕하세요 감사합니다 고마워요 你好 您好 谢谢
    """.split()  # noqa: SIM905 - see above
)
BRIEF_WORDS = 3  # words; a greeting and whom it is for
# Who begins so asks, also without a question mark.
QUESTION_WORDS = frozenset(
    """
    what whats what's how why who whom whose when where which can could would will do does did is are am was
    were should may have has was wie warum wieso weshalb wer wen wem wann wo wohin woher welche welcher welches
    kannst können könntest gibt ist bist sind hast qué cómo quién quien cuándo cuando dónde donde cuál cual
    cuánto cuanto puedes podrías puede eres es que qu'est-ce quoi comment pourquoi qui quand où quel quelle
    quels combien peux-tu pouvez-vous est-ce es-tu como quem onde qual quanto quando você voce pode poderia что
    как почему зачем кто когда где куда откуда какой какая какие сколько можешь можете можно умеешь що як чому
    навіщо хто коли де куди звідки який яка які скільки можеш можете можна вмієш 什么 怎么 怎样 为什么 谁 哪里
    哪个 何 なに なぜ どう どこ いつ だれ 誰 뭐 무엇 어떻게 왜 누구 언제 어디
    """.split()  # noqa: SIM905 - see above
)
QUESTION_MARKS = re.compile(r"[?？؟⁇⁈⁉]\W*$|^\W*¿")
# How questions end that need no mark: Chinese, Japanese, Korean.
QUESTION_ENDS = re.compile(
    r"(吗|呢|么|嗎|ですか|ますか|ませんか|でしょうか|かな|나요|까요|습니까|ㅂ니까|인가요|을까|할까)[\s.。!！~]*$"
)
LINK_WORD = re.compile(r"<?https?://\S+", re.IGNORECASE)
FLAG_START = re.compile(r"(?:^|\s)(?:--|—|–)[a-z]", re.IGNORECASE)
# Scripts that put no blanks between words: so many letters are more than a word.
UNSPACED_LETTERS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
WORD_OF_UNSPACED = 3


def read_plain_words(
    text: str, *, choice: PlainWords, pictures: int = 0, forwarded: bool = False, first: bool = False
) -> Reading:
    """`first`: nothing was ever read so from this person. `pictures`: so many came along."""
    if choice is PlainWords.IGNORE:
        return Reading.IGNORE
    if forwarded:
        return Reading.FORWARDED
    if choice is PlainWords.PAINT:
        return Reading.PAINT
    return Reading.ASK if first or not is_clear(text, pictures) else Reading.PAINT


def is_clear(text: str, pictures: int = 0) -> bool:
    """Whether this can hardly be meant otherwise than as a prompt."""
    if FLAG_START.search(text):
        return True
    words = split_words(LINK_WORD.sub(" ", text))
    if pictures and not text.strip():  # an album is blended
        return True
    if not words or is_small_talk(words) or is_question(text, words):
        return False
    return bool(pictures) or word_count(words) > 1


def split_words(text: str) -> list[str]:
    """In small letters; without what is neither letter nor digit around them."""
    bare = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [word for part in bare.split() if (word := strip_marks(part)) and any(map(str.isalpha, word))]


def strip_marks(word: str) -> str:
    """Without punctuation and small signs around it."""
    kept = [place for place, char in enumerate(word) if unicodedata.category(char)[0] in "LNM"]
    return word[kept[0] : kept[-1] + 1] if kept else ""


def word_count(words: list[str]) -> int:
    """By blanks, and by characters where a language has none."""
    letters = sum(len(UNSPACED_LETTERS.findall(word)) for word in words)
    spaced = sum(1 for word in words if not UNSPACED_LETTERS.search(word))
    return spaced + (letters + WORD_OF_UNSPACED - 1) // WORD_OF_UNSPACED


def is_small_talk(words: list[str]) -> bool:
    """Whether it greets or thanks, in any of our languages."""
    parts = [part for word in words for part in re.split(r"[,，、。!！.;~…·-]+", word) if part]
    if all(part in SMALL_TALK for part in parts):
        return True
    return parts[0] in GREETING_WORDS and len(parts) <= BRIEF_WORDS and word_count(words) <= BRIEF_WORDS


def is_question(text: str, words: list[str]) -> bool:
    """Whether it asks something of the bot."""
    asked = words[0] in QUESTION_WORDS or any(
        words[0].startswith(one) for one in QUESTION_WORDS if UNSPACED_LETTERS.match(one)
    )
    return asked or bool(QUESTION_MARKS.search(text) or QUESTION_ENDS.search(text))
