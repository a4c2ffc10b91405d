-- Let in whoever may go to the service: who has fewest there, then who came first.
-- KEYS: line, inside, who, brake
-- ARGV: now (s), most inside, most of a person, most of a place (0: no limit), ttl (s), channel,
--       then the job that joins ("" for none), its person, its place, when it was opened
-- Returns: the jobs let in by this call; the jobs that wait, in the order in which they would go; until when the
-- line is held (s; "" when it is not); and why.
local now, most, ttl, id = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[5], ARGV[7]
local limit = { tonumber(ARGV[3]), tonumber(ARGV[4]) }
if id ~= "" and not redis.call("ZSCORE", KEYS[2], id) then
  redis.call("ZADD", KEYS[1], "NX", ARGV[10], id)
  redis.call("HSET", KEYS[3], id, cjson.encode({ ARGV[8], ARGV[9] }))
end

local have = { {}, {} } -- jobs inside of each person, of each place
local function whose(job)
  local known = redis.call("HGET", KEYS[3], job)
  return known and cjson.decode(known) or { "", "" }
end
local function count(who, more)
  for i = 1, 2 do have[i][who[i]] = (have[i][who[i]] or 0) + more end
end
local inside = redis.call("ZRANGE", KEYS[2], 0, -1)
for _, job in ipairs(inside) do count(whose(job), 1) end

-- A person's n-th job in line stands where it will be their n-th at the service.
local line, turns = {}, {}
for n, job in ipairs(redis.call("ZRANGE", KEYS[1], 0, -1)) do
  local who = whose(job)
  turns[who[1]] = (turns[who[1]] or have[1][who[1]] or 0) + 1
  line[n] = { job = job, who = who, turn = turns[who[1]], n = n }
end
table.sort(line, function(a, b)
  if a.turn ~= b.turn then return a.turn < b.turn end
  return a.n < b.n
end)

-- After a pause one goes first, to see whether the service takes orders again.
local brake = redis.call("HMGET", KEYS[4], "until", "reason", "probe")
local room = most - #inside
if brake[1] then
  local probing = brake[3] and redis.call("ZSCORE", KEYS[2], brake[3])
  if now < tonumber(brake[1]) or probing then room = 0 else room = math.min(room, 1) end
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
    redis.call("ZADD", KEYS[2], now, one.job)
    if brake[1] then redis.call("HSET", KEYS[4], "probe", one.job) end
    count(one.who, 1)
    room = room - 1
    let[#let + 1] = one.job
  else
    kept[#kept + 1] = one.job
  end
end
for i = 1, 4 do redis.call("EXPIRE", KEYS[i], ttl) end
if #let > 0 then redis.call("PUBLISH", ARGV[6], cjson.encode({ let = let })) end
local mine = id ~= "" and redis.call("ZSCORE", KEYS[2], id) and 1 or 0
return { let, kept, brake[1] or "", brake[2] or "", mine }
