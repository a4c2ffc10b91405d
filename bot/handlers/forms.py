"""Forms: opened below a result, filled in at once or one field after the other, and ordered as what they say."""

import hashlib
from dataclasses import dataclass, replace

import structlog

from bot.domain.card import Card
from bot.domain.chat_request import DropForm, FillForm, FormRequest, OpenForm, PickValue
from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import Forgotten, StoreError, UserError
from bot.domain.form import FieldKind, Form
from bot.domain.ids import MessageRef
from bot.domain.incoming import ButtonPress, CommandCall, FormReply, Origin
from bot.domain.parcel import Parcel
from bot.domain.sketch import Sketch, SketchKind, begin_sketch, choose, choose_picture, order_call
from bot.form_cards import done_form_card, dropped_form_card, form_card, make_form
from bot.handlers.chat_settings import ChatSettingsHandler, local_language
from bot.handlers.pressing import check_presser
from bot.handlers.replier import Replier
from bot.ports import Platform, Preferences, ResultIndex, Sketches

log = structlog.get_logger()

SKETCH_ID_LENGTH = 20  # characters on a button
FORM_PANEL = "form "  # and the name of the form: the message that shows it


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOpener:
    """Knows no platform, so that a form can be the first answer to a press. `remix`: see Commands."""

    sketches: Sketches
    results: ResultIndex
    preferences: Preferences
    remix: bool = False

    async def begin(self, request: OpenForm, origin: Origin) -> Sketch:
        """From what a message shows. Raises UserError."""
        job = await self.results.shown_by(request.message, request.task)
        if job is None:
            raise Forgotten("image-gone")
        name = sketch_name(origin, request.message.key, request.kind, request.part)
        begun = request.kind, job, name, origin.person, request.message, request.part
        sketch = begin_sketch(*begun, remix=self.remix)
        await self.sketches.put(sketch)
        return sketch

    async def open_form(self, request: OpenForm | FillForm, origin: Origin, platform: Platform) -> Form:
        """In the language of whoever asks. Raises UserError, also for who may press no buttons there."""
        chat_settings, chosen = await self.preferences.chosen(origin.place, origin.person.id)
        language = local_language(origin, chat_settings, chosen)
        if isinstance(request, FillForm):
            return make_form(await self.find(request.form, origin), language)
        await check_presser(self.results, platform, origin, chat_settings, request.message, request.task)
        return make_form(await self.begin(request, origin), language)

    async def find(self, form: str, origin: Origin) -> Sketch:
        """Raises UserError when it is somebody else's, or gone."""
        sketch = await self.sketches.get(form)
        if sketch is None:
            raise UserError("form-gone")
        if sketch.owner.id != origin.person.id:
            raise UserError("form-not-yours", name=sketch.owner.name)
        return sketch


