-- API keys. The token itself is never stored, only its SHA-256.

-- :name insert
-- The same token twice is one key: what ONWARD_API_KEY says on every start.
insert into api_key (project_id, id, name, permission, token_hint, token_hash, created_at)
values (:project_id, :id, :name, :permission, :token_hint, :token_hash, :now)
on conflict (token_hash) do nothing

-- :name any
select exists (select from api_key) as found

-- :name by_hash
select project_id, id, permission, sending_domain
from api_key
where token_hash = :token_hash

-- :name name_of
select name
from api_key
where project_id = :project_id
  and id = :id

-- :name touch
-- A key in constant use is written once a minute, not once a request.
update api_key
set last_used_at = :now::timestamptz
where project_id = :project_id
  and id = :id
  and (last_used_at is null or last_used_at <= :now::timestamptz - interval '1 minute')

-- :name rename
update api_key
set name = :name
where project_id = :project_id
  and id = :id

-- :name restrict
update api_key
set sending_domain = :sending_domain
where project_id = :project_id
  and id = :id

-- :name delete
delete from api_key
where project_id = :project_id
  and id = :id

-- :name cursor
select created_at
from api_key
where project_id = :project_id
  and id = :id

-- :name older
select id, name, token_hint, permission, sending_domain, created_at, last_used_at
from api_key
where project_id = :project_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select id, name, token_hint, permission, sending_domain, created_at, last_used_at
from api_key
where project_id = :project_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit
