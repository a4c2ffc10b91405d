"""Methods about the bot itself, chats and files, and answers to what people pressed and asked."""

from pathlib import Path
from typing import Any

import orjson

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.keyboard import check_rows
from tests.fakes.telegram.refusal import TOO_LATE, bad
from tests.fakes.telegram.room import Room
from tests.fakes.telegram.world import World

_COMMANDS = 100
_PERMISSIONS = (
    "can_send_messages",
    "can_send_photos",
    "can_send_videos",
    "can_send_documents",
    "can_send_audios",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_invite_users",
)
_RESULTS = 50
_TOAST = 200
_TEXTS = {"Description": ("description", 512), "ShortDescription": ("short_description", 120), "Name": ("name", 64)}


def get_me(world: World, call: Call) -> Any:
    return {
        **world.bot.show(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.rules.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def answer_press(world: World, call: Call) -> Any:
    """Once, and soon after the button was pressed."""
    press = world.presses.get(call.need("callback_query_id"))
    if press is None or press.answer is not None or world.clock() - press.at > world.rules.query_life:
        raise bad(TOO_LATE)
    if len(call.text("text")) > _TOAST:
        raise bad("MESSAGE_TOO_LONG")
    press.answer = {"text": call.text("text"), "show_alert": call.flag("show_alert"), "url": call.text("url")}
    return True


def answer_inline(world: World, call: Call) -> Any:
    inline = world.inlines.get(call.need("inline_query_id"))
    if inline is None or world.clock() - inline.at > world.rules.inline_life:
        raise bad(TOO_LATE)
    results = call.json("results")
    if not isinstance(results, list) or len(results) > _RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    if len({result.get("id") for result in results}) != len(results):
        raise bad("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(world, result)
    inline.results = results
    return True


def _check_result(world: World, result: dict[str, Any]) -> None:
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    if "photo_file_id" in result and world.shelf.find(str(result["photo_file_id"])) is None:
        raise bad("wrong file identifier/HTTP URL specified")
    check_rows(result.get("reply_markup", {}).get("inline_keyboard", []), world.rules, private=False)


def get_file(world: World, call: Call) -> Any:
    file = world.shelf.find(call.need("file_id", "invalid file_id"))
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > world.rules.download_limit:
        raise bad("file is too big")
    path = file.path
    if world.rules.local:
        path = f"{world.rules.local}/{path}"
        if Path(world.rules.local).is_dir():
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(file.data)
    return {**file.show(), "file_path": path}


def get_chat(world: World, call: Call) -> Any:
    room = world.room(call)
    return {
        **room.show(),
        **({} if room.private else {"permissions": {name: name not in room.forbidden for name in _PERMISSIONS}}),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            True,
        ),
    }


def get_member(world: World, call: Call) -> Any:
    room = world.room(call)
    person = world.people.get(call.number("user_id") or 0)
    if person is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return world.member(room, person)


def get_administrators(world: World, call: Call) -> Any:
    room = world.room(call)
    if room.private:
        raise bad("there are no administrators in the private chat")
    bosses = [number for number, status in room.members.items() if status in {"creator", "administrator"}]
    if room.bot == "administrator":
        bosses.append(world.bot.id)
    return [world.member(room, world.people[number]) for number in bosses]


def leave_chat(world: World, call: Call) -> Any:
    room: Room = world.room(call)
    if room.private:
        raise bad("chat member status can't be changed in private chats")
    room.bot = "left"
    return True


def _place(call: Call) -> tuple[str, str]:
    scope = call.table("scope") or {"type": "default"}
    return orjson.dumps(scope, option=orjson.OPT_SORT_KEYS).decode(), call.text("language_code")


def set_commands(world: World, call: Call) -> Any:
    commands = call.json("commands")
    if not isinstance(commands, list) or len(commands) > _COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        name = str(one.get("command", "")).removeprefix("/")
        if not 1 <= len(name) <= 32 or not name.replace("_", "").isalnum() or name != name.lower():
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile["commands", *_place(call)] = commands
    return True


def get_commands(world: World, call: Call) -> Any:
    return world.profile.get(("commands", *_place(call)), [])


def delete_commands(world: World, call: Call) -> Any:
    world.profile.pop(("commands", *_place(call)), None)
    return True


def set_words(world: World, call: Call) -> Any:
    """setMyDescription, setMyShortDescription and setMyName."""
    name, limit = _TEXTS[call.method.removeprefix("setMy")]
    if len(call.text(name)) > limit:
        raise bad(f"{name} is too long")
    world.profile[name, "", call.text("language_code")] = call.text(name)
    return True


def get_words(world: World, call: Call) -> Any:
    name, _ = _TEXTS[call.method.removeprefix("getMy")]
    fallback = world.bot.name if name == "name" else ""
    return {name: world.profile.get((name, "", call.text("language_code")), fallback)}


def set_menu(world: World, call: Call) -> Any:
    world.profile["menu", call.text("chat_id"), ""] = call.table("menu_button") or {"type": "default"}
    return True


def get_menu(world: World, call: Call) -> Any:
    return world.profile.get(("menu", call.text("chat_id"), ""), {"type": "commands"})


def set_hook(world: World, call: Call) -> Any:
    world.feed.set_hook(call)
    return True


def drop_hook(world: World, call: Call) -> Any:
    world.feed.drop_hook(call)
    return True


def hook_info(world: World, call: Call) -> Any:
    return world.feed.hook_info()


def stay(world: World, call: Call) -> Any:
    """logOut and close would end the bot's time on this server for minutes; nothing of ours may call them."""
    raise bad(f"{call.method} is refused here")
