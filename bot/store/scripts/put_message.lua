-- Put a message into a room, number the change, and tell those who listen.
-- KEYS: order, messages, revs    ARGV: id, body (a JSON object), now (ms), ttl (s), most messages kept, channel,
--       version of what it shows (0: none)
-- Returns the record as it was stored, or false when the message shows a newer version already: whoever writes an older
-- one was asleep.
local version = tonumber(ARGV[7])
if version > 0 then
  if version < tonumber(redis.call("HGET", KEYS[3], "v:" .. ARGV[1]) or 0) then return false end
  redis.call("HSET", KEYS[3], "v:" .. ARGV[1], version)
end
redis.call("ZADD", KEYS[1], "NX", ARGV[3], ARGV[1])
local rev = redis.call("HINCRBY", KEYS[3], ARGV[1], 1)
local at = redis.call("ZSCORE", KEYS[1], ARGV[1])
-- Spliced as text: cjson would turn empty lists into objects.
local record = string.format('{"rev":%d,"at":%s,', rev, string.format("%.0f", at)) .. string.sub(ARGV[2], 2)
redis.call("HSET", KEYS[2], ARGV[1], record)
local old = redis.call("ZRANGE", KEYS[1], 0, -(tonumber(ARGV[5]) + 1))
for _, id in ipairs(old) do
  redis.call("ZREM", KEYS[1], id)
  redis.call("HDEL", KEYS[2], id)
  redis.call("HDEL", KEYS[3], id, "v:" .. id)
end
for i = 1, 3 do redis.call("EXPIRE", KEYS[i], ARGV[4]) end
redis.call("PUBLISH", ARGV[6], '{"type":"message","message":' .. record .. "}")
return record
