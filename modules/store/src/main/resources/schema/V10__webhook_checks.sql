-- What webhooks were told, for whoever checks from outside. Columns may be added, none goes or changes its meaning.

create view chk_webhook_event as
select project_id, id, type, occurred_at, payload is not null as queued
from hook_event;

create view chk_webhook_delivery as
select project_id, webhook_id, event_id, state, attempts, due_at, lease_fence, created_at, ended_at
from webhook_delivery;
