-- What a webhook was told of, newest first, each with its last answer; the id of an event begins with the instant at
-- which it was written, so newest first is the primary key read backwards.

-- :name deliveries
select d.event_id, e.type, e.occurred_at, d.state, d.attempts, d.due_at, a.http_status_code
from (
  select project_id, webhook_id, event_id, state, attempts, due_at
  from webhook_delivery
  where project_id = :project_id
    and webhook_id = :webhook_id
    and event_id < :before_id
  order by event_id desc
  limit :limit
) as d
join hook_event as e on e.project_id = d.project_id and e.id = d.event_id
left join lateral (
  select http_status_code
  from webhook_attempt
  where webhook_attempt.project_id = d.project_id
    and webhook_attempt.webhook_id = d.webhook_id
    and webhook_attempt.event_id = d.event_id
  order by id desc
  limit 1
) as a on true
order by d.event_id desc
