"""Cards for what orders nothing: a person's pictures, settings, a picture once more."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from bot.cards import (
    LINE_LENGTH,
    head_spans,
    last_card,
    name_task,
    named_head,
    order_name,
    own_button,
    signed_head,
)
from bot.domain.buttons import Verb, encode_payload
from bot.domain.card import Button, ButtonKind, Card, Media, Span, Stage, Style
from bot.domain.characters import cut_text
from bot.domain.chat_settings import ChatSettings, OwnSettings, Translation
from bot.domain.command import EXAMPLE_TEXTS, CommandGroup, ListedCommand
from bot.domain.errors import UserError
from bot.domain.hosted import HIDDEN
from bot.domain.image import Clip, Image
from bot.domain.incoming import CommandCall
from bot.domain.job import Job
from bot.domain.order import caption
from bot.domain.parts import has_parts, is_part
from bot.domain.plain_words import PlainWords
from bot.domain.subject import PARTS_MOST
from bot.domain.talk import TALK_COMMAND
from bot.i18n import languages, say
from bot.result_media import as_files, clip_media, cover_media, original_media, part_media

HISTORY_PAGE = 5  # pictures in a list
LANGUAGES_IN_ROW = 5  # languages in a row of buttons
EXAMPLE_LENGTH = 44  # letters of an example on a button
LABEL_LENGTH = 30  # letters of somebody's words on a button
LANGUAGE_NAMES = {
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ja": "日本語",
    "ko": "한국어",
    "pt-BR": "Português",
    "ru": "Русский",
    "uk": "Українська",
    "zh": "简体中文",
    "zh-Hant": "繁體中文",
}


def again_card(job: Job, language: str, skip: int = 0) -> Card:
    """A result once more, with its buttons, for whoever asked; without the first `skip` of its actions."""
    told = replace(job, origin=replace(job.origin, person=replace(job.origin.person, language=language)))
    return last_card(replace(told, detached=False), skip)


def shared_card(job: Job, part: int = 0) -> Card:
    """A result for people who are not where it was made: they carry on in a chat of their own.

    `part`: that picture of a sheet, which has it; the button leads to the sheet. What it was made of stays there.
    """
    link = Button(say("button-open", language=job.origin.person.language), job.code, "🎨", kind=ButtonKind.OPEN)
    if part and isinstance(job.outcome, Image):
        media = cover_media((part_media(job.outcome, part),), job)
        return Card(named_head(job, part, parents=False), media, ((link,),), stage=Stage.DONE)
    media = last_card(replace(job, detached=False)).media[:1]
    return Card(signed_head(job, parents=False), media, ((link,),), stage=Stage.DONE)


def original_card(job: Job, number: int = 0) -> Card | None:
    """A result as the service made it, as files; `number` from 1: one take or part of it. None: none such."""
    match job.outcome:
        case Image() as image if number:
            media = as_files((part_media(image, number),)) if has_parts(job) and number <= PARTS_MOST else ()
        case Image() as image:
            media = (original_media(image),)
        case Clip() as clip:
            media = as_files(clip_media(clip))[number - 1 if number else 0 : number or None]
        case _:
            media = ()
    return Card(head_spans(job), cover_media(media, job), stage=Stage.DONE) if media else None


def album_card(job: Job, media: tuple[Media, ...]) -> Card:
    """Several files of a result, side by side."""
    return Card(signed_head(job), cover_media(media, job), stage=Stage.DONE, album=True)


def made_card(job: Job, language: str) -> Card:
    """A button was pressed that has made this before, or is making it."""
    told = replace(job, origin=replace(job.origin, person=replace(job.origin.person, language=language)))
    key = "made-already" if job.settled else "made-running"
    text = say(key, {"label": order_name(job.order, language), "name": job.origin.person.name}, language=language)
    buttons = own_button(Verb.MADE, language, job.id), own_button(Verb.MORE, language, job.id)
    return Card((*head_spans(told), Span("\n" + text)), buttons=(buttons,))


def words_card(call: CommandCall, name: str, language: str, off: str, *, done: bool = False) -> Card:
    """Words that may be a prompt, or change a picture, with the button that orders it.

    `off`: what to type so that they change none.
    """
    talk = call.name == TALK_COMMAND
    typed = call.text.partition(" ")[2] if talk else call.text  # without the picture that it is about
    words = " ".join(f"{'🖼️' * len(call.attachments or call.quoted)} {typed}".split())
    short = cut_text(words, LABEL_LENGTH)
    paint = own_button(Verb.PAINT, language, name, words=short)
    if talk:
        paint = replace(paint, label=say("button-talk", {"words": short}, language=language), emoji="✏️")
    asked, choice = ("talk-asked", "talk-told") if talk else ("words-asked", "words-choice")
    told = say(choice, {"command": off}, language=language)
    return Card(
        (Span(say(asked, language=language)), Span("\n" + told, Style.MUTED)),
        buttons=((replace(paint, done=done),),),
    )


def which_part_card(job: Job, name: str, language: str, off: str = "") -> Card:
    """A command about a sheet of four pictures that does not say which, with a button for each.

    `off`: what to type so that words that answer a picture change none; empty: that they do is not told.
    """
    text = Span(say("part-asked", {"name": job.code}, language=language))
    more = (Span("\n" + say("talk-told", {"command": off}, language=language), Style.MUTED),) if off else ()
    parts = tuple(Button(str(n), encode_payload(Verb.PART, name, str(n)), HIDDEN) for n in range(1, PARTS_MOST + 1))
    return Card((text, *more), buttons=(parts,))


def help_card(
    menu: Sequence[ListedCommand],
    language: str,
    words: PlainWords | None = None,
    *,
    off: str = "",
    by_option: bool = False,
) -> Card:
    """What can be typed, or given `by_option`, by what it is for, with examples to press; `words`: what words
    without a command do, where they are heard.

    `off`: what to type so that words that answer a picture change none; empty: they change none.
    """
    spans = [span for group in CommandGroup for span in group_spans(menu, group, language, by_option=by_option)]
    tail = Span("\n\n" + say("help-tail", language=language), Style.MUTED)
    alone = (Span("\n\n" + say(f"help-words-{words}", language=language)),) if words else ()
    answers = (Span("\n\n" + say("talk-told", {"command": off}, language=language)),) if off else ()
    top = Span(say("help-head", language=language), Style.BOLD)
    return Card((top, *spans, tail, *alone, *answers), buttons=tuple((one,) for one in example_buttons(language)))


def group_spans(
    menu: Sequence[ListedCommand], group: CommandGroup, language: str, *, by_option: bool
) -> Sequence[Span]:
    """The commands of one kind below its name; none for a kind that has none."""
    listed = [one for one in menu if one.command.group is group]
    if not listed:
        return ()
    lines = [
        part
        for one in listed
        for usage in [one.option_usage if by_option else one.usage]
        for part in (Span("\n"), Span(usage, Style.CODE), Span(f"\n{one.summary}"))
    ]
    return Span("\n\n"), Span(say(f"help-{group}", language=language), Style.BOLD), *lines


def example_buttons(language: str) -> Sequence[Button]:
    """Each orders what is written on it."""
    tried = {name: f"/{name} {say(text, language=language)}" for name, text in EXAMPLE_TEXTS.items()}
    return [
        own_button(Verb.TRY, language, name, words=cut_text(one, EXAMPLE_LENGTH)) for name, one in tried.items()
    ]


def welcome_card(language: str, words: PlainWords | None = None) -> Card:
    """For who comes for the first time: what this is, what to type, what it costs, and one thing to press."""
    heard = [f"help-words-{words}"] if words else []
    typed = ["welcome-type"] if words in {None, PlainWords.IGNORE} else []
    lines = [say(key, language=language) for key in (*heard, *typed, "welcome-cost", "welcome-more")]
    text = Span(say("welcome-head", language=language), Style.BOLD), *(Span(f"\n\n{line}") for line in lines)
    return Card(tuple(text), buttons=((example_buttons(language)[0],),))


def deletion_card(job: Job, language: str) -> Card:
    """Whether a result is to be taken away, where it can still be had, and the button that does it."""
    button = own_button(Verb.ERASE, language, job.code)
    text = Span(say("delete-asked", {"name": job.code}, language=language))
    return Card((*head_spans(job), Span("\n"), text), buttons=((button,),))


def deleted_card(code: str, language: str) -> Card:
    """What stands where a result was, or where it was asked about."""
    return Card((Span(say("delete-done", {"name": code}, language=language), Style.MUTED),))


def lines_card(opened: int, count: int, spent: UserError | None, language: str) -> Card:
    """How many of the lines of a text were ordered; `spent`: why not more."""
    text = say("lines-ordered", {"n": opened, "count": count}, language=language)
    why = " " + say(spent.code, spent.facts, language=language) if spent else ""
    return Card((Span(text + why),))


def quote_card(job: Job) -> Card:
    """The whole prompt of a picture."""
    return Card((Span(caption(job.order), Style.CODE),))


def history_card(jobs: Sequence[Job], skip: int, whose: str, language: str) -> Card:
    """A page of a person's pictures, each with a button that shows it again; `whose`: the mark of that person."""
    if not jobs:
        return Card((Span(say("history-none", language=language)),))
    page = jobs[skip : skip + HISTORY_PAGE]
    lines = [span for number, job in enumerate(page, skip + 1) for span in history_line(number, job)]
    shows = tuple(
        name_task(Button(f"{n}", encode_payload(Verb.RECALL, job.code), "🖼️"), job)
        for n, job in enumerate(page, skip + 1)
    )
    head_ = Span(say("history-head", language=language), Style.BOLD)
    tail = Span("\n\n" + say("history-tail", language=language), Style.MUTED)
    return Card(
        (head_, *lines, tail), buttons=tuple(row for row in (shows, turn_buttons(jobs, skip, whose)) if row)
    )


def history_line(number: int, job: Job) -> tuple[Span, ...]:
    """One picture in a list."""
    words = " ".join(caption(job.order).split())
    short = cut_text(words, LINE_LENGTH)
    return Span(f"\n{number}. {short} · "), Span(job.code, Style.CODE)


def turn_buttons(jobs: Sequence[Job], skip: int, whose: str) -> tuple[Button, ...]:
    """To the page before and the page after, where there are any."""
    newer = (Button("◀", encode_payload(Verb.HISTORY, str(max(skip - HISTORY_PAGE, 0)), whose)),) if skip else ()
    older = (
        (Button("▶", encode_payload(Verb.HISTORY, str(skip + HISTORY_PAGE), whose)),)
        if skip + HISTORY_PAGE < len(jobs)
        else ()
    )
    return newer + older


def settings_card(
    chat_settings: ChatSettings,
    own: OwnSettings,
    language: str,
    *,
    private: bool,
    words: PlainWords | None = None,
    gallery: str = "",
    choose: str = "",
) -> Card:
    """What is chosen, with a button for each choice; `own`: what the person chose for themselves.

    `words`: what words without a command do, where they can do anything. `gallery`: what people call it, if there
    is one; `choose`: what to type to have one.
    """
    chosen = own.language if private else chat_settings.language
    named = LANGUAGE_NAMES.get(chosen) or say("settings-auto", language=language)
    rows = [
        (setting_button("settings-language", named, "language", "", language),),
        (switch_button("settings-previews", "previews", language, on=chat_settings.previews),),
    ]
    if private:
        rows.append((translation_button(own.translation, language),))
    rows.append((talk_button(language, on=own.talk if private else chat_settings.talk),))
    if words is not None:
        value = say(f"words-{words}", language=language)
        rows.append((setting_button("settings-words", value, "words", next_of(words), language),))
    if not private:
        value = say(f"pressers-{chat_settings.pressers}", language=language)
        rows += [
            (setting_button("settings-pressers", value, "press", next_of(chat_settings.pressers), language),),
            (switch_button("settings-spoiler", "spoiler", language, on=chat_settings.spoiler),),
        ]
    key = "settings-private" if private else "settings-here"
    text = [Span(say(key, language=language), Style.BOLD)]
    if not private:
        text.append(Span("\n" + gallery_line(gallery, choose, language)))
    return Card(tuple(text), buttons=tuple(rows))


def gallery_line(gallery: str, choose: str, language: str) -> str:
    """Where results of this place are shared, if anywhere, and what to type to `choose` that."""
    if not gallery:
        return say("settings-no-gallery", {"command": choose}, language=language)
    return say("settings-gallery", {"chat": gallery, "command": choose}, language=language)


def setting_button(key: str, value: str, name: str, turn: str, language: str) -> Button:
    """To the next value of a setting."""
    return Button(f"{say(key, language=language)}: {value}", encode_payload(Verb.ADJUST, name, turn))


def setting_value(name: str, value: str, language: str) -> str:
    """A value as it is typed, in words."""
    match name, value:
        case "language", _ if value in LANGUAGE_NAMES:
            return LANGUAGE_NAMES[value]
        case "language", _:
            return say("settings-auto", language=language)
        case "translate", Translation.AUTO:
            return say("translate-auto", language=language)
        case "press" | "words", _:
            return say(f"{'pressers' if name == 'press' else name}-{value}", language=language)
        case _:
            return say("settings-on" if value == "on" else "settings-off", language=language)


def switch_button(key: str, name: str, language: str, *, on: bool) -> Button:
    """On or off."""
    value = setting_value(name, "on" if on else "off", language)
    return setting_button(key, value, name, "off" if on else "on", language)


