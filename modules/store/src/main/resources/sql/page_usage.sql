-- What a project has and has used. Ids begin with the instant of their making, so a span of time is a span of ids.

-- :name usage
select
  (select count(*) from (
    select from envelope
    where project_id = :project_id and channel = 'email' and id >= :day::uuid limit :max) as k)::bigint as emails_day,
  (select count(*) from (
    select from envelope
    where project_id = :project_id and channel = 'email' and id >= :month::uuid limit :max) as k)::bigint as emails_month,
  (select count(*) from (
    select from run where project_id = :project_id and id >= :month::uuid limit :max) as k)::bigint as runs_month,
  (select count(*) from (
    select from contact where project_id = :project_id limit :max) as k)::bigint as contacts,
  (select count(*) from (
    select from segment where project_id = :project_id limit :max) as k)::bigint as segments,
  (select count(*) from domain where project_id = :project_id)::bigint as domains
