-- Into the service queue and out of it: what several scripts do. It stands before each of them.
-- KEYS: waiting, inside, who, order, pairs, counts, touched, wake, told; see keys.py
local WAITING, INSIDE, WHO, ORDER, PAIRS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local COUNTS, TOUCHED, WAKE, TOLD = KEYS[6], KEYS[7], KEYS[8], KEYS[9]

-- The place and the person of a job, as its entry in `who` says.
local function whose(known)
  return string.match(known, "^([^\n]*)\n([^\n]*)\n")
end

-- Moments are written so that the earlier one sorts first.
local function written(moment)
  return string.format("%017.3f", moment)
end

-- How many a person or a place has inside; each is read once.
local HAVE = {}
local function inside(kind, name)
  local field = kind .. "\n" .. name
  HAVE[field] = HAVE[field] or tonumber(redis.call("HGET", COUNTS, field) or 0)
  return HAVE[field]
end

local function count(kind, name, more)
  local field = kind .. "\n" .. name
  HAVE[field] = redis.call("HINCRBY", COUNTS, field, more)
  if HAVE[field] <= 0 then redis.call("HDEL", COUNTS, field) end
end

-- Whose turns have to be reckoned anew by the next call.
local function touch(place, person)
  redis.call("SADD", TOUCHED, place .. "\n" .. person)
  redis.call("EXPIRE", TOUCHED, 86400) -- the next call is a second away
end

-- A job stands in line at the moment `at`, and is queued again at `again` if nothing happens before.
local function stand(id, place, person, at, again)
  local known = place .. "\n" .. person .. "\n" .. written(at)
  redis.call("HSET", WHO, id, known)
  redis.call("ZADD", WAITING, at, id)
  redis.call("ZADD", ORDER, 0, known .. "\n" .. id)
  redis.call("ZADD", WAKE, again, id)
  touch(place, person)
end

-- One of those that the service has, or may be sent.
local function come_in(id, place, person, since)
  redis.call("HSET", WHO, id, place .. "\n" .. person .. "\n" .. written(tonumber(since)))
  if redis.call("ZADD", INSIDE, since, id) == 0 then return end
  count("place", place, 1)
  count("person", person, 1)
  touch(place, person)
end

-- No longer one of those that the service has.
local function come_out(id)
  local known = redis.call("HGET", WHO, id)
  if redis.call("ZREM", INSIDE, id) == 0 or not known then return end
  local place, person = whose(known)
  count("place", place, -1)
  count("person", person, -1)
  touch(place, person)
end

-- Out of all of it, wherever it was.
local function leave(id)
  come_out(id)
  local known = redis.call("HGET", WHO, id)
  if redis.call("ZREM", WAITING, id) == 1 and known then
    redis.call("ZREM", ORDER, known .. "\n" .. id)
    touch(whose(known))
  end
  redis.call("HDEL", WHO, id)
  redis.call("ZREM", WAKE, id)
  redis.call("HDEL", TOLD, id)
end
