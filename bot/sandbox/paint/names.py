"""What people paint first, by its names in the languages of the bot: the painter itself knows English words."""

import re
from typing import Final

# Beginnings of words, to which an ending of two letters may be added; `!`: nothing may be; `_` is a blank. Those of
# Chinese, Japanese and Korean may stand anywhere.
_NAMES: Final = {
    "library": "bibliothek bibliotec bibliothèque библиотек бібліотек бібліотец 图书馆 圖書館 図書館 도서관",
    "fox": "fuchs füchs zorro renard raposa лис лисиц 狐 キツネ 여우",
    "lighthouse": "leuchtturm leuchttürm faro! phare! farol маяк 灯塔 燈塔 灯台 등대",
    "paper boat": "papierboot barcos_de_papel bateaux_en_papier бумажные_кораблик паперові_човник"
    " 紙の船 종이배 纸船 紙船",
    "boat": "boote segelboot barco bateau barca кораблик човник лодк 船 ボート",
    "storm": "sturm tormenta tempête tempestade шторм 暴风雨 暴風雨 嵐 폭풍",
    "cat": "katze gato un_chat le_chat chaton кот кошк кіт! кішк 猫 貓 ネコ 고양이",
    "dog": "hund perro chien cachorro собак пёс! 狗 犬 강아지",
    "owl": "eule búho hibou chouette coruja сова! сову! 猫头鹰 貓頭鷹 フクロウ 부엉이 올빼미",
    "bear": "bär! bären! oso! ours! urso медвед ведмед ведмід 熊 곰",
    "fish": "fisch pez! poisson peixe рыб риб 鱼 魚 물고기",
    "bird": "vogel vögel pájaro oiseau pássaro птиц птах 鸟 鳥",
    "horse": "pferd caballo cheval cavalo лошад кінь 马 馬",
    "butterfly": "schmetterling mariposa papillon borboleta бабочк метелик 蝴蝶 蝶 나비",
    "dragon": "drache dragón dragão дракон 龙 龍 ドラゴン 드래곤",
    "castle": "schloss burg! castillo château castelo замок замк 城堡 お城",
    "city": "stadt städt ciudad ville! cidade город місто! 城市 都市 도시",
    "forest": "wald! wälder bosque forêt floresta лес! лесу! ліс! лісі! 森 숲",
    "mountain": "berg! berge! montaña montagne montanha гора! горы! гори! горах! 山",
    "desert": "wüste desierto désert deserto пустын пустел 沙漠 砂漠 사막",
    "sea": "meer! mar! mer! море 海 바다",
    "flower": "blume flor! flores fleur цветок цветы квіт 花 꽃",
    "mushroom": "pilz champignon cogumelo гриб 蘑菇 キノコ 버섯",
    "fruit": "obst! obstsch frücht fruta фрукт 水果 果物 과일",
    "coffee": "kaffee café кофе кав! каву! кави! 咖啡 コーヒー 커피",
    "car": "auto! autos! coche voiture carro машин автом 汽车 汽車 自動車 자동차",
    "house": "haus casa! maison дом! дома! будин 房子 집을",
    "robot": "roboter robô робот 机器人 機器人 ロボット 로봇",
    "astronaut": "astronauta astronaute астронавт космонавт 宇航员 太空人 宇宙飛行士 우주비행사",
    "rocket": "rakete cohete fusée foguete ракет 火箭 ロケット 로켓",
    "portrait": "porträt retrato портрет 肖像 초상",
    "woman": "frau mujer femme mulher женщин жінк 女人 女性 여자",
    "tree": "baum bäume árbol arbre árvore дерев 树 樹 나무",
    "space": "weltraum espacio espaço космос 太空 宇宙 우주",
    "sunset": "sonnenuntergang atardecer coucher_de pôr_do закат 日落 夕日 노을",
    "dawn": "morgendämmerung amanecer aube! amanhecer рассвет світанк 黎明 夜明け 새벽",
    "night": "nacht noche nuit noite ночь ночью вночі 夜",
}
_ANYWHERE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _pattern(name: str) -> str:
    words = re.escape(name.rstrip("!").replace("_", " "))
    if _ANYWHERE.search(name):
        return words
    return rf"\b{words}\b" if name.endswith("!") else rf"\b{words}\w{{0,2}}\b"


_BY_NAME: Final = {name: english for english, names in _NAMES.items() for name in names.split()}
# The longest first: an owl is a cat with a hawk's head to whoever reads on too early.
_FOUND: Final = [(re.compile(_pattern(name)), _BY_NAME[name]) for name in sorted(_BY_NAME, key=len, reverse=True)]


def english_names(text: str) -> str:
    """What is named in a text in small letters, in English and in its order; empty where nothing is known."""
    named: dict[int, str] = {}
    rest = text
    for pattern, english in _FOUND:
        for match in pattern.finditer(rest):
            named[match.start()] = english
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    return " ".join(named[at] for at in sorted(named))
