-- Requests with an Idempotency-Key that were answered with success.

-- Two requests with one key at once: the second is told so instead of waiting for the first.
-- :name try_lock
select pg_try_advisory_xact_lock(hashtextextended(:key, :seed)) as is_ours

-- :name find
select body_hash, answer::text as answer
from answered_request
where project_id = :project_id
  and endpoint = :endpoint
  and idempotency_key = :key
  and answered_at > :since

-- What nobody asks for any more goes by and by: a few rows with each new one.
-- :name insert
with gone as (
  delete from answered_request
  where (project_id, endpoint, idempotency_key) in (
    select project_id, endpoint, idempotency_key
    from answered_request
    where answered_at <= :since
      and (project_id, endpoint, idempotency_key) <> (:project_id, :endpoint, :key)
    order by answered_at
    limit 20
    for update skip locked
  )
)
insert into answered_request (project_id, endpoint, idempotency_key, body_hash, answer, answered_at)
values (:project_id, :endpoint, :key, :body_hash, :answer::text::jsonb, :now)
on conflict (project_id, endpoint, idempotency_key) do update
set body_hash = excluded.body_hash,
  answer = excluded.answer,
  answered_at = excluded.answered_at
