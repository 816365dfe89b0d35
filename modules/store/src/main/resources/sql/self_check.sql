-- What must never be true, asked of a live database. Each statement gives what is wrong, an id and words, and none
-- where all is well. `late` is an instant so long ago that whatever was due then should have been done; `since`
-- bounds what has ended. Live rows are found by their partial indexes, ended ones by the range of their ids, whose
-- first bits are the time of their making; the join of projects puts that range behind the first column of the keys.

-- A live run has a reason to move: a due instant, an open wait, or mail. (I-9)
-- :name stuck_runs
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select r.id::text as id,
  'Expected run ' || r.id || ' at step ' || coalesce(r.step_key, '(none)')
    || ' to have a due instant, an open wait or mail, found none that is not overdue since ' || given.late || '.'
    as words
from given, run as r
where r.status = 'running'
  and r.quarantined_at is null
  and (
    r.due_at > given.late
    or r.created_at > given.late
    or (r.due_at is null and exists (
      select from open_wait as w
      where w.project_id = r.project_id and w.run_id = r.id and w.step_key = r.step_key
        and (w.until is null or w.until > given.late)))
    or exists (select from signal as s
      where s.project_id = r.project_id and s.run_id = r.id and s.received_at > given.late)
  ) is not true
limit (select most from given)

-- What an ended run listened for is over. (I-20)
-- :name waits_of_ended_runs
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select w.run_id::text as id,
  'Expected the waits of run ' || w.run_id || ' to be closed when it ended, found one for ' || w.event_name || '.'
    as words
from given, open_wait as w
where not exists (
  select from run as r
  where r.project_id = w.project_id and r.id = w.run_id and r.status = 'running')
limit (select most from given)

-- A wait of a step belongs to a run that rests there. (I-20)
-- :name waits_of_other_steps
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select w.run_id::text as id,
  'Expected run ' || w.run_id || ' to rest at ' || w.step_key || ', where it listens for ' || w.event_name
    || ', found it at ' || coalesce(r.step_key, '(none)') || '.' as words
from given, open_wait as w
join run as r on r.project_id = w.project_id and r.id = w.run_id
where w.step_key <> ''
  and r.status = 'running'
  and (r.step_key = w.step_key and r.resting) is not true
limit (select most from given)

-- Mail that came is heard, or dropped with its run. (I-9)
-- :name mail_left
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select s.run_id::text as id,
  'Expected run ' || s.run_id || ' to hear of ' || s.kind || ' of ' || s.received_at || ', found it unheard.' as words
from given, signal as s
where s.received_at <= given.late
  and not exists (
    select from run as r
    where r.project_id = s.project_id and r.id = s.run_id and r.quarantined_at is not null)
limit (select most from given)

-- Every event is looked at. (I-10)
-- :name events_left
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select e.id::text as id,
  'Expected event ' || e.id || ' of ' || e.received_at || ' to be matched, found it waiting.' as words
from given, unmatched_event as u
join event as e on e.project_id = u.project_id and e.id = u.event_id
where e.received_at <= given.late
order by u.event_id
limit (select most from given)

-- A lease ends, or is renewed. (I-30)
-- :name mails_left
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select m.envelope_id::text as id,
  'Expected mail ' || m.envelope_id || ' to be taken up when it was due at ' || m.due_at || ', found it '
    || case when m.leased then 'sending' else 'queued' end || '.' as words
from given, outbox as m
where m.due_at <= given.late
order by m.due_at
limit (select most from given)

-- :name calls_left
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select c.id::text as id,
  'Expected request ' || c.id || ' to be taken up when it was due at ' || c.due_at || ', found it ' || c.state || '.'
    as words
from given, http_call as c
where c.state in ('queued', 'sending')
  and c.due_at <= given.late
order by c.due_at
limit (select most from given)

-- What a webhook is to hear of comes into its queue, and a lease ends. One that waits behind a slow server is not lost,
-- so what is only due is not asked for. (I-30)
-- :name webhook_events_left
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
(
  select h.id::text as id,
    'Expected event ' || h.id || ' of ' || h.occurred_at || ' (' || h.type || ') in the queues of the webhooks that want '
      || 'it, found it in none.' as words
  from given, hook_event as h
  where h.payload is null
    and h.occurred_at <= given.late
  limit (select most from given)
)
union all
(
  select d.event_id::text as id,
    'Expected event ' || d.event_id || ' to be told to webhook ' || d.webhook_id || ' once the lease that ended at '
      || d.due_at || ' was over, found it sending.' as words
  from given, webhook_delivery as d
  where d.state = 'sending'
    and d.due_at <= given.late
  limit (select most from given)
)
limit (select most from given)

-- A run names an event and a version that are there. (I-5, I-6, I-34)
-- :name runs_without_origin
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select r.id::text as id,
  'Expected the event and the version of run ' || r.id || ' to be there, found one of them gone.' as words
from given, project as p
join run as r on r.project_id = p.id
where r.id >= given.since_id
  and not (
    exists (select from event as e where e.project_id = r.project_id and e.id = r.event_id)
    and exists (select from automation_version as v where v.project_id = r.project_id and v.id = r.version_id))
limit (select most from given)

-- The trail of a run is dense, from 0. (I-8, I-26)
-- :name trails_with_gaps
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select r.id::text as id,
  'Expected ' || r.position || ' entries in the trail of run ' || r.id || ', from 0 on, found '
    || t.entries || ' up to ' || coalesce(t.last, -1) || '.' as words
from given, project as p
join run as r on r.project_id = p.id
cross join lateral (
  select count(*) as entries, count(distinct position) as places, max(position) as last
  from trail
  where trail.project_id = r.project_id
    and trail.run_id = r.id
) as t
where r.id >= given.since_id
  and (t.entries = r.position and t.places = r.position and coalesce(t.last, -1) = r.position - 1) is not true
limit (select most from given)

-- A run that came to its end left no step waiting. (I-7)
-- :name steps_left_waiting
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select t.run_id::text as id,
  'Expected step ' || t.step_key || ' of run ' || t.run_id || ' to be over, for the run is ' || r.status
    || ', found it ' || t.status || '.' as words
from given, project as p
join trail as t on t.project_id = p.id
join run as r on r.project_id = t.project_id and r.id = t.run_id
where t.run_id >= given.since_id
  and t.status in ('waiting', 'running')
  and r.status in ('completed', 'failed')
limit (select most from given)

-- A send step that is completed sealed one mail, or a push to each of some devices. (I-15)
-- :name sends_without_mail
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select t.run_id::text as id,
  'Expected a mail of step ' || t.step_key || ' of run ' || t.run_id || ', found none.' as words
from given, project as p
join trail as t on t.project_id = p.id
where t.run_id >= given.since_id
  and t.step_type in ('send_email', 'send_push')
  and t.status = 'completed'
  and not exists (
    select from envelope as m
    where m.project_id = t.project_id and m.run_id = t.run_id and m.step_key = t.step_key and m.visit = t.visit)
limit (select most from given)

-- A mail of a run was sealed by a step that is completed; of a run that was kept long enough nobody can tell. (I-16)
-- :name mails_without_step
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select m.id::text as id,
  'Expected mail ' || m.id || ' to be of a completed step, found none of run ' || m.run_id || '.' as words
from given, project as p
join envelope as m on m.project_id = p.id
where m.id >= given.since_id
  and m.run_id is not null
  and not exists (
    select from trail as t
    where t.project_id = m.project_id and t.run_id = m.run_id and t.step_key = m.step_key and t.visit = m.visit
      and t.status = 'completed')
  and exists (select from run as r where r.project_id = m.project_id and r.id = m.run_id)
limit (select most from given)

-- Who was let in by an entry rule got a run, which goes where runs are not kept for ever.
-- :name entries_without_run
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select e.run_id::text as id,
  'Expected the newest run of ' || e.entry_key || ' of automation ' || e.automation_id || ' to be there, found none.'
    as words
from given, run_entry as e
where e.run_id >= given.since_id
  and not exists (select from run as r where r.project_id = e.project_id and r.id = e.run_id)
  and not exists (select from retention_policy as k where k.project_id = e.project_id and k.sort = 'runs')
limit (select most from given)

-- What fails again and again by itself waits for a person. (I-36)
-- :name quarantined
with given as (select :late::timestamptz as late, :since_id::uuid as since_id, :limit::int as most)
select q.id::text as id,
  'Expected ' || q.kind || ' ' || q.id || ' to move, found it quarantined since ' || q.quarantined_at || ' after: '
    || coalesce(s.last_fault, '(unknown)') as words
from given, (
  select 'event' as kind, project_id, id, quarantined_at from event where quarantined_at is not null
  union all
  select 'run', project_id, id, quarantined_at from run where quarantined_at is not null
) as q
left join strike as s on s.project_id = q.project_id and s.kind = q.kind and s.row_id = q.id
limit (select most from given)
