-- What is happening. Live rows are counted up to :budget, by their partial indexes.

-- :name overview
select
  (select count(*) from (
    select from run where status = 'running' and due_at is not null and quarantined_at is null limit :budget
  ) as n) as due_later,
  (select count(*) from (
    select from run where project_id = :project_id and status = 'running' and due_at is null limit :budget
  ) as n) as endless,
  (select count(*) from (select from unmatched_event limit :budget) as n) as events_waiting,
  (select count(*) from (select from outbox limit :budget) as n) as mails_waiting,
  (select min(due_at) from outbox) as oldest_mail,
  (select min(due_at) from run where status = 'running' and due_at is not null and quarantined_at is null) as oldest_due,
  (select count(*) from (select from run where quarantined_at is not null limit :budget) as n) as runs_quarantined,
  (select count(*) from (select from event where quarantined_at is not null limit :budget) as n) as events_quarantined,
  (select count(*) from (
    select from run where project_id = :project_id and id > :since_id and status in ('failed', 'cancelled') limit :budget
  ) as n) as unwell
