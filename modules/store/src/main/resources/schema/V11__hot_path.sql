-- What changes often is apart from what is large or indexed: queues of their own for events nobody has looked at and
-- for mails that are not out, so that an event is never written twice, and a mail once more, in place, when it is out.

-- Events that nobody has looked at yet; a row goes with the pass that looks.
create table unmatched_event (
  event_id uuid not null,
  project_id uuid not null,
  primary key (event_id, project_id)            -- the oldest of all projects is the first
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 1);
insert into unmatched_event (event_id, project_id)
select id, project_id from event where not matched and quarantined_at is null;

drop view chk_event;
alter table event drop column matched;         -- with it goes its partial index

create view chk_event as
select e.project_id, e.id, e.name, e.person_key, e.contact_id, e.received_at, e.occurred_at, e.idempotency_key,
  coalesce(e.email, (select c.email from contact as c where c.project_id = e.project_id and c.id = e.contact_id))
    as email,
  e.payload,
  e.quarantined_at is null and not exists (
    select from unmatched_event as u where u.event_id = e.id and u.project_id = e.project_id) as matched,
  e.quarantined_at,
  case when e.quarantined_at is not null then (
    select s.last_fault
    from strike as s
    where s.project_id = e.project_id and s.kind = 'event' and s.row_id = e.id
  ) end as last_fault
from event as e;

-- Mails that are not out: leased and given back here, taken out when it is settled what became of them.
create table outbox (
  project_id uuid not null,
  envelope_id uuid not null,
  channel text not null,
  due_at timestamptz not null,                  -- while leased, the end of the lease
  leased boolean not null default false,
  attempts int not null default 0,
  lease_fence bigint not null default 0,        -- a settle under an older fence changes nothing
  primary key (project_id, envelope_id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 1);
create index outbox_due on outbox (due_at);
-- How many are leased changes by the second. Statistics that were made when none was led the planner to read the whole
-- outbox for the few that a settle names.
alter table outbox alter column leased set statistics 0;
insert into outbox (project_id, envelope_id, channel, due_at, leased, attempts, lease_fence)
select project_id, id, channel, due_at, state = 'sending', attempts, lease_fence
from envelope
where state in ('queued', 'sending');

drop view chk_message;
drop index envelope_due;
update envelope set state = 'queued' where state = 'sending';  -- which is the outbox's to say
alter table envelope drop column due_at;
-- A mail is written once more, when it is out. Half a page of room lets that happen in place, without its indexes.
alter table envelope set (fillfactor = 50);

create view chk_message as
select e.project_id, e.id, e.run_id, e.step_key, e.visit, e.contact_id, e.sender, e.recipients, e.message_id,
  case when o.leased then 'sending' else e.state end as state, e.last_event,
  coalesce(o.attempts, e.attempts) as attempts, o.due_at, coalesce(o.lease_fence, e.lease_fence) as lease_fence,
  e.created_at, e.sent_at, e.last_reply
from envelope as e
left join outbox as o on o.project_id = e.project_id and o.envelope_id = e.id;
