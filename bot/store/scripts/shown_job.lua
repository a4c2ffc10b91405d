-- The job that a message shows, in one round trip.
-- KEYS: job of the message, what the keys of jobs begin with (which names their slot)    ARGV: fields of a job's record
-- Returns those fields; nothing when the message shows no job that we know.
local id = redis.call("GET", KEYS[1])
if not id then return {} end
return redis.call("HMGET", KEYS[2] .. id, unpack(ARGV))
