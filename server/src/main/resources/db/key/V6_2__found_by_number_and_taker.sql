-- An upload looks for each of its keys whether another one of that number is left.
CREATE INDEX signal_one_time_keys_by_number ON signal_one_time_keys (session_id, key_id)
WHERE taken_at IS NULL;

-- Each time somebody takes a key of a device, it is counted how many they took within the hour.
DROP INDEX signal_one_time_keys_taken;

CREATE INDEX signal_one_time_keys_taken ON signal_one_time_keys (session_id, taker_id, taken_at)
WHERE taken_at IS NOT NULL;
