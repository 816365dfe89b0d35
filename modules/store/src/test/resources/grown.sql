-- A project that has been at work for a long time: a small likeness of each table, in its true proportions, and then
-- statistics that say there are 500 times as many rows. What a planner knows of 10,000,000 finished runs, in seconds.

insert into contact (project_id, id, email, email_key, created_at, updated_at)
select :project, md5('contact' || n)::uuid, 'p' || n || '@example.com', 'p' || n || '@example.com', now(), now()
from generate_series(1, 4000) as n;

insert into event (
  project_id, id, name, contact_id, person_key, payload, occurred_at, idempotency_key, received_at)
select :project, ('0199' || lpad(to_hex(n), 8, '0') || '7000800000000000000' || n % 10)::uuid,
  'shop.' || n % 20, md5('contact' || n % 4000 + 1)::uuid, md5('contact' || n % 4000 + 1)::uuid::text,
  '{"plan": "pro", "amount": 17}', now() - n * interval '1 second', 'key ' || n, now() - n * interval '1 second'
from generate_series(1, 20000) as n;

insert into run (
  project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, resting, due_at, since, created_at,
  started_at, completed_at)
select project_id, id, md5('automation' || name)::uuid, md5('version' || name)::uuid, id, contact_id,
  case when n <= 200 then 'running' when n % 50 = 0 then 'failed' else 'completed' end,
  case when n <= 200 then 'wait' end, n <= 200, case when n <= 200 then now() + n * interval '1 minute' end, received_at,
  received_at, received_at, case when n > 200 then received_at end
from (select *, row_number() over (order by id) as n from event) as e;

insert into trail (
  project_id, run_id, step_key, visit, position, step_type, status, output, created_at, started_at, completed_at)
select project_id, id, 'step ' || n, 1, n, 'send_email', 'completed', '{"to": "somebody"}', created_at, created_at,
  created_at
from run
cross join generate_series(0, 3) as n;

insert into envelope (
  project_id, id, run_id, step_key, visit, contact_id, channel, message_id, sender, recipients, recipient_keys, subject,
  html, state, last_event, attempts, created_at, sent_at)
select project_id, md5(id::text || n)::uuid, id, 'step ' || n, 1, contact_id, 'email', '<' || id || n || '@example.com>',
  'Shop <shop@example.com>', '{"p@example.com"}', '{"p@example.com"}', 'Welcome', repeat('<p>Welcome</p>', 20), 'sent',
  'sent', 1, created_at, created_at
from run
cross join generate_series(1, 2) as n;

insert into outbox (project_id, envelope_id, channel, due_at)
select project_id, id, 'email', now()
from envelope
limit 200;
update envelope
set state = 'queued', last_event = 'queued', attempts = 0, sent_at = null
where id in (select envelope_id from outbox);

insert into open_wait (project_id, run_id, step_key, visit, contact_id, event_name, since, until)
select project_id, id, 'wait', 1, contact_id, 'shop.paid', created_at, due_at
from run
where status = 'running';

insert into event_interest (project_id, event_name, field)
values (:project, 'shop.paid', '');

insert into enablement (project_id, id, automation_id, version_id, trigger_event, enabled_at)
select :project, md5('enablement' || n)::uuid, md5('automation' || n)::uuid, md5('version' || n)::uuid, 'shop.' || n,
  now() - interval '1 year'
from generate_series(0, 19) as n;

insert into run_entry (project_id, automation_id, entry_key, run_id, entered_at)
select project_id, automation_id, contact_id::text, id, created_at
from run
on conflict do nothing;

insert into unmatched_event (event_id, project_id)
select id, project_id
from event
limit 50;

insert into signal (project_id, id, run_id, kind, event_id, received_at)
select project_id, md5('signal' || id)::uuid, id, 'event', event_id, created_at
from run
where status = 'running'
limit 50;

insert into http_call (
  project_id, id, run_id, step_key, visit, method, url, headers, attempts_max, timeout_millis, answer_by, state, due_at,
  created_at)
select project_id, md5('call' || id)::uuid, id, 'ask', 1, 'POST', 'https://example.com', '[]', 3, 1000, now(), 'queued',
  now(), created_at
from run
where status = 'running';

insert into metric_hour (project_id, automation_id, hour, step_key, metric, count, seconds)
select :project, md5('automation' || a)::uuid, date_trunc('hour', now()) - h * interval '1 hour', '', m, 10, 0
from generate_series(1, 20) as a
cross join generate_series(1, 200) as h
cross join unnest(array['started', 'completed', 'failed', 'email.sent', 'email.queued']) as m;

insert into metric_delta (project_id, automation_id, hour, step_key, metric, count, seconds)
select project_id, automation_id, hour, step_key, metric, count, seconds
from metric_hour
limit 200;

alter table event set (autovacuum_enabled = off);
alter table run set (autovacuum_enabled = off);
alter table trail set (autovacuum_enabled = off);
alter table envelope set (autovacuum_enabled = off);
alter table contact set (autovacuum_enabled = off);
analyze;
update pg_class
set reltuples = reltuples * 500
where relnamespace = 'public'::regnamespace
  and relname in ('event', 'run', 'trail', 'envelope', 'contact');
