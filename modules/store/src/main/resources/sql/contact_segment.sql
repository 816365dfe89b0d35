-- The segments of a contact, in the order of all segments.

-- :name leave
delete from segment_member
where project_id = :project_id
  and contact_id = :contact_id
  and segment_id = :segment_id

-- :name cursor
select segment.created_at
from segment_member as m
join segment on segment.project_id = m.project_id and segment.id = m.segment_id
where m.project_id = :project_id
  and m.contact_id = :contact_id
  and m.segment_id = :id

-- :name older
select segment.id, segment.name, segment.created_at
from segment_member as m
join segment on segment.project_id = m.project_id and segment.id = m.segment_id
where m.project_id = :project_id
  and m.contact_id = :contact_id
  and (segment.created_at, segment.id) < (:at, :id)
order by segment.created_at desc, segment.id desc
limit :limit

-- :name newer
select segment.id, segment.name, segment.created_at
from segment_member as m
join segment on segment.project_id = m.project_id and segment.id = m.segment_id
where m.project_id = :project_id
  and m.contact_id = :contact_id
  and (segment.created_at, segment.id) > (:at, :id)
order by segment.created_at, segment.id
limit :limit
