-- A mailbox is looked up by its run, whatever is in it; and an event is still in it once, for nulls are no duplicates.
drop index signal_event_once;
create unique index signal_run on signal (project_id, run_id, event_id);
