-- The time that the server last looked at (one row), and stretches of the machine's time in which no
-- time passed, because its clock leapt ahead. Microseconds since the epoch.

CREATE TABLE time_seen (
  place INTEGER PRIMARY KEY,
  seen BIGINT NOT NULL
);

CREATE TABLE time_leaps (
  leapt_from BIGINT PRIMARY KEY,
  leapt_to BIGINT NOT NULL
);
