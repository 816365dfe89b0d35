-- One person: what came of them and what went to them. Each part is found by a key and bounded.

-- :name list
select id, email, first_name, last_name, unsubscribed, created_at
from contact
where project_id = :project_id
  and (created_at, id) < (
    coalesce((select created_at from contact where project_id = :project_id and id = :before_id), 'infinity'),
    :before_id)
order by created_at desc, id desc
limit :limit

-- :name segments
select s.id, s.name
from segment_member as m
join segment as s on s.project_id = m.project_id and s.id = m.segment_id
where m.project_id = :project_id
  and m.contact_id = :contact_id
order by s.name, s.id
limit :limit

-- :name topics
select t.id, t.name, coalesce(c.subscription, t.default_subscription) as subscription
from topic as t
left join contact_topic as c on c.project_id = t.project_id and c.topic_id = t.id and c.contact_id = :contact_id
where t.project_id = :project_id
order by t.created_at desc, t.id desc
limit :limit

-- :name events
select id, name, received_at
from (
  select e.id, e.name, e.received_at
  from unnest(:person_keys::text[]) as k (person_key)
  cross join lateral (
    select id, name, received_at
    from event
    where event.project_id = :project_id
      and event.person_key = k.person_key
    order by received_at desc
    limit :limit
  ) as e
) as found
order by received_at desc, id desc
limit :limit

-- :name mails
select e.id, e.run_id, e.channel, e.subject, e.last_event, e.created_at, e.sent_at
from unnest(:run_ids::uuid[]) as k (run_id)
join envelope as e on e.project_id = :project_id and e.run_id = k.run_id
order by e.created_at desc, e.id desc
limit :limit
