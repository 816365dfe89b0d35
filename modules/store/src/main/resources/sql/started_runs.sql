-- The runs of an automation with the events that started them, narrowed in the words of the second face.

-- :name cursor
select created_at
from run
where project_id = :project_id
  and automation_id = :automation_id
  and id = :id

-- :name older
select r.project_id, r.id, r.automation_id, r.version_id, r.event_id, r.contact_id, r.status, r.step_key, r.visit,
  r.position, r.resting, r.due_at, r.since, r.hops, r.reason::text as reason, r.created_at, r.started_at,
  r.completed_at, r.retry::text as retry, v.number, e.name as event_name, e.occurred_at, e.contact_id as event_contact_id,
  e.email as event_email, e.external_id as event_external_id
from run as r
left join event as e on e.project_id = r.project_id and e.id = r.event_id
left join automation_version as v on v.project_id = r.project_id and v.id = r.version_id
where r.project_id = :project_id
  and r.automation_id = :automation_id
  and case when r.status = 'running' and r.resting then 'waiting' else r.status end = any (:statuses::text[])
  and (:step_key::text is null or r.step_key = :step_key)
  and (:from::timestamptz is null or r.started_at >= :from)
  and (:to::timestamptz is null or r.started_at < :to)
  and (:search::text is null or r.id::text = :search or r.event_id::text = :search or r.contact_id::text = :search
    or e.email = :search or e.external_id = :search)
  and (r.created_at, r.id) < (:at, :id)
order by r.created_at desc, r.id desc
limit :limit

-- :name newer
select r.project_id, r.id, r.automation_id, r.version_id, r.event_id, r.contact_id, r.status, r.step_key, r.visit,
  r.position, r.resting, r.due_at, r.since, r.hops, r.reason::text as reason, r.created_at, r.started_at,
  r.completed_at, r.retry::text as retry, v.number, e.name as event_name, e.occurred_at, e.contact_id as event_contact_id,
  e.email as event_email, e.external_id as event_external_id
from run as r
left join event as e on e.project_id = r.project_id and e.id = r.event_id
left join automation_version as v on v.project_id = r.project_id and v.id = r.version_id
where r.project_id = :project_id
  and r.automation_id = :automation_id
  and case when r.status = 'running' and r.resting then 'waiting' else r.status end = any (:statuses::text[])
  and (:step_key::text is null or r.step_key = :step_key)
  and (:from::timestamptz is null or r.started_at >= :from)
  and (:to::timestamptz is null or r.started_at < :to)
  and (:search::text is null or r.id::text = :search or r.event_id::text = :search or r.contact_id::text = :search
    or e.email = :search or e.external_id = :search)
  and (r.created_at, r.id) > (:at, :id)
order by r.created_at, r.id
limit :limit
