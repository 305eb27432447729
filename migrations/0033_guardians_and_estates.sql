-- Why: guardians, attorneys and heirs get into another's mailbox by papers that two members of staff have looked at, never one (B-11, B-12, D-06, D-07, D-09, D-10).

create table staff_member (
  staff text primary key check (length(staff) >= 2),
  person_id uuid not null unique references person,
  public_key bytea not null,
  since timestamptz not null,
  ended_at timestamptz
);
comment on table staff_member is 'ref Members of staff who may decide requests: each one person of the register, one key of their own.';
comment on column staff_member.staff is 'E-49 the name they act by';
comment on column staff_member.person_id is 'E-49 which person; one membership each, so that two names are two people';
comment on column staff_member.public_key is 'E-49 Ed25519, SPKI DER: what they decide is signed';
comment on column staff_member.since is 'E-49 when the operator named them';
comment on column staff_member.ended_at is 'E-49 when they stopped';

create function keep_staff() returns trigger language plpgsql as $$
begin
  if (new.staff, new.person_id, new.public_key, new.since) is distinct from (old.staff, old.person_id, old.public_key, old.since)
     or old.ended_at is not null then
    raise exception 'a member of staff stays who they were';
  end if;
  return new;
end $$;
create trigger keep_staff before update on staff_member for each row execute function keep_staff();

create table power_request (
  request_id uuid primary key,
  person_id uuid not null references person,
  mailbox_id uuid not null,
  kind text not null check (kind in ('guardian', 'attorney', 'heir')),
  subject_id uuid references person,
  statement_sealed bytea not null,
  statement_key bytea not null,
  state text not null check (state in ('begun', 'waiting', 'submitted', 'granted', 'refused', 'withdrawn', 'lapsed')),
  state_at timestamptz not null,
  begun_at timestamptz not null,
  submitted_at timestamptz,
  content_digest bytea,
  decide_by timestamptz,
  check (person_id <> subject_id),
  check ((submitted_at is null) = (content_digest is null)),
  check (state not in ('waiting', 'submitted', 'granted', 'refused') or submitted_at is not null)
);
comment on table power_request is 'ref Requests to act in another''s mailbox as guardian, by a future power of attorney, or as heir (B-11, B-12).';
comment on column power_request.request_id is 'none: key, uuid v7';
comment on column power_request.person_id is 'E-23 who asks';
comment on column power_request.mailbox_id is 'E-23 their own mailbox: its key seals what they hand in';
comment on column power_request.kind is 'E-23 in which capacity they would act';
comment on column power_request.subject_id is 'E-23 in whose mailbox; null when the register knows nobody of that number';
comment on column power_request.statement_sealed is 'E-23 names, numbers, description and contact as typed, sealed';
comment on column power_request.statement_key is 'none: key of the statement, wrapped by the vault';
comment on column power_request.state is 'E-23 where it stands; its facts are in power_request_event';
comment on column power_request.state_at is 'E-23 R3 since when';
comment on column power_request.begun_at is 'E-23 when it was begun';
comment on column power_request.submitted_at is 'E-23 when it was handed in; nothing in it changes after that';
comment on column power_request.content_digest is 'E-23 SHA-256 over statement and papers: what every member of staff decides about is the same';
comment on column power_request.decide_by is 'E-23 by when it should be decided';
create index power_request_by_person on power_request (person_id);
create index power_request_by_subject on power_request (subject_id) where subject_id is not null;
create index power_request_open on power_request (state, state_at) where state in ('begun', 'waiting', 'submitted');

create function keep_request() returns trigger language plpgsql as $$
begin
  if (new.request_id, new.person_id, new.mailbox_id, new.kind, new.statement_sealed, new.begun_at)
     is distinct from (old.request_id, old.person_id, old.mailbox_id, old.kind, old.statement_sealed, old.begun_at)
     or old.submitted_at is not null and (new.subject_id, new.submitted_at, new.content_digest)
     is distinct from (old.subject_id, old.submitted_at, old.content_digest)
     or old.state in ('granted', 'refused', 'withdrawn', 'lapsed') and new.state <> old.state then
    raise exception 'what a request says does not change after it was handed in';
  end if;
  return new;
end $$;
create trigger keep_request before update on power_request for each row execute function keep_request();

create table power_request_event (
  request_id uuid not null references power_request on delete cascade,
  event_id uuid not null,
  event text not null check (event ~ '^[a-z-]+$'),
  at timestamptz not null,
  primary key (request_id, event_id)
);
comment on table power_request_event is 'ref What became of a request, fact by fact. Append-only.';
comment on column power_request_event.request_id is 'none: which request';
comment on column power_request_event.event_id is 'none: key, uuid v7';
comment on column power_request_event.event is 'none: a word of what happened; to whom stands in power_request';
comment on column power_request_event.at is 'none: when it happened; to whom stands in power_request';
create trigger keep_facts before update on power_request_event for each row execute function keep_facts();

