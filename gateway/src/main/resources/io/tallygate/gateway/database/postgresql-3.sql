-- How each limit counts, as in the code; in windows where an older server wrote it.
ALTER TABLE published_limit ADD COLUMN algorithm TEXT NOT NULL DEFAULT 'FIXED_WINDOW';
ALTER TABLE published_limit ADD COLUMN burst BIGINT;
UPDATE published_limit SET burst = count;
