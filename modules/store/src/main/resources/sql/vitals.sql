-- What a database server says of itself and of the role that asks.

-- :name vitals
select current_setting('server_version_num')::int as version_number,
  current_setting('server_version') as version,
  current_setting('server_encoding') as encoding,
  current_setting('fsync') as fsync,
  current_setting('full_page_writes') as full_page_writes,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('autovacuum') as autovacuum,
  current_setting('max_connections')::int as connections_max,
  current_setting('superuser_reserved_connections')::int as connections_reserved,
  (
    select count(*) from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid()
  ) as connections_used,
  (
    select count(*) from pg_stat_activity
    where application_name = 'onward' and datname = current_database() and pid <> pg_backend_pid()
  ) as onward_sessions,
  (pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean) as read_only,
  has_schema_privilege('public', 'create') as may_create,
  r.rolname as role,
  array_remove(array[
    case when r.rolsuper then 'superuser' end,
    case when r.rolcreaterole then 'createrole' end,
    case when r.rolcreatedb then 'createdb' end,
    case when r.rolreplication then 'replication' end,
    case when r.rolbypassrls then 'bypassrls' end], null)::text[] as powers,
  clock_timestamp() as at
from pg_roles as r
where r.rolname = current_user

-- One of each kind that is sealed: the key that opens it opens the others.
-- :name sealed
(select 'webhook secret' as kind, secret as sealed from webhook limit 1)
union all
(select 'DKIM key', dkim_private from domain limit 1)
union all
(select 'VAPID key', private_key from vapid_key limit 1)
