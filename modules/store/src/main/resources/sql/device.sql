-- Browsers and apps that may be pushed to. One that is gone keeps its row for what was pushed to it, without the address.

-- An address that is known already is the same device. Who registers with a person makes the device theirs; who
-- registers without leaves it as it is. A contact that has the address of the person is the person.
-- :name register
insert into device (
  project_id, id, kind, address, address_key, p256dh, auth, platform, contact_id, external_id, email, email_key,
  subscribed, tags, created_at, updated_at, last_seen_at)
select :project_id::uuid, :id::uuid, :kind::text, :address::text, :address_key::bytea, :p256dh::text, :auth::text,
  :platform::text,
  coalesce(
    :contact_id::uuid,
    (select id from contact where project_id = :project_id and email_key = :email_key::text)),
  :external_id::text, :email::text, :email_key::text, coalesce(:subscribed::boolean, true),
  jsonb_strip_nulls(:tags::text::jsonb), :now::timestamptz, :now::timestamptz, :now::timestamptz
on conflict (project_id, address_key) do update
set p256dh = excluded.p256dh,
    auth = excluded.auth,
    platform = excluded.platform,
    contact_id = case when :is_known::boolean then excluded.contact_id else device.contact_id end,
    external_id = case when :is_known::boolean then excluded.external_id else device.external_id end,
    email = case when :is_known::boolean then excluded.email else device.email end,
    email_key = case when :is_known::boolean then excluded.email_key else device.email_key end,
    subscribed = coalesce(:subscribed::boolean, device.subscribed),
    tags = jsonb_strip_nulls(device.tags || :tags::text::jsonb),
    updated_at = greatest(excluded.updated_at, device.updated_at),
    last_seen_at = greatest(excluded.last_seen_at, device.last_seen_at)
returning id, id = :id as is_new, (select count(*) from jsonb_object_keys(device.tags))::int as tag_count

-- :name find
select project_id, id, kind, address, p256dh, auth, platform, contact_id, external_id, email, subscribed,
  tags::text as tags, created_at, updated_at, last_seen_at, gone_at
from device
where project_id = :project_id
  and id = :id

-- One that is gone cannot be subscribed again; it registers anew.
-- :name update
update device
set subscribed = coalesce(:subscribed::boolean, subscribed) and address is not null,
    tags = jsonb_strip_nulls(tags || :tags::text::jsonb),
    updated_at = greatest(:now, updated_at)
where project_id = :project_id
  and id = :id
returning (select count(*) from jsonb_object_keys(tags))::int as tag_count

-- :name delete
delete from device
where project_id = :project_id
  and id = :id

-- One that registered with another address meanwhile stays.
-- :name gone
update device
set address = null,
    address_key = null,
    p256dh = null,
    auth = null,
    subscribed = false,
    gone_at = :now,
    updated_at = greatest(:now, updated_at)
from unnest(:project_ids::uuid[], :ids::uuid[], :addresses::text[]) as g (project_id, id, address)
where device.project_id = g.project_id
  and device.id = g.id
  and device.address = g.address

-- Whom a direct push is for; each device once.
-- :name targets
select id, contact_id, kind, platform
from (
  select id, contact_id, kind, platform
  from device
  where project_id = :project_id
    and id = any (:ids::uuid[])
    and subscribed
    and address is not null
  union
  select id, contact_id, kind, platform
  from device
  where project_id = :project_id
    and contact_id = any (:contact_ids::uuid[])
    and subscribed
    and address is not null
  union
  select id, contact_id, kind, platform
  from device
  where project_id = :project_id
    and external_id = any (:external_ids::text[])
    and subscribed
    and address is not null
  union
  select id, contact_id, kind, platform
  from device
  where project_id = :project_id
    and email_key = any (:email_keys::text[])
    and subscribed
    and address is not null
  union
  select d.id, d.contact_id, d.kind, d.platform
  from contact as c
  join device as d on d.project_id = c.project_id and d.contact_id = c.id
  where c.project_id = :project_id
    and c.email_key = any (:email_keys::text[])
    and d.subscribed
    and d.address is not null
) as found
order by id
limit :limit

-- The devices of contacts that may be pushed to, those that registered last; also those of their address that were not
-- anybody's contact when they registered.
-- :name of_contacts
select k.contact_id, d.id, d.platform
from unnest(:project_ids::uuid[], :contact_ids::uuid[], :email_keys::text[]) as k (project_id, contact_id, email_key)
cross join lateral (
  select id, platform, last_seen_at
  from (
    select id, platform, last_seen_at
    from device
    where device.project_id = k.project_id
      and device.contact_id = k.contact_id
      and device.subscribed
      and device.address is not null
    union
    select id, platform, last_seen_at
    from device
    where device.project_id = k.project_id
      and device.email_key = k.email_key
      and device.contact_id is null
      and device.subscribed
      and device.address is not null
  ) as theirs
  order by last_seen_at desc, id desc
  limit :limit
) as d

-- :name cursor
select created_at
from device
where project_id = :project_id
  and id = :id

-- :name older
select project_id, id, kind, address, p256dh, auth, platform, contact_id, external_id, email, subscribed,
  tags::text as tags, created_at, updated_at, last_seen_at, gone_at
from device
where project_id = :project_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select project_id, id, kind, address, p256dh, auth, platform, contact_id, external_id, email, subscribed,
  tags::text as tags, created_at, updated_at, last_seen_at, gone_at
from device
where project_id = :project_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit
