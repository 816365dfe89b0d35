-- One run with all that is known of it; each part is found by a key.

-- :name run
select r.id, r.automation_id, r.contact_id, r.event_id, r.status, r.step_key, r.resting, r.due_at, r.reason::text as reason,
  r.quarantined_at, r.created_at, r.started_at, r.completed_at, c.email as contact_email, e.email as event_email,
  e.name as event, e.payload::text as payload, e.received_at, a.name as automation, a.status as automation_status,
  v.number as version, v.definition::text as definition, t.traceparent
from run as r
left join contact as c on c.project_id = r.project_id and c.id = r.contact_id
left join event as e on e.project_id = r.project_id and e.id = r.event_id
left join automation as a on a.project_id = r.project_id and a.id = r.automation_id
left join automation_version as v on v.project_id = r.project_id and v.id = r.version_id
left join event_trace as t on t.project_id = r.project_id and t.event_id = r.event_id
where r.project_id = :project_id
  and r.id = :id

-- :name mails
select e.id, e.step_key, e.subject, e.recipients,
  case when e.channel = 'push' then coalesce(d.platform || case when d.address is null then ', gone' else '' end, 'removed') end
    as device,
  case when o.leased then 'sending' else e.state end as state, e.last_event,
  coalesce(o.attempts, e.attempts) as attempts, o.due_at, e.last_reply, e.created_at, e.sent_at
from envelope as e
left join outbox as o on o.project_id = e.project_id and o.envelope_id = e.id
left join device as d on d.project_id = e.project_id and d.id = e.device_id
where e.project_id = :project_id
  and e.run_id = :run_id
order by e.created_at, e.id
limit :limit

-- :name calls
select step_key, method, url, state, attempts, due_at, problem, created_at, ended_at
from http_call
where project_id = :project_id
  and run_id = :run_id
order by created_at, id
limit :limit
