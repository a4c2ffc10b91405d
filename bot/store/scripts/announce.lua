-- Say a note (a JSON object) on a channel, with its number: `said` counts what was said there.
local function announce(said, ttl, channel, note)
  local n = redis.call("INCR", said)
  redis.call("EXPIRE", said, ttl)
  redis.call("PUBLISH", channel, string.format('{"n":%d,', n) .. string.sub(note, 2))
end
