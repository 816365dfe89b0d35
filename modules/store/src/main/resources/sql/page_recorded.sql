-- Events of a stretch of time, in the order in which they came: ids are UUIDv7, so that is the primary key. A row more
-- than the budget says that there are more. Payloads come only with events of the names that are asked for.

-- :name between
select e.id, e.name, e.contact_id, coalesce(e.email, c.email) as email, e.received_at,
  case when e.name = any (:names::text[]) then e.payload::text end as payload
from (
  select project_id, id, name, contact_id, email, payload, received_at
  from event
  where project_id = :project_id
    and id >= :first_id
    and id < :behind_id
  order by id
  limit :budget
) as e
left join contact as c on c.project_id = e.project_id and c.id = e.contact_id
order by e.id