@dataclass(frozen=True, slots=True, kw_only=True)
class FormHandler:
    """A form is its owner's, and is kept for a day."""

    opener: FormOpener
    settings_handler: ChatSettingsHandler
    replier: Replier

    @property
    def sketches(self) -> Sketches:
        return self.opener.sketches

    async def handle(self, request: FormRequest, press: ButtonPress, chat_settings: ChatSettings) -> None:
        """Raises UserError."""
        match request:
            case OpenForm(message, _, task_id, _):
                await self.settings_handler.may_press(press.origin, chat_settings, message, task_id)
                sketch = await self.opener.begin(request, press.origin)
                card = form_card(sketch, press.origin.person.language)
                await self.replier.reply(press.origin, card, press.key, form_panel(sketch.id))
            case PickValue(form, name, value):
                sketch = await self.find_shown(form, press)
                if not await self.keep(sketch, choose(sketch, name, value)):
                    return
                card = form_card(await self.find(form, press.origin), press.origin.person.language)
                await self.replier.replace_panel(press, card, form_panel(form))
            case FillForm(form):  # no window opened, or not in time
                card = form_card(await self.find(form, press.origin), press.origin.person.language)
                await self.replier.reply(press.origin, card, press.key, form_panel(form))
            case DropForm(form):
                await self.find_shown(form, press)
                await self.sketches.drop(form)
                await self.replier.replace_panel(press, dropped_form_card(press.origin.person.language), "")

    async def find(self, form: str, origin: Origin) -> Sketch:
        """Raises UserError as the opener's."""
        return await self.opener.find(form, origin)

    async def find_shown(self, form: str, press: ButtonPress) -> Sketch:
        """The form of the message that was pressed, since that is changed. Raises UserError as above."""
        sketch = await self.find(form, press.origin)
        if await self.opener.results.panel_of(press.message) != form_panel(form):
            raise UserError("button-unknown")
        return sketch

    async def keep(self, before: Sketch, after: Sketch) -> bool:
        """What has changed and nothing else, so that what is filled in at the same time stays; whether any has."""
        chosen = {name: value for name, value in after.chosen.items() if before.chosen.get(name) != value}
        sent = {name: after.sent.get(name, "") for name in {**before.sent, **after.sent}}
        changed = {name: one for name, one in sent.items() if before.sent.get(name, "") != one}
        for name, value in chosen.items():
            await self.sketches.fill(after.id, name, value)
        for name, attachment in changed.items():
            await self.sketches.send(after.id, name, attachment)
        return bool(chosen or changed)

    # --- words that answer a form ------------------------------------------------------------------

    async def answered_form(self, call: CommandCall) -> str:
        """The form whose message these words answer; empty where it shows none."""
        if call.reply_to is None or not (call.text.strip() or call.attachments or call.unusable):
            return ""
        panel = await self.opener.results.panel_of(call.reply_to)
        return panel.removeprefix(FORM_PANEL) if panel.startswith(FORM_PANEL) else ""

    async def write(self, form: str, call: CommandCall, message: MessageRef) -> None:
        """Words into its first text, a picture into its field for one; `message` shows it. Raises UserError."""
        sketch = await self.find(form, call.origin)
        if call.unusable:
            raise UserError("file-unusable")
        if len(call.attachments) > 1:
            raise UserError("form-pictures", most=1)
        filled = choose_picture(sketch, call.attachments[0]) if call.attachments else sketch
        if call.text.strip():
            name = next(one.name for one in sketch.fields if one.kind is FieldKind.TEXT)
            filled = choose(filled, name, call.text)
        await self.keep(sketch, filled)
        language = call.origin.person.language
        card = replace(form_card(await self.find(form, call.origin), language), personal=True)
        shown = Parcel(f"{call.key}-shown", message, card, panel=form_panel(form))
        await self.replier.send(call.origin, shown)

    # --- what is ordered ---------------------------------------------------------------------------

    async def read_reply(self, reply: FormReply, chat_settings: ChatSettings) -> CommandCall:
        """The command that a whole form is. Raises UserError."""
        sketch = await self.find(reply.form, reply.origin)
        if reply.unusable:
            raise UserError("file-unusable")
        for name, value in reply.values.items():
            sketch = choose(sketch, name, value)
        for name, attachment in reply.pictures.items():
            sketch = choose_picture(sketch, attachment, name)
        return await self.order(sketch, reply, chat_settings)

    async def read_press(self, form: str, press: ButtonPress, chat_settings: ChatSettings) -> CommandCall:
        """The command that it is by now. Raises UserError."""
        return await self.order(await self.find(form, press.origin), press, chat_settings)

    async def order(
        self, sketch: Sketch, event: ButtonPress | FormReply, chat_settings: ChatSettings
    ) -> CommandCall:
        """Raises UserError for who may press no buttons there."""
        if sketch.message is not None:
            await self.settings_handler.may_press(event.origin, chat_settings, sketch.message, sketch.task)
        return order_call(sketch, event.key, event.origin)

    async def tick(self, form: str, press: ButtonPress) -> None:
        """Mark on its message that it was ordered; what was ordered stays so without its mark."""
        try:
            sketch = await self.find_shown(form, press)
            card = Card((), buttons=done_form_card(sketch, press.origin.person.language).buttons)
            await self.replier.outbox.send(Parcel(f"{press.key}-ticked", press.message, card, relabel=True))
        except (StoreError, UserError) as error:
            log.info("form.tick_failed", error=str(error))


def sketch_name(origin: Origin, begun: str, kind: SketchKind, part: int = 0) -> str:
    """The same whenever they open it, which begins it anew: opened again and again it is kept once.

    `begun`: the key of the message that it is begun from, or of the event that has it begun.
    """
    parts = (origin.person.id, begun, kind, str(part))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:SKETCH_ID_LENGTH]


def form_panel(form: str) -> str:
    """The message that shows this form."""
    return f"{FORM_PANEL}{form}"
