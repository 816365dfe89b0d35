-- How two things are found that were found by reading too much.

-- A mailbox is looked up by its run, whatever is in it; and an event is still in it once, for nulls are no duplicates.
drop index signal_event_once;
create unique index signal_run on signal (project_id, run_id, event_id);

-- The server's sessions look rows up by an index, one after the other, and are told so (Store). What a trigger is handed
-- has none: 500 old rows beside 500 new ones were 250,000 looks, and 6 seconds where a webhook hears of runs.
alter function hook_run() set enable_hashjoin = on;
alter function hook_contact() set enable_hashjoin = on;
