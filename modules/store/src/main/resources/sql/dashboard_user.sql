-- People who may look at the dashboard, their sessions and the links that let them choose a password.

-- :name insert
insert into dashboard_user (id, name, created_at, updated_at)
values (:id, :name, :now, :now)
on conflict (name) do nothing

-- :name find
select id, name, password_hash
from dashboard_user
where name = :name

-- :name set_password
update dashboard_user
set password_hash = :password_hash,
  updated_at = :now
where id = :id

-- :name drop_links
delete from dashboard_link
where user_id = :user_id

-- :name drop_old_links
delete from dashboard_link
where user_id = :user_id
  and expires_at <= :now

-- :name insert_link
insert into dashboard_link (token_hash, user_id, expires_at)
values (:token_hash, :user_id, :expires_at)

-- :name find_link
select u.id, u.name, u.password_hash
from dashboard_link as l
join dashboard_user as u on u.id = l.user_id
where l.token_hash = :token_hash
  and l.expires_at > :now

-- :name use_link
delete from dashboard_link
where token_hash = :token_hash
  and expires_at > :now
returning user_id

-- :name open_session
insert into dashboard_session (token_hash, user_id, created_at, expires_at)
values (:token_hash, :user_id, :now, :expires_at)

-- :name find_session
select u.id, u.name, u.password_hash
from dashboard_session as s
join dashboard_user as u on u.id = s.user_id
where s.token_hash = :token_hash
  and s.expires_at > :now

-- :name close_session
delete from dashboard_session
where token_hash = :token_hash

-- :name close_sessions
delete from dashboard_session
where user_id = :user_id

-- :name drop_expired
delete from dashboard_session
where token_hash in (
  select token_hash
  from dashboard_session
  where expires_at <= :now
  order by expires_at
  limit :limit)
