-- KEYS: lane, open jobs
-- Returns its version ("" when there is none), its data, the server's time (s), and those of its jobs that are not
-- open any more: whoever held one may have died between its last card and its leaving the lane.
local found = redis.call("HMGET", KEYS[1], "v", "data")
local time = redis.call("TIME")
local gone = {}
local read, lane = pcall(cjson.decode, found[2] or "")
if read and type(lane.runs) == "table" then
  for _, run in ipairs(lane.runs) do
    local parcel = string.sub(run.job, 1, 7) == "parcel:"
    if not parcel and not redis.call("ZSCORE", KEYS[2], run.job) then gone[#gone + 1] = run.job end
  end
end
return { found[1] or "", found[2] or "", string.format("%d.%06d", time[1], time[2]), gone }
