"""Who may press the buttons of a place, and who decides for it."""

from bot.domain.chat_settings import ChatSettings, Pressers
from bot.domain.errors import DeliveryError, UserError
from bot.domain.ids import NO_TASK, MessageRef, TaskId
from bot.domain.incoming import Origin
from bot.domain.job import Job
from bot.ports import AdminAware, Platform, ResultIndex


async def check_presser(
    results: ResultIndex,
    platform: Platform,
    origin: Origin,
    chat_settings: ChatSettings,
    message: MessageRef,
    task_id: TaskId = NO_TASK,
) -> None:
    """Raises UserError when this place has it otherwise. `task_id`: what the button names."""
    if origin.private or chat_settings.pressers is Pressers.EVERYONE:
        return
    if chat_settings.pressers is Pressers.ADMINS and not await may_decide(platform, origin):
        raise UserError("only-admins")
    job = None
    if chat_settings.pressers is Pressers.REQUESTER:
        job = await results.shown_by(message, task_id)
    if job is not None and job.origin.person.id and not await is_theirs(platform, job, origin):
        raise UserError("not-yours", name=job.origin.person.name)


async def is_theirs(platform: Platform, job: Job, origin: Origin) -> bool:
    """Whether this person ordered it, or the place itself did, for which they speak. Raises UserError."""
    owner = job.origin.person.id
    return owner == origin.person.id or (owner == origin.place.key and await may_decide(platform, origin))


async def may_decide(platform: Platform, origin: Origin) -> bool:
    """Whether they may decide for this place. Raises UserError when it cannot be known."""
    if origin.private:
        return True
    if not isinstance(platform, AdminAware):
        return False
    try:
        return await platform.is_admin(origin)
    except DeliveryError:
        raise UserError("rights-unknown") from None
