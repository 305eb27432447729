-- Why: that a sender called a letter off is evidence like every other thing that happens to it (S-16, O-04).

alter table dispatch_item add column cancel_leaf_chunk_id uuid;
comment on column dispatch_item.cancel_leaf_chunk_id is 'R30 evidence_chunk whose only leaf is the cancellation';
