-- Why: the proof of a consent is not kept for ever: five years after its mailbox was erased it goes (R4, E-24).

create index mailbox_erased on mailbox (content_erased_at) where content_erased_at is not null;
