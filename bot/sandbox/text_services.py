"""The small text services: describe a picture, shorten a prompt, say a Chinese prompt in English."""

import hashlib
import math
import re
from random import Random
from typing import Final

_CHINESE_WORDS: Final = {
    "一只": "a ", "一个": "a ", "一座": "a ", "一朵": "a ", "一位": "a ", "一幅": "a ", "一条": "a ",
    "一艘": "a ", "小猫": "kitten", "猫": "cat", "狗": "dog", "狐狸": "fox", "鸟": "bird", "马": "horse",
    "鱼": "fish", "龙": "dragon", "熊猫": "panda", "熊": "bear", "兔子": "rabbit", "老虎": "tiger",
    "鹿": "deer", "女孩": "girl", "男孩": "boy", "女人": "woman", "男人": "man", "孩子": "child",
    "宇航员": "astronaut", "机器人": "robot", "灯塔": "lighthouse", "海洋": "ocean", "大海": "sea",
    "海边": "seaside", "海": "sea", "山": "mountain", "森林": "forest", "树": "tree", "城市": "city",
    "沙漠": "desert", "星空": "starry sky", "星": "star", "太空": "space", "月亮": "moon", "太阳": "sun",
    "花": "flower", "河": "river", "湖": "lake", "雪": "snow", "雨": "rain", "云": "clouds", "风暴": "storm",
    "日落": "sunset", "日出": "sunrise", "夜晚": "night", "晚上": "night", "夜": "night", "春天": "spring",
    "夏天": "summer", "秋天": "autumn", "冬天": "winter", "红色": "red ", "蓝色": "blue ", "绿色": "green ",
    "黄色": "yellow ", "白色": "white ", "黑色": "black ", "紫色": "purple ", "金色": "golden ",
    "美丽": "beautiful ", "可爱": "cute ", "古老": "ancient ", "未来": "futuristic ", "水彩": "watercolor",
    "油画": "oil painting", "照片": "photo", "画": "painting", "在": " in ", "上": " on ", "下": " under ",
    "和": " and ", "戴着": " wearing ", "帽子": "hat", "房子": "house", "船": "ship", "汽车": "car",
    "赛博朋克": "cyberpunk", "霓虹": "neon", "的": " ", "，": ", ", "。": ". ", "、": ", ", "！": "!",
    "？": "?",
}  # fmt: skip
_LONGEST_WORD_CHARS: Final = max(map(len, _CHINESE_WORDS))
_PLAIN_PATTERN: Final = re.compile(r"[^\u2e80-\u9fff\uff00-\uffef]+")

_SUBJECTS: Final = (
    "a lighthouse above a restless sea",
    "layered mountains in morning haze",
    "a quiet forest with shafts of light",
    "a city skyline with lit windows",
    "dunes under a low sun",
    "a nebula full of stars",
    "a meadow of bright flowers",
    "flowing marbled colours",
)
_MEDIA: Final = (
    "digital painting",
    "matte painting",
    "gouache illustration",
    "cinematic photograph",
    "oil painting",
)
_LIGHTS: Final = ("golden hour light", "soft diffuse light", "moonlight", "dramatic backlight", "warm haze")
_FINISHES: Final = ("rich detail", "muted palette", "film grain", "wide composition", "high contrast")
_FILLER_TEXT: Final = (
    "a an the of in on at with and or to by from very really quite please make me draw some that this is"
)
_FILLER_WORDS: Final = frozenset(_FILLER_TEXT.split())


def translate_text(text: str) -> str:
    """Known Chinese words by a small dictionary, other languages as they stand; never empty."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        plain = _PLAIN_PATTERN.match(text, at)
        piece, at = (plain[0], plain.end()) if plain else _translate_character(text, at)
        parts.append(piece)
    return re.sub(r"\s+([,.!?])", r"\1", re.sub(r"\s+", " ", "".join(parts))).strip() or "a picture"


def _translate_character(text: str, at: int) -> tuple[str, int]:
    for length in range(_LONGEST_WORD_CHARS, 0, -1):
        if (known := _CHINESE_WORDS.get(text[at : at + length])) is not None:
            return f"{known} " if known[-1:].isalpha() else known, at + length
    return "", at + 1


def shorten_prompt(prompt: str) -> list[str]:
    """Up to five prompts, each shorter than the last, keeping the words that carry the picture."""
    words = [word for word in re.findall(r"[\w'-]+", prompt) if word.lower() not in _FILLER_WORDS] or prompt.split()
    sizes = [math.ceil(len(words) * share) for share in (1, 0.75, 0.5, 0.35, 0.2)]
    kept = [", ".join(_weightiest_words(words, max(1, size))) for size in sizes]
    return list(dict.fromkeys(kept))


def _weightiest_words(words: list[str], count: int) -> list[str]:
    best = sorted(range(len(words)), key=lambda at: (-len(words[at]), at))[:count]
    return [words[at] for at in sorted(best)]


def describe_picture(url: str, subject: str | None, ratio: tuple[int, int]) -> list[str]:
    """Four prompts for a picture: from its own words if we drew it, else guessed from the link."""
    rng = Random(hashlib.blake2b(url.encode()).digest())
    subjects = [subject] * 4 if subject else rng.sample(_SUBJECTS, 4)
    media, lights, finish = (rng.sample(kind, 4) for kind in (_MEDIA, _LIGHTS, _FINISHES))
    suffix = f"--ar {ratio[0]}:{ratio[1]}"
    return [f"{a}, {b}, {c}, {d} {suffix}" for a, b, c, d in zip(subjects, media, lights, finish, strict=True)]
