-- Let in whoever may go to the service: who has fewest there, then who came first.
-- KEYS: line, inside, who, brake, open jobs
-- ARGV: now (s), most inside, most of a person, most of a place (0: no limit), ttl (s), channel,
--       how many of the line are looked at, seconds of waiting that make up for one job of the same person,
--       seconds after which a job inside is a mistake, seconds after which a probe that was not refused was taken,
--       then the job that joins ("" for none), its person, its place, when it was opened
-- Returns: the jobs let in by this call; the first that wait, in the order in which they would go; until when the
-- line is held (s; "" when it is not); why; whether the job that joined may go; and how many wait in all.
local now, most, ttl, id = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[5], ARGV[11]
local limit = { tonumber(ARGV[3]), tonumber(ARGV[4]) }
local function whose(known)
  local cut = known and string.find(known, "\n", 1, true)
  if not cut then return { "", "" } end
  return { string.sub(known, 1, cut - 1), string.sub(known, cut + 1) }
end

redis.call("ZREMRANGEBYSCORE", KEYS[2], "-inf", now - tonumber(ARGV[9]))
-- A job that is over may be brought here by somebody who does not know it yet.
if id ~= "" and redis.call("ZSCORE", KEYS[5], id) and not redis.call("ZSCORE", KEYS[2], id) then
  redis.call("ZADD", KEYS[1], "NX", ARGV[14], id)
  redis.call("HSET", KEYS[3], id, ARGV[12] .. "\n" .. ARGV[13])
end

local have = { {}, {} } -- jobs inside of each person, of each place
local function count(who, more)
  for i = 1, 2 do have[i][who[i]] = (have[i][who[i]] or 0) + more end
end
local inside = redis.call("ZRANGE", KEYS[2], 0, -1)
for _, job in ipairs(inside) do count(whose(redis.call("HGET", KEYS[3], job)), 1) end

-- A person's n-th job in line stands where it will be their n-th at the service, and moves up as it waits.
local line, turns = {}, {}
local oldest = redis.call("ZRANGE", KEYS[1], 0, tonumber(ARGV[7]) - 1, "WITHSCORES")
local known = {}
for n = 1, #oldest, 2 do known[#known + 1] = oldest[n] end
if #known > 0 then known = redis.call("HMGET", KEYS[3], unpack(known)) end
for n = 1, #oldest / 2 do
  local who = whose(known[n])
  turns[who[1]] = (turns[who[1]] or have[1][who[1]] or 0) + 1
  local waited = math.max(now - tonumber(oldest[2 * n]), 0)
  line[n] = { job = oldest[2 * n - 1], who = who, turn = turns[who[1]] - waited / tonumber(ARGV[8]), n = n }
end
table.sort(line, function(a, b)
  if a.turn ~= b.turn then return a.turn < b.turn end
  return a.n < b.n
end)

-- After a pause one goes first, to see whether the service takes orders again.
local brake = redis.call("HMGET", KEYS[4], "until", "reason", "probe")
local room = most - #inside
if brake[1] then
  local since = brake[3] and redis.call("ZSCORE", KEYS[2], brake[3])
  if now < tonumber(brake[1]) then
    room = 0
  elseif since and now - tonumber(since) >= tonumber(ARGV[10]) then
    redis.call("DEL", KEYS[4])
    brake = {}
  else
    room = since and 0 or math.min(room, 1)
  end
end

local function may(who)
  for i = 1, 2 do
    if limit[i] > 0 and (have[i][who[i]] or 0) >= limit[i] then return false end
  end
  return true
end
local let, kept = {}, {}
for _, one in ipairs(line) do
  if room > 0 and may(one.who) then
    redis.call("ZREM", KEYS[1], one.job)
    if redis.call("ZSCORE", KEYS[5], one.job) then
      redis.call("ZADD", KEYS[2], now, one.job)
      if brake[1] then redis.call("HSET", KEYS[4], "probe", one.job) end
      count(one.who, 1)
      room = room - 1
      let[#let + 1] = one.job
    else
      redis.call("HDEL", KEYS[3], one.job)
    end
  else
    kept[#kept + 1] = one.job
  end
end
for i = 1, 4 do redis.call("EXPIRE", KEYS[i], ttl) end
if #let > 0 then redis.call("PUBLISH", ARGV[6], cjson.encode({ let = let })) end
local mine = id ~= "" and redis.call("ZSCORE", KEYS[2], id) and 1 or 0
return { let, kept, brake[1] or "", brake[2] or "", mine, redis.call("ZCARD", KEYS[1]) }
