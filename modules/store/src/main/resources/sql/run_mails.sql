-- The messages that runs sealed.

-- :name of
select id, step_key, visit, contact_id, template_id, subject, state, last_event, created_at, sent_at
from envelope
where project_id = :project_id
  and run_id = :run_id
  and channel = :channel
order by created_at, id
limit :limit
