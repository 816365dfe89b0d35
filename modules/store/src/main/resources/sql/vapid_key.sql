-- The server's own keys for Web Push.

-- :name find
select public_key, private_key
from vapid_key
where project_id = :project_id

-- Of two that make one at once the first is kept.
-- :name insert
insert into vapid_key (project_id, public_key, private_key, created_at)
values (:project_id, :public_key, :private_key, :now)
on conflict (project_id) do nothing
