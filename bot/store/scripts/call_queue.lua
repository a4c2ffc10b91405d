-- Let in whoever may go to the service, and say which jobs are to be queued.
-- The work is that of those let in, of those that came or left since the last call, and of those that are due:
-- never that of all who wait, or of all who are inside.
-- KEYS: as queue_steps.lua says; then heads, turns, ready, brake, open jobs, signals of the job that joins
-- ARGV: now (s), most inside, most of a person, most of a place (0: no limit), ttl (s),
--       seconds of waiting that make up for one job of the same person,
--       seconds after which a job inside is a mistake, seconds after which a probe that was not refused was taken,
--       seconds after which a job that nobody has taken up is queued again, most to be let in or queued by one call,
--       then the job that joins ("" for none), its person, its place, when it was opened, when to queue it again
-- Returns: the jobs let in by this call; those to be queued again; until when the queue is held (s; "" when it is
-- not); why; whether the job that joined may go; how many were ahead of it when that was last told; how many wait.
local HEADS, TURNS, READY, BRAKE, OPEN, SIGNALS = KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14], KEYS[15]
local now, most, ttl, batch = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[5], tonumber(ARGV[10])
local limit = { person = tonumber(ARGV[3]), place = tonumber(ARGV[4]) }
local id, retry = ARGV[11], now + tonumber(ARGV[9])
local WIDTH = 18 -- of a moment as it is written, with the sign after it

local function full(kind, name)
  return limit[kind] > 0 and inside(kind, name) >= limit[kind]
end
local function first(key, prefix)
  return redis.call("ZRANGEBYLEX", key, "[" .. prefix, "(" .. prefix .. "\255", "LIMIT", 0, 1)[1]
end

-- Where the first job of a person in a place stands among those of others there. It goes as if it were their only
-- one, but later by so much for each that they have inside: so whoever waits moves up, and nobody is kept out.
local function reckon(place, person)
  local pair = place .. "\n" .. person
  local old = redis.call("HGET", TURNS, pair)
  if old then redis.call("ZREM", HEADS, place .. "\n" .. old .. "\n" .. person) end
  local head = first(ORDER, pair .. "\n")
  if head then
    redis.call("ZADD", PAIRS, 0, person .. "\n" .. place)
  else
    redis.call("ZREM", PAIRS, person .. "\n" .. place)
  end
  if not head or full("person", person) then
    redis.call("HDEL", TURNS, pair)
    return
  end
  local stood = tonumber(string.sub(head, #pair + 2, #pair + WIDTH))
  local turn = written(stood + inside("person", person) * tonumber(ARGV[6]))
  redis.call("HSET", TURNS, pair, turn)
  redis.call("ZADD", HEADS, 0, place .. "\n" .. turn .. "\n" .. person)
end

-- Where a place stands among the places: as the first of those there who may go, if it may have one more.
local function rank(place)
  local best = first(HEADS, place .. "\n")
  if not best or full("place", place) then
    redis.call("ZREM", READY, place)
  else
    redis.call("ZADD", READY, tonumber(string.sub(best, #place + 2, #place + WIDTH)), place)
  end
end

local function anew(place, person)
  reckon(place, person)
  rank(place)
  for _, pair in ipairs(redis.call("ZRANGEBYLEX", PAIRS, "[" .. person .. "\n", "(" .. person .. "\n\255")) do
    local other = string.sub(pair, #person + 2)
    if other ~= place then
      reckon(other, person)
      rank(other)
    end
  end
end

if id == "" then
  local mistaken = now - tonumber(ARGV[7])
  for _, job in ipairs(redis.call("ZRANGEBYSCORE", INSIDE, "-inf", mistaken, "LIMIT", 0, batch)) do leave(job) end
end
-- A job that is over may be brought here by somebody who does not know it yet.
local open = id ~= "" and redis.call("ZSCORE", OPEN, id)
if open and not redis.call("ZSCORE", INSIDE, id) and not redis.call("ZSCORE", WAITING, id) then
  stand(id, ARGV[13], ARGV[12], tonumber(ARGV[14]), ARGV[15])
end
local touched = redis.call("SMEMBERS", TOUCHED)
for _, pair in ipairs(touched) do
  anew(whose(pair .. "\n"))
end
if #touched > 0 then redis.call("DEL", TOUCHED) end

-- After a pause one goes first, to see whether the service takes orders again.
local brake = redis.call("HMGET", BRAKE, "until", "reason", "probe")
local room = most - redis.call("ZCARD", INSIDE)
if brake[1] then
  local since = brake[3] and redis.call("ZSCORE", INSIDE, brake[3])
  if now < tonumber(brake[1]) then
    room = 0
  elseif since and now - tonumber(since) >= tonumber(ARGV[8]) then
    redis.call("DEL", BRAKE)
    brake = {}
  else
    room = since and 0 or math.min(room, 1)
  end
end

local function let_in(job, place, person)
  redis.call("ZADD", INSIDE, now, job)
  redis.call("ZADD", WAKE, retry, job)
  redis.call("HDEL", TOLD, job)
  if brake[1] then redis.call("HSET", BRAKE, "probe", job) end
  count("place", place, 1)
  count("person", person, 1)
end

local let = {}
while room > 0 and #let < batch do
  local place = redis.call("ZRANGE", READY, 0, 0)[1]
  if not place then break end
  local best = first(HEADS, place .. "\n")
  local person = best and string.sub(best, #place + WIDTH + 2)
  if not best or full("place", place) then -- the limits were other ones when it was put there
    rank(place)
  elseif full("person", person) then
    anew(place, person)
  else
    local pair = place .. "\n" .. person
    local head = first(ORDER, pair .. "\n")
    if head then
      local job = string.sub(head, #pair + WIDTH + 2)
      redis.call("ZREM", ORDER, head)
      redis.call("ZREM", WAITING, job)
      if redis.call("ZSCORE", OPEN, job) then
        let_in(job, place, person)
        room = room - 1
        if job ~= id then let[#let + 1] = job end
      else
        leave(job)
      end
    end
    anew(place, person)
  end
end

local mine = id ~= "" and redis.call("ZSCORE", INSIDE, id) and 1 or 0
local length, ahead = redis.call("ZCARD", WAITING), 0
if mine == 1 then
  redis.call("ZREM", WAKE, id) -- it is taken up
elseif open then
  local told = redis.call("HGET", TOLD, id)
  ahead = told and tonumber(string.match(told, "^%d+")) or length - 1
  redis.call("HSET", TOLD, id, ahead .. "\n" .. (brake[2] or ""))
  -- Word that was left meanwhile, and that this run may not hear any more, is not to wait for so long.
  redis.call("ZADD", WAKE, redis.call("LLEN", SIGNALS) > 0 and retry or ARGV[15], id)
end
-- What comes with time is for those who look from time to time, not for each job that joins.
local due = {}
if id == "" then
  for _, job in ipairs(redis.call("ZRANGEBYSCORE", WAKE, "-inf", now, "LIMIT", 0, batch)) do
    if redis.call("ZSCORE", OPEN, job) then
      redis.call("ZADD", WAKE, retry, job)
      due[#due + 1] = job
    else
      leave(job)
    end
  end
  for n = 1, 13 do redis.call("EXPIRE", KEYS[n], ttl) end
end
return { let, due, brake[1] or "", brake[2] or "", mine, ahead, length }
