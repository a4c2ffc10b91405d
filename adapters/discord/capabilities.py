"""What Discord takes, as data: everywhere, and where an interaction says so."""

from dataclasses import replace

from adapters.discord.buttons import ROW_WIDTH
from adapters.discord.outbound import MEDIA_MOST
from adapters.discord.reply import SIZE_LIMIT, Reply
from bot.ports import Capabilities

# Edits of one message by the token of its interaction: five in two seconds, as people have measured it.
EDIT_GAP_S = 1.5
PREVIEW_SIDE = 1024  # pixels; more is not shown in a chat
# A press is answered by "thinking…" where the rest will be, and what is asked for oneself by words to oneself.
# What does not fit into rows stands in lists, which hold what the core has for one message many times over.
DISCORD_CAPABILITIES = Capabilities(
    gap=EDIT_GAP_S,
    file_limit=SIZE_LIMIT,
    picture_limit=SIZE_LIMIT,
    preview_side=PREVIEW_SIDE,
    files=MEDIA_MOST,
    row=ROW_WIDTH,
    shows_waiting=True,
    answers_privately=True,
    swaps_files=True,
    by_option=True,
    shows_anything=True,
)


# Where people wrote a message all see what answers it, and nothing shows that something is to come.
ANSWER_CAPABILITIES = replace(DISCORD_CAPABILITIES, shows_waiting=False, answers_privately=False)


def capabilities_for(reply: Reply | None, now: float) -> Capabilities:
    """What holds for an answer by this reply; None: for a message that is none to an interaction.

    What the interaction says of sizes holds for what goes by its token; who may see the answer does not change.
    """
    if reply is None:
        return DISCORD_CAPABILITIES
    limit = reply.size_limit if now < reply.token_end else SIZE_LIMIT
    return replace(DISCORD_CAPABILITIES, file_limit=limit, picture_limit=limit, confidential=not reply.for_all)
