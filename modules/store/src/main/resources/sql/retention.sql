-- What a project's policy lets go. A sweep looks at the rows of one table in the order of their ids, which is that of
-- time, from where the last one ended: at most :limit of them, whatever becomes of each. Each statement says how many it
-- looked at, how many it removed, and where the next one goes on. Nothing here waits for anybody: what somebody has in hand
-- is left for the next round.

-- :name find
select sort, days
from retention_policy
where project_id = :project_id

-- :name remove
delete from retention_policy
where project_id = :project_id

-- :name put
insert into retention_policy (project_id, sort, days, updated_at)
select :project_id::uuid, p.sort, p.days, :now::timestamptz
from unnest(:sorts::text[], :days::int[]) as p (sort, days)

-- :name all
select project_id, sort, days
from retention_policy
order by project_id, sort

-- One node sweeps at a time.
-- :name lock
select pg_try_advisory_xact_lock(hashtextextended('onward retention', 0)) as ours

-- Runs that ended, with their steps; one whose mail is not out yet stays until it is.
-- :name runs
with looked as (
  select id
  from run
  where project_id = :project_id
    and id > :after
    and id < :before
  order by id
  limit :limit
), over as (
  select r.id
  from looked
  join run as r on r.project_id = :project_id and r.id = looked.id
  where r.status <> 'running'
    and r.completed_at < :ended_before::timestamptz
    and not exists (
      select from envelope as m
      join outbox as o on o.project_id = m.project_id and o.envelope_id = m.id
      where m.project_id = r.project_id
        and m.run_id = r.id)
  order by r.id
  for update of r skip locked
), steps as (
  delete from trail
  using over
  where trail.project_id = :project_id
    and trail.run_id = over.id
), mail as (
  delete from signal
  using over
  where signal.project_id = :project_id
    and signal.run_id = over.id
), calls as (
  delete from http_call
  using over
  where http_call.project_id = :project_id
    and http_call.run_id = over.id
), interventions as (
  delete from run_intervention
  using over
  where run_intervention.project_id = :project_id
    and run_intervention.run_id = over.id
), gone as (
  delete from run
  using over
  where run.project_id = :project_id
    and run.id = over.id
  returning run.id
)
select (select count(*) from looked) as looked,
  (select count(*) from gone) as removed,
  (select id from looked order by id desc limit 1) as last

-- Events that nobody needs any more: looked at, not quarantined, without a run that is still there, and of nobody who
-- has a live run, which may look back to them.
-- :name events
with looked as (
  select id
  from event
  where project_id = :project_id
    and id > :after
    and id < :before
  order by id
  limit :limit
), over as (
  select e.id, e.name
  from looked
  join event as e on e.project_id = :project_id and e.id = looked.id
  where e.received_at < :ended_before::timestamptz
    and e.quarantined_at is null
    and not exists (
      select from unmatched_event as u where u.event_id = e.id and u.project_id = e.project_id)
    and not exists (
      select from enablement as n
      join run as r on r.project_id = n.project_id and r.automation_id = n.automation_id and r.event_id = e.id
      where n.project_id = e.project_id
        and n.trigger_event = e.name)
    and not exists (
      select from run as r
      where r.project_id = e.project_id
        and r.contact_id = e.contact_id
        and r.status = 'running')
    and not exists (
      select from contact as c
      join run as r on r.project_id = c.project_id and r.contact_id = c.id and r.status = 'running'
      where c.project_id = e.project_id
        and c.email_key = e.person_key)
    and not exists (
      select from contact as c
      join run as r on r.project_id = c.project_id and r.contact_id = c.id and r.status = 'running'
      where c.project_id = e.project_id
        and c.external_id = e.external_id)
  order by e.id
  for update of e skip locked
), refusals as (
  delete from entry_refusal
  using (
    select distinct n.automation_id, over.id
    from over
    join enablement as n on n.project_id = :project_id and n.trigger_event = over.name
  ) as f
  where entry_refusal.project_id = :project_id
    and entry_refusal.automation_id = f.automation_id
    and entry_refusal.event_id = f.id
), traces as (
  delete from event_trace
  using over
  where event_trace.project_id = :project_id
    and event_trace.event_id = over.id
), gone as (
  delete from event
  using over
  where event.project_id = :project_id
    and event.id = over.id
  returning event.id
)
select (select count(*) from looked) as looked,
  (select count(*) from gone) as removed,
  (select id from looked order by id desc limit 1) as last

-- What mails and pushes said, and their files. That there was one, to whom and what became of it stays.
-- :name mail_content
with looked as (
  select id
  from envelope
  where project_id = :project_id
    and id > :after
    and id < :before
  order by id
  limit :limit
), over as (
  select m.id
  from looked
  join envelope as m on m.project_id = :project_id and m.id = looked.id
  where m.state in ('sent', 'failed')
    and m.created_at < :ended_before::timestamptz
    and (m.html is not null or m.text is not null or m.attached_bytes > 0)
    and not exists (
      select from outbox as o where o.project_id = m.project_id and o.envelope_id = m.id)
  order by m.id
  for update of m skip locked
), files as (
  delete from attachment
  using over
  where attachment.project_id = :project_id
    and attachment.envelope_id = over.id
), gone as (
  update envelope
  set html = null,
    text = null,
    attached_bytes = 0
  from over
  where envelope.project_id = :project_id
    and envelope.id = over.id
  returning envelope.id
)
select (select count(*) from looked) as looked,
  (select count(*) from gone) as removed,
  (select id from looked order by id desc limit 1) as last

-- :name request_log
with looked as (
  select id
  from request_log
  where project_id = :project_id
    and id > :after
    and id < :before
  order by id
  limit :limit
), gone as (
  delete from request_log
  using looked
  where request_log.project_id = :project_id
    and request_log.id = looked.id
    and request_log.created_at < :ended_before::timestamptz
  returning request_log.id
)
select (select count(*) from looked) as looked,
  (select count(*) from gone) as removed,
  (select id from looked order by id desc limit 1) as last

-- Deliveries and attempts go with their event; one that some webhook has yet to hear of stays.
-- :name webhook_log
with looked as (
  select id
  from hook_event
  where project_id = :project_id
    and id > :after
    and id < :before
  order by id
  limit :limit
), gone as (
  delete from hook_event
  using looked
  where hook_event.project_id = :project_id
    and hook_event.id = looked.id
    and hook_event.occurred_at < :ended_before::timestamptz
    and hook_event.payload is not null
    and not exists (
      select from webhook_delivery as d
      where d.project_id = hook_event.project_id
        and d.event_id = hook_event.id
        and d.state in ('pending', 'sending'))
  returning hook_event.id
)
select (select count(*) from looked) as looked,
  (select count(*) from gone) as removed,
  (select id from looked order by id desc limit 1) as last
