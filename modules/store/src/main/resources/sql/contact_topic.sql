-- What contacts chose of the topics; without a choice the topic's default counts.

-- Rows are written in the order of their ids, as every batch does.
-- :name choose
insert into contact_topic as t (project_id, contact_id, topic_id, subscription, updated_at)
select :project_id::uuid, :contact_id::uuid, c.topic_id, c.subscription, :now::timestamptz
from unnest(:topic_ids::uuid[], :subscriptions::text[]) as c (topic_id, subscription)
order by c.topic_id
on conflict (project_id, contact_id, topic_id) do update
set subscription = excluded.subscription,
    updated_at = greatest(excluded.updated_at, t.updated_at)

-- :name cursor
select created_at
from topic
where project_id = :project_id
  and id = :id

-- :name older
select t.id, t.name, t.description, coalesce(c.subscription, t.default_subscription) as subscription
from topic as t
left join contact_topic as c
  on c.project_id = :project_id
  and c.contact_id = :contact_id
  and c.topic_id = t.id
where t.project_id = :project_id
  and (t.created_at, t.id) < (:at, :id)
order by t.created_at desc, t.id desc
limit :limit

-- :name newer
select t.id, t.name, t.description, coalesce(c.subscription, t.default_subscription) as subscription
from topic as t
left join contact_topic as c
  on c.project_id = :project_id
  and c.contact_id = :contact_id
  and c.topic_id = t.id
where t.project_id = :project_id
  and (t.created_at, t.id) > (:at, :id)
order by t.created_at, t.id
limit :limit
