-- Why: a letter that nobody has printed in sixty days is called off, so that what the queue holds of it ends (R29). Found by this index, by the hour.

create index print_item_waiting_since on print_item (queued_at) where state = 'waiting';
comment on column dispatch_item.later_code is 'E-47 why it was refused or called off after it was taken over';
