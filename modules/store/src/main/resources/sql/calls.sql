-- Requests that runs make to other servers: leased, made, settled, then told to the run.

-- One call per step visit, whatever is tried again.
-- :name insert
insert into http_call (
  project_id, id, run_id, step_key, visit, method, url, headers, body, attempts_max, timeout_millis, answer_by, state,
  due_at, created_at)
select c.project_id, c.id, c.run_id, c.step_key, c.visit, c.method, c.url, c.headers::jsonb, c.body, c.attempts_max,
  c.timeout_millis, c.answer_by, 'queued', :due_at::timestamptz, :due_at::timestamptz
from unnest(
  :project_ids::uuid[], :ids::uuid[], :run_ids::uuid[], :step_keys::text[], :visits::int[], :methods::text[],
  :urls::text[], :headers::text[], :bodies::text[], :attempts_maxes::int[], :timeouts::int[],
  :answer_bys::timestamptz[]
) as c (project_id, id, run_id, step_key, visit, method, url, headers, body, attempts_max, timeout_millis, answer_by)
on conflict (project_id, run_id, step_key, visit) do nothing

-- Takes what is due, and what an attempt left behind when its lease ran out.
-- :name lease
with due as (
  select project_id, id, state = 'sending' as left_behind
  from http_call
  where state in ('queued', 'sending')
    and due_at <= :now
  order by due_at
  limit :limit
  for no key update skip locked
)
update http_call as c
set state = 'sending',
  attempts = c.attempts + case when due.left_behind then 0 else 1 end,
  lease_fence = c.lease_fence + 1,
  due_at = :lease_until
from due
where c.project_id = due.project_id
  and c.id = due.id
returning c.project_id, c.id, c.run_id, c.step_key, c.visit, c.method, c.url, c.headers::text as headers, c.body,
  c.attempts_max, c.timeout_millis, c.answer_by, c.attempts, c.lease_fence

-- A settle under an older fence changes nothing. An answer that the run is told of goes into its mailbox.
-- :name settle
with settled as (
  update http_call
  set state = s.state,
    due_at = s.due_at,
    answer = s.answer::jsonb,
    problem = s.problem,
    ended_at = s.ended_at
  from unnest(
    :project_ids::uuid[], :ids::uuid[], :fences::bigint[], :states::text[], :due_ats::timestamptz[],
    :answers::text[], :problems::text[], :ended_ats::timestamptz[], :signal_ids::uuid[]
  ) as s (project_id, id, fence, state, due_at, answer, problem, ended_at, signal_id)
  where http_call.project_id = s.project_id
    and http_call.id = s.id
    and http_call.lease_fence = s.fence
    and http_call.state = 'sending'
  returning http_call.project_id, http_call.id, http_call.run_id, http_call.ended_at, s.signal_id
),
told as (
  insert into signal (project_id, id, run_id, kind, call_id, received_at)
  select project_id, signal_id, run_id, 'answered', id, ended_at
  from settled
  where ended_at is not null
)
select count(*)::int as settled
from settled

-- :name next_due
select
  exists (select from http_call where state in ('queued', 'sending') and due_at <= :now) as overdue,
  (select min(due_at) from http_call where state in ('queued', 'sending') and due_at > :now) as next_at

-- Requests that nobody waits for any more are not made.
-- :name drop
update http_call
set state = 'failed',
  due_at = null,
  problem = 'The run ended before the request was answered.',
  ended_at = :now::timestamptz
from unnest(:project_ids::uuid[], :run_ids::uuid[]) as k (project_id, run_id)
where http_call.project_id = k.project_id
  and http_call.run_id = k.run_id
  and http_call.state in ('queued', 'sending')
