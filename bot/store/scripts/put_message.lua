-- Put a message into a room, number the change, and tell those who listen.
-- KEYS: order of those that last, order of talk, messages, revs, said on the channel (announce.lua)
-- ARGV: id, body (a JSON object), now (ms), ttl (s), most kept that last, most talk kept, channel, "1" when it lasts,
--       version of what it shows (0: none)
-- A message is in one of the orders, and keeps its time when it changes over.
-- Returns the record as it was stored, or false when the message shows a newer version already: whoever writes an older
-- one was asleep.
local version = tonumber(ARGV[9])
if version > 0 then
  if version < tonumber(redis.call("HGET", KEYS[4], "v:" .. ARGV[1]) or 0) then return false end
  redis.call("HSET", KEYS[4], "v:" .. ARGV[1], version)
end
local here, other = 2, 1
if ARGV[8] == "1" then here, other = 1, 2 end
local since = redis.call("ZSCORE", KEYS[other], ARGV[1])
if since then redis.call("ZREM", KEYS[other], ARGV[1]) end
redis.call("ZADD", KEYS[here], "NX", since or ARGV[3], ARGV[1])
local rev = redis.call("HINCRBY", KEYS[4], ARGV[1], 1)
local at = redis.call("ZSCORE", KEYS[here], ARGV[1])
-- Spliced as text: cjson would turn empty lists into objects.
local record = string.format('{"rev":%d,"at":%s,', rev, string.format("%.0f", at)) .. string.sub(ARGV[2], 2)
redis.call("HSET", KEYS[3], ARGV[1], record)
local old = redis.call("ZRANGE", KEYS[here], 0, -(tonumber(ARGV[4 + here]) + 1))
for _, id in ipairs(old) do
  redis.call("ZREM", KEYS[here], id)
  redis.call("HDEL", KEYS[3], id)
  redis.call("HDEL", KEYS[4], id, "v:" .. id)
end
for i = 1, 4 do redis.call("EXPIRE", KEYS[i], ARGV[4]) end
announce(KEYS[5], ARGV[4], ARGV[7], '{"type":"message","message":' .. record .. "}")
return record
