-- Direct pushes, each to some devices.

-- :name insert
insert into push (project_id, id, title, body, content, total, created_at)
values (:project_id, :id, :title, :body, :content::text::jsonb, :total, :now)

-- :name find
select id, title, body, content::text as content, total, created_at
from push
where project_id = :project_id
  and id = :id

-- What became of each; all were sealed at once, so their ids are in the order of the devices.
-- :name sent
select e.id, e.device_id, e.contact_id, case when o.leased then 'sending' else e.state end as state, e.last_event,
  coalesce(o.attempts, e.attempts) as attempts, e.last_reply, e.sent_at
from envelope as e
left join outbox as o on o.project_id = e.project_id and o.envelope_id = e.id
where e.project_id = :project_id
  and e.push_id = :push_id
order by e.id
limit :limit
