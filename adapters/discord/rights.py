"""What we may not do where an interaction comes from, by the names that people find it under. Pure."""

from collections.abc import Mapping, Sequence

from adapters.discord.permissions import REASONS, Permission, missing_permissions
from adapters.discord.reply import Reply

NAMED_PERMISSIONS = tuple(REASONS)
# As Discord's own settings name them, in that order.
PERMISSION_NAMES: Mapping[str, Sequence[str]] = {
    "de": (
        *("Kanäle ansehen", "Nachrichten senden", "Nachrichten in Threads senden"),
        *("Links einbetten", "Dateien anhängen", "Nachrichtenverlauf anzeigen", "Verbinden"),
    ),
    "en": tuple(name for name, _ in REASONS.values()),
    "es": (
        *("Ver canales", "Enviar mensajes", "Enviar mensajes en hilos"),
        *("Insertar enlaces", "Adjuntar archivos", "Leer el historial de mensajes", "Conectar"),
    ),
    "fr": (
        *("Voir les salons", "Envoyer des messages", "Envoyer des messages dans les fils"),
        *("Intégrer des liens", "Joindre des fichiers", "Voir les anciens messages", "Se connecter"),
    ),
    "ja": (
        *("チャンネルを見る", "メッセージを送信", "スレッドでメッセージを送信"),
        *("埋め込みリンク", "ファイルを添付", "メッセージ履歴を読む", "接続"),
    ),
    "ko": (
        *("채널 보기", "메시지 보내기", "스레드에서 메시지 보내기"),
        *("링크 첨부", "파일 첨부", "메시지 기록 보기", "연결"),
    ),
    "pt-BR": (
        *("Ver canais", "Enviar mensagens", "Enviar mensagens em tópicos"),
        *("Inserir links", "Anexar arquivos", "Ver histórico de mensagens", "Conectar"),
    ),
    "ru": (
        *("Просматривать каналы", "Отправлять сообщения", "Отправлять сообщения в ветках"),
        *("Встраивать ссылки", "Прикреплять файлы", "Читать историю сообщений", "Подключаться"),
    ),
    "uk": (
        *("Переглядати канали", "Надсилати повідомлення", "Надсилати повідомлення в гілках"),
        *("Вбудовувати посилання", "Прикріплювати файли", "Читати історію повідомлень", "Під’єднуватися"),
    ),
    "zh": (
        *("查看频道", "发送消息", "在子区内发送消息"),
        *("嵌入链接", "附加文件", "阅读消息历史记录", "连接"),
    ),
    "zh-Hant": (
        *("檢視頻道", "傳送訊息", "在討論串中傳送訊息"),
        *("嵌入連結", "附加檔案", "讀取訊息歷史", "連接"),
    ),
}
# All that counts where we are no member: the answer goes by the interaction alone.
FOREIGN_PERMISSIONS = Permission.ATTACH_FILES | Permission.EMBED_LINKS


def missing_here(reply: Reply, kind: int) -> Sequence[Permission]:
    """What we need to answer with a picture that all see, in a channel of this kind of a server, and may not do."""
    if reply.app_permissions & Permission.ADMINISTRATOR:
        return []
    if not reply.present:
        return [one for one in NAMED_PERMISSIONS if one in FOREIGN_PERMISSIONS and not reply.app_permissions & one]
    return missing_permissions(reply.app_permissions, kind)


def permission_names(permissions: Sequence[Permission], language: str) -> str:
    """With commas between; in English where there are none in a language."""
    names = PERMISSION_NAMES.get(language, PERMISSION_NAMES["en"])
    return ", ".join(names[NAMED_PERMISSIONS.index(one)] for one in permissions)


def may_speak_up(reply: Reply) -> bool:
    """Whether all see the answer. To an app that only a person brought along a server may forbid that."""
    return reply.present or bool(reply.member_permissions & Permission.USE_EXTERNAL_APPS)
