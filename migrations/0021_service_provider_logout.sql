-- Why: whoever ends a session, by whatever way, the service providers it was used at are told (OpenID Connect Back-Channel Logout).

create function tell_service_providers() returns trigger language plpgsql as $$
begin
  if exists (select from openid_artifact where model = 'Session' and session_id = new.session_id) then
    perform graphile_worker.add_job('end-service-sessions', json_build_object('sessionId', new.session_id),
      job_key => 'end-service-sessions ' || new.session_id, priority => 5, max_attempts => 12);
  end if;
  return null;
end $$;

create trigger tell_service_providers after update of ended_at on session for each row
  when (old.ended_at is null and new.ended_at is not null) execute function tell_service_providers();
