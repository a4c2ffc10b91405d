"""What is painted of words without a command, and what is asked about first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plain_words import (
    GREETING_WORDS,
    QUESTION_WORDS,
    SMALL_TALK,
    PlainWords,
    Reading,
    is_clear,
    read_plain_words,
)

TALK = [
    *(
        "hi",
        "Hello!",
        "hey there",
        "thanks!",
        "Thank you so much 🙏",
        "Thanks, bot",
        "good morning",
        "ok",
        "lol",
        "👍",
    ),
    *("Hallo", "Guten Morgen!", "danke schön", "Vielen Dank"),
    *("¡Hola!", "buenos días", "muchas gracias", "gracias, amigo"),
    *("Bonjour", "Merci beaucoup !", "ça va", "salut bot"),
    *("olá", "Bom dia", "muito obrigado"[6:], "obrigada!"),
    *("Привет", "Спасибо большое!", "добрый день"),
    *("Привіт!", "Дякую", "добрий день"),
    *("こんにちは", "ありがとうございます！", "おはよう"),
    *("안녕하세요", "감사합니다!", "고마워요"),
    *("你好", "谢谢！", "早上好", "太棒了"),
]
QUESTIONS = [
    *(
        "can you paint a cat?",
        "how does this work",
        "What can you do",
        "is this free?",
        "a cat?",
        "why",
        "Who are you",
    ),
    *("Was kannst du", "Wie geht das?", "¿qué puedes hacer?", "¿Puedes pintar un gato", "Comment ça marche"),
    *("você pode pintar um gato", "Что ты умеешь", "как это работает", "Що ти вмієш", "як це працює"),
    *("猫を描けますか", "何ができますか？", "고양이를 그릴 수 있나요", "你能画一只猫吗", "怎么用这个机器人"),
]
UNCLEAR = [
    "fox",
    "🦊",
    "!!!",
    "42",
    "狐",
    "狐狸",
    "キツネ",
    "여우",
    "https://e.example/a.png",
    "<https://e.example/a.png>",
]
CLEAR = [
    *("a red fox in the snow", "red fox", "hello kitty riding a green motorbike", "fox --ar 3:2", "fox —ar 3:2"),
    *(
        "a portrait of a woman, who smiles",
        "https://e.example/a.png in the snow",
        "Thank you card with pink flowers",
    ),
    *("ein roter Fuchs im Schnee", "un zorro rojo", "un renard roux sous la neige", "uma raposa vermelha"),
    *(
        "рыжая лиса на снегу",
        "руда лисиця на снігу",
        "雪の中の赤い狐",
        "눈 속의 빨간 여우",
        "一只红色的狐狸",
        "雪地里的狐狸",
    ),
    *("a sign that says why not? in neon letters", "noir detective, rain"),
]


@pytest.mark.parametrize("text", [*TALK, *QUESTIONS, *UNCLEAR])
def test_what_could_be_meant_otherwise_is_asked_about(text: str) -> None:
    """Greetings and thanks in ten languages, questions, single words, links, signs."""
    assert read_plain_words(text, choice=PlainWords.ASK) is Reading.ASK


@pytest.mark.parametrize("text", CLEAR)
def test_a_clear_prompt_is_painted_at_once(text: str) -> None:
    """Also one that begins like talk, or has a question in it; but not the first words of a person."""
    assert read_plain_words(text, choice=PlainWords.ASK) is Reading.PAINT
    assert read_plain_words(text, choice=PlainWords.ASK, first=True) is Reading.ASK


@pytest.mark.parametrize("text", [*TALK[:3], *QUESTIONS[:3], *CLEAR[:3], *UNCLEAR[:3]])
@pytest.mark.parametrize("first", [True, False])
def test_an_operator_or_a_person_may_have_it_otherwise(text: str, first: bool) -> None:  # noqa: FBT001 - a column
    """All of it is painted, or nothing; what somebody else wrote is never an order."""
    assert read_plain_words(text, choice=PlainWords.PAINT, first=first) is Reading.PAINT
    assert read_plain_words(text, choice=PlainWords.IGNORE, first=first) is Reading.IGNORE
    for choice in PlainWords:
        assert read_plain_words(text, choice=choice, forwarded=True, first=first) not in {
            Reading.PAINT,
            Reading.ASK,
        }


@pytest.mark.parametrize(
    ("text", "pictures", "clear"),
    [
        ("as a woodcut", 1, True),
        ("woodcut", 1, True),
        ("", 3, True),
        ("thanks!", 1, False),
        ("nice, right?", 1, False),
    ],
)
def test_pictures_say_more_than_words(text: str, pictures: int, clear: bool) -> None:  # noqa: FBT001 - a column
    """One word is enough beside a picture, and an album needs none."""
    assert is_clear(text, pictures) is clear


@given(st.text(), st.sampled_from(PlainWords), st.integers(0, 5), st.booleans(), st.booleans())
def test_anything_can_be_read(text: str, choice: PlainWords, pictures: int, forwarded: bool, first: bool) -> None:  # noqa: FBT001 - drawn
    """Whatever is typed; and first words and somebody else's are never painted unless that was chosen."""
    reading = read_plain_words(text, choice=choice, pictures=pictures, forwarded=forwarded, first=first)
    assert not (reading is Reading.PAINT and (forwarded or (first and choice is not PlainWords.PAINT)))


@given(
    st.lists(st.sampled_from(sorted(SMALL_TALK)), min_size=1, max_size=6), st.sampled_from(["", "!", " 😀", "..."])
)
def test_small_talk_stays_talk(words: list[str], end: str) -> None:
    """Whatever is made of it."""
    assert not is_clear(" ".join(words) + end)


def test_the_words_are_written_as_they_are_read() -> None:
    """In small letters."""
    assert all(word == word.casefold() for word in SMALL_TALK | GREETING_WORDS | QUESTION_WORDS)
