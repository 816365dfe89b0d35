-- The contacts of a segment, in the order of all contacts.

-- :name cursor
select contact.created_at
from segment_member as m
join contact on contact.project_id = m.project_id and contact.id = m.contact_id
where m.project_id = :project_id
  and m.segment_id = :segment_id
  and m.contact_id = :id

-- :name older
select contact.project_id, contact.id, contact.email, contact.first_name, contact.last_name, contact.unsubscribed,
  contact.properties::text as properties, contact.created_at, contact.updated_at
from segment_member as m
join contact on contact.project_id = m.project_id and contact.id = m.contact_id
where m.project_id = :project_id
  and m.segment_id = :segment_id
  and (contact.created_at, contact.id) < (:at, :id)
order by contact.created_at desc, contact.id desc
limit :limit

-- :name newer
select contact.project_id, contact.id, contact.email, contact.first_name, contact.last_name, contact.unsubscribed,
  contact.properties::text as properties, contact.created_at, contact.updated_at
from segment_member as m
join contact on contact.project_id = m.project_id and contact.id = m.contact_id
where m.project_id = :project_id
  and m.segment_id = :segment_id
  and (contact.created_at, contact.id) > (:at, :id)
order by contact.created_at, contact.id
limit :limit
