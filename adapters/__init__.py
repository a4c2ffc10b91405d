"""One package per chat platform; each knows `bot.domain` and `bot.ports`, and no other adapter."""
