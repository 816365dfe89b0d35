-- The devices of one contact, in the order of all devices.

-- :name cursor
select created_at
from device
where project_id = :project_id
  and contact_id = :contact_id
  and id = :id

-- :name older
select project_id, id, kind, address, p256dh, auth, platform, contact_id, external_id, email, subscribed,
  tags::text as tags, created_at, updated_at, last_seen_at, gone_at
from device
where project_id = :project_id
  and contact_id = :contact_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select project_id, id, kind, address, p256dh, auth, platform, contact_id, external_id, email, subscribed,
  tags::text as tags, created_at, updated_at, last_seen_at, gone_at
from device
where project_id = :project_id
  and contact_id = :contact_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit
