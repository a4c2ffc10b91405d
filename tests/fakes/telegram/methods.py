"""Every method this server knows, by the name it is called by; the real one does not mind upper and lower case."""

from collections.abc import Callable
from typing import Any

from tests.fakes.telegram import about, alone, editing, sending
from tests.fakes.telegram.call import Call
from tests.fakes.telegram.world import World

Method = Callable[[World, Call], Any]

METHODS: dict[str, Method] = {
    "getMe": about.get_me,
    "setWebhook": about.set_hook,
    "deleteWebhook": about.drop_hook,
    "getWebhookInfo": about.hook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_media,
    "sendDocument": sending.send_media,
    "sendVideo": sending.send_media,
    "sendAnimation": sending.send_media,
    "sendMediaGroup": sending.send_album,
    "sendChatAction": sending.send_action,
    "sendMessageDraft": sending.send_draft,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageMedia": editing.edit_media,
    "editMessageReplyMarkup": editing.edit_markup,
    "editEphemeralMessageText": alone.edit_text,
    "editEphemeralMessageReplyMarkup": alone.edit_markup,
    "deleteEphemeralMessage": alone.delete,
    "deleteMessage": editing.delete_one,
    "deleteMessages": editing.delete_many,
    "setMessageReaction": editing.react,
    "answerCallbackQuery": about.answer_press,
    "answerInlineQuery": about.answer_inline,
    "getFile": about.get_file,
    "getChat": about.get_chat,
    "getChatMember": about.get_member,
    "getChatAdministrators": about.get_administrators,
    "leaveChat": about.leave_chat,
    "setMyCommands": about.set_commands,
    "getMyCommands": about.get_commands,
    "deleteMyCommands": about.delete_commands,
    "setMyDescription": about.set_words,
    "getMyDescription": about.get_words,
    "setMyShortDescription": about.set_words,
    "getMyShortDescription": about.get_words,
    "setMyName": about.set_words,
    "getMyName": about.get_words,
    "setChatMenuButton": about.set_menu,
    "getChatMenuButton": about.get_menu,
    "logOut": about.stay,
    "close": about.stay,
}

NAMES = {name.lower(): name for name in (*METHODS, "getUpdates")}
