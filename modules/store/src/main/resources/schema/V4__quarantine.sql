-- Quarantine of rows that fail again and again by themselves, and the views that a check from outside may rely on.

-- A row that failed alone, how often, and when it is tried again. Written in a transaction of its own, and only then:
-- while all goes well the table is empty and costs a claim nothing.
create table strike (
  project_id uuid not null,
  kind text not null check (kind in ('event', 'run')),
  row_id uuid not null,
  count int not null,
  last_fault text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  again_at timestamptz not null,                -- left alone until then
  primary key (project_id, kind, row_id)
);

-- Failed alone too often: left alone until somebody lets it go.
alter table event add column quarantined_at timestamptz;
alter table run add column quarantined_at timestamptz;

-- The indexes of live rows leave out what is quarantined: it costs the claims nothing more.
drop index event_unmatched;
create index event_unmatched on event (id) where not matched and quarantined_at is null;
create index event_quarantined on event (id) where quarantined_at is not null;
drop index run_due;
create index run_due on run (due_at) where status = 'running' and due_at is not null and quarantined_at is null;
create index run_quarantined on run (id) where quarantined_at is not null;
-- Runs that wait without end, so that a check finds those that nothing would ever move.
create index run_endless on run (project_id, id) where status = 'running' and due_at is null;

-- The views. Their columns are a promise: columns may be added, none goes or changes its meaning.

create view chk_event as
select e.project_id, e.id, e.name, e.person_key, e.contact_id, e.received_at, e.occurred_at, e.idempotency_key,
  coalesce(e.email, (select c.email from contact as c where c.project_id = e.project_id and c.id = e.contact_id))
    as email,
  e.payload, e.matched, e.quarantined_at,
  case when e.quarantined_at is not null then (
    select s.last_fault
    from strike as s
    where s.project_id = e.project_id and s.kind = 'event' and s.row_id = e.id
  ) end as last_fault
from event as e;

create view chk_run as
select r.project_id, r.id, r.automation_id, r.version_id, r.event_id, r.contact_id, r.status, r.step_key, r.visit,
  r.resting, r.due_at, r.created_at, r.started_at, r.completed_at, r.quarantined_at, r.reason, r.position,
  case when r.quarantined_at is not null then (
    select s.last_fault
    from strike as s
    where s.project_id = r.project_id and s.kind = 'run' and s.row_id = r.id
  ) end as last_fault
from run as r;

create view chk_step as
select project_id, run_id, step_key, visit, position, step_type, status, output, error, created_at, started_at,
  completed_at
from trail;

create view chk_wait as
select project_id, run_id, step_key, visit, event_name, correlation, contact_id, since, until
from open_wait;

create view chk_signal as
select project_id, id, run_id, kind, event_id, received_at
from signal;

create view chk_message as
select project_id, id, run_id, step_key, visit, contact_id, sender, recipients, message_id, state, last_event, attempts,
  due_at, lease_fence, created_at, sent_at, last_reply
from envelope;

create view chk_call as
select project_id, id, run_id, step_key, visit, state, attempts, due_at, answer_by, created_at, ended_at, problem
from http_call;

create view chk_automation as
select project_id, id, name, status, version_id
from automation;

create view chk_enablement as
select project_id, automation_id, version_id, trigger_event, enabled_at, disabled_at
from enablement;

create view chk_strike as
select project_id, kind, row_id, count, last_fault, first_at, last_at, again_at
from strike;