def translation_button(choice: Translation, language: str) -> Button:
    value = setting_value("translate", choice, language)
    return setting_button("settings-translate", value, "translate", next_of(choice), language)


def talk_button(language: str, *, on: bool) -> Button:
    return switch_button("settings-talk", "talk", language, on=on)


def language_card(language: str, own: OwnSettings, *, all_of_it: bool = True) -> Card:
    """All languages to choose from; `own`: what a person has chosen, or a place.

    `all_of_it`: with what else a person chooses for themselves alone.
    """
    chosen = own.language
    tags = sorted(languages(), key=lambda tag: LANGUAGE_NAMES.get(tag, tag))
    buttons = [language_button(LANGUAGE_NAMES.get(tag, tag), tag, chosen=tag == chosen) for tag in tags]
    rows = [tuple(buttons[n : n + LANGUAGES_IN_ROW]) for n in range(0, len(buttons), LANGUAGES_IN_ROW)]
    auto = language_button(say("settings-auto", language=language), "auto", chosen=not chosen)
    rows.append((auto,))
    if all_of_it:
        rows += [(translation_button(own.translation, language),), (talk_button(language, on=own.talk),)]
    return Card((Span(say("settings-choose", language=language), Style.BOLD),), buttons=tuple(rows))


def language_button(name: str, tag: str, *, chosen: bool) -> Button:
    return Button(f"✓ {name}" if chosen else name, encode_payload(Verb.ADJUST, "language", tag))


def next_of(value: StrEnum) -> str:
    every = list(type(value))
    return every[(every.index(value) + 1) % len(every)].value


def offered_cards(jobs: Sequence[Job], part: int = 0) -> Sequence[Card]:
    """Pictures to choose from, for sending one to another chat; `part`: that picture of each."""
    shown = [job for job in jobs if isinstance(job.outcome, Image | Clip)]
    return [shared_card(job, part) for job in shown if not part or is_part(job, part)]


def known_to(card: Card, file_id: str) -> Card:
    return replace(card, media=tuple(replace(one, file_id=file_id) for one in card.media))