create table power_paper (
  request_id uuid not null references power_request on delete cascade,
  kind text not null check (kind ~ '^[a-z-]+$'),
  person_id uuid not null,
  document_id uuid not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null,
  wrapped_key bytea not null,
  pack_id text not null,
  pack_offset bigint not null,
  sealed_bytes bigint not null,
  added_at timestamptz not null,
  primary key (request_id, kind)
);
comment on table power_paper is 'ref The papers of a request, sealed with the key of the mailbox of who handed them in.';
comment on column power_paper.request_id is 'none: which request';
comment on column power_paper.kind is 'E-23 which paper: rules/power-requests.ts';
comment on column power_paper.person_id is 'E-23 who handed it in';
comment on column power_paper.document_id is 'none: what its key is bound to';
comment on column power_paper.media_type is 'E-23 PDF or a picture';
comment on column power_paper.size_bytes is 'E-23 size in bytes';
comment on column power_paper.sha256 is 'E-23 digest of the paper';
comment on column power_paper.wrapped_key is 'none: key of the paper, wrapped by the vault';
comment on column power_paper.pack_id is 'none: which pack';
comment on column power_paper.pack_offset is 'none: where in the pack, bytes';
comment on column power_paper.sealed_bytes is 'none: length in the pack, bytes';
comment on column power_paper.added_at is 'E-23 when it was handed in';
create index power_paper_by_pack on power_paper (pack_id);
create index power_paper_by_person on power_paper (person_id);
create trigger note_pack_left after delete on power_paper
  referencing old table as gone for each statement execute function note_pack_left();

create table power_consent (
  request_id uuid not null references power_request on delete cascade,
  consent_no smallint not null,
  person_id uuid references person,
  asked_at timestamptz,
  answer_by timestamptz,
  answered_at timestamptz,
  consented boolean,
  primary key (request_id, consent_no),
  check ((answered_at is null) = (consented is null))
);
comment on table power_consent is 'ref Whose consent a request needs: the other attorneys of the same power (D-10).';
comment on column power_consent.request_id is 'none: which request';
comment on column power_consent.consent_no is 'none: which of the numbers in the statement';
comment on column power_consent.person_id is 'E-23 the co-attorney; null when the register knows nobody of that number';
comment on column power_consent.asked_at is 'E-23 when they were asked';
comment on column power_consent.answer_by is 'E-23 until when they can answer';
comment on column power_consent.answered_at is 'E-23 when they answered';
comment on column power_consent.consented is 'E-23 yes or no';
create index power_consent_by_person on power_consent (person_id) where person_id is not null;

create table power_vote (
  request_id uuid not null references power_request on delete cascade,
  staff text not null references staff_member,
  verdict text not null check (verdict in ('approve', 'refuse')),
  reason text not null check (length(reason) >= 10),
  signature bytea not null,
  at timestamptz not null,
  primary key (request_id, staff)
);
comment on table power_vote is 'ref What each member of staff decided about a request, and why. Append-only (D-27).';
comment on column power_vote.request_id is 'none: which request';
comment on column power_vote.staff is 'E-49 who';
comment on column power_vote.verdict is 'E-49 what they decided';
comment on column power_vote.reason is 'E-49 why, in words';
comment on column power_vote.signature is 'E-49 Ed25519 over request, content, verdict and reason';
comment on column power_vote.at is 'E-49 when';
create trigger keep_facts before update on power_vote for each row execute function keep_facts();

-- Who asks, whose mailbox it is, and whose consent is asked: none of them decides.
create function disinterested(request uuid, judge uuid) returns boolean language sql stable as $$
  select not exists (select from power_request r where r.request_id = request and judge in (r.person_id, r.subject_id))
     and not exists (select from power_consent c where c.request_id = request and c.person_id = judge)
$$;

create function vote_is_proper() returns trigger language plpgsql as $$
begin
  if not exists (select from staff_member m where m.staff = new.staff and m.ended_at is null
                   and disinterested(new.request_id, m.person_id)) then
    raise exception 'who is no member of staff, or has a part in it, does not decide a request';
  end if;
  if not exists (select from power_request r where r.request_id = new.request_id and r.state = 'submitted') then
    raise exception 'only a request that was handed in, with every consent it needs, is decided';
  end if;
  return new;
end $$;
create trigger vote_is_proper before insert on power_vote for each row execute function vote_is_proper();

alter table access_grant add column request_id uuid;
comment on column access_grant.request_id is 'E-22 the decided request it comes from, of a guardian, attorney or heir';
create unique index access_grant_by_request on access_grant (mailbox_id, request_id) where request_id is not null;

-- The last lock: whatever the program does, no guardian, attorney or heir gets in without two different people's approval.
create function grant_needs_two() returns trigger language plpgsql as $$
begin
  if new.capacity not in ('guardian', 'attorney', 'heir') or new.state <> 'active' then return new; end if;
  if tg_op = 'UPDATE' then
    if (new.mailbox_id, new.capacity, new.holder_id, new.state, new.request_id)
       is not distinct from (old.mailbox_id, old.capacity, old.holder_id, old.state, old.request_id) then return new; end if;
  end if;
  if not exists (
    select from power_request r join person s on s.person_id = r.subject_id
     where r.request_id = new.request_id and r.state in ('submitted', 'granted') and s.mailbox_id = new.mailbox_id
       and r.kind = new.capacity and r.person_id = new.holder_id
       and not exists (select from power_consent c where c.request_id = r.request_id and c.consented is not true)
       and (select count(distinct m.person_id) from power_vote v join staff_member m on m.staff = v.staff
             where v.request_id = r.request_id and v.verdict = 'approve' and disinterested(r.request_id, m.person_id)) >= 2)
  then raise exception 'two members of staff must have approved the request of a guardian, attorney or heir';
  end if;
  return new;
end $$;
create trigger grant_needs_two before insert or update on access_grant for each row execute function grant_needs_two();

-- B-12: the clocks of an estate begin here, also of a mailbox its owner had deactivated before.
alter table mailbox add column death_notice_at timestamptz;
comment on column mailbox.death_notice_at is 'E-10 when the register told of the owner''s death; the clocks of B-12 start here';
update mailbox set death_notice_at = state_changed_at where state_before_death is not null;
create index mailbox_of_deceased on mailbox (death_notice_at) where death_notice_at is not null and content_erased_at is null;
