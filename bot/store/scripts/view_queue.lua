-- The first who wait in line, for whoever asks first in a while: their messages may have to say something else.
-- KEYS: waiting, who, counts, told, brake, viewed    ARGV: ms until the next one may ask, how many are looked at
-- Returns: their ids, where they stand (as in `who`), what they were told (as in `told`; "" for nothing), how many
-- each has inside (as in `counts`: names and numbers in turn), and why the queue is held; or nothing.
if not redis.call("SET", KEYS[6], 1, "NX", "PX", ARGV[1]) then return {} end
local ids = redis.call("ZRANGE", KEYS[1], 0, tonumber(ARGV[2]) - 1)
if #ids == 0 then return {} end
local who, told = redis.call("HMGET", KEYS[2], unpack(ids)), redis.call("HMGET", KEYS[4], unpack(ids))
for n = 1, #ids do
  who[n], told[n] = who[n] or "", told[n] or ""
end
return { ids, who, told, redis.call("HGETALL", KEYS[3]), redis.call("HGET", KEYS[5], "reason") or "" }
