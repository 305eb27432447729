-- Why: a session that idles out is written down as ended, so that service providers are told; this finds those that may have.

create index session_by_last_seen on session (last_seen_at) where ended_at is null;
