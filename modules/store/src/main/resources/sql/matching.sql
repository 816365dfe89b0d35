-- What a pass has to know beside the events and runs it claimed: one statement a kind, whatever the batch.

-- :name event_types
select k.project_id, k.name, t.schema::text as schema
from unnest(:project_ids::uuid[], :names::text[]) as k (project_id, name)
cross join lateral (
  select schema
  from event_type
  where event_type.project_id = k.project_id
    and event_type.name = k.name
    and schema is not null
  limit 1
) as t

-- :name contacts_by_ids
select c.project_id, c.id, c.email, c.email_key, c.first_name, c.last_name, c.unsubscribed,
  c.properties::text as properties, c.created_at, c.updated_at
from unnest(:project_ids::uuid[], :ids::uuid[]) as k (project_id, id)
cross join lateral (
  select project_id, id, email, email_key, first_name, last_name, unsubscribed, properties, created_at, updated_at
  from contact
  where contact.project_id = k.project_id
    and contact.id = k.id
  limit 1
) as c

-- :name contacts_by_keys
select c.project_id, c.id, c.email, c.email_key, c.first_name, c.last_name, c.unsubscribed,
  c.properties::text as properties, c.created_at, c.updated_at
from unnest(:project_ids::uuid[], :email_keys::text[]) as k (project_id, email_key)
cross join lateral (
  select project_id, id, email, email_key, first_name, last_name, unsubscribed, properties, created_at, updated_at
  from contact
  where contact.project_id = k.project_id
    and contact.email_key = k.email_key
  limit 1
) as c

-- Rows come in the order of their keys, so that two nodes never wait for each other in a circle.
-- :name insert_contacts
insert into contact (project_id, id, email, email_key, external_id, created_at, updated_at)
select c.project_id, c.id, c.email, c.email_key, c.external_id, :now::timestamptz, :now::timestamptz
from unnest(:project_ids::uuid[], :ids::uuid[], :emails::text[], :email_keys::text[], :external_ids::text[])
  as c (project_id, id, email, email_key, external_id)
on conflict do nothing

-- :name contacts_by_external_ids
select k.project_id, k.external_id, c.id
from unnest(:project_ids::uuid[], :external_ids::text[]) as k (project_id, external_id)
cross join lateral (
  select id
  from contact
  where contact.project_id = k.project_id
    and contact.external_id = k.external_id
  limit 1
) as c

-- :name versions
select k.id, v.definition::text as definition
from unnest(:project_ids::uuid[], :ids::uuid[]) as k (project_id, id)
cross join lateral (
  select definition
  from automation_version
  where automation_version.project_id = k.project_id
    and automation_version.id = k.id
  limit 1
) as v

-- A reference is an id, an alias, or the id of one version; they win in this order. What was never published has no
-- version here, and of the versions only the newest can be such a one; the texts of
-- versions that the caller knows stay where they are.
-- :name templates
select k.project_id, k.reference, t.id, t.published_version_id as version_id, v.sender, v.subject, v.reply_to, v.html,
  v.text, v.variables::text as variables
from unnest(:project_ids::uuid[], :refs::text[], :ids::uuid[]) as k (project_id, reference, id)
cross join lateral (
  select id, published_version_id
  from (
    select id, published_version_id, 0 as rank
    from template
    where template.project_id = k.project_id
      and template.id = k.id
    union all
    select id, published_version_id, 1 as rank
    from template
    where template.project_id = k.project_id
      and template.alias = k.reference
    union all
    select whole.id,
      case when one.id <> whole.draft_version_id or one.id = whole.published_version_id then one.id end, 2 as rank
    from template_version as one
    join template as whole on whole.project_id = one.project_id and whole.id = one.template_id
    where one.project_id = k.project_id
      and one.id = k.id
  ) as found
  order by rank
  limit 1
) as t
left join lateral (
  select sender, subject, reply_to, html, text, variables
  from template_version
  where template_version.project_id = k.project_id
    and template_version.id = t.published_version_id
    and template_version.id <> all (:known::uuid[])
  limit 1
) as v on true

-- :name segments
select k.id
from unnest(:project_ids::uuid[], :ids::uuid[]) as k (project_id, id)
where exists (select from segment where segment.project_id = k.project_id and segment.id = k.id)

-- Does a contact take a topic? Its own choice, else the topic's default; a topic that is gone has no row.
-- :name topics
select k.contact_id, k.topic_id, coalesce(c.subscription, t.default_subscription) = 'opt_in' as is_taken
from unnest(:project_ids::uuid[], :contact_ids::uuid[], :topic_ids::uuid[]) as k (project_id, contact_id, topic_id)
cross join lateral (
  select default_subscription
  from topic
  where topic.project_id = k.project_id
    and topic.id = k.topic_id
  limit 1
) as t
left join lateral (
  select subscription
  from contact_topic
  where contact_topic.project_id = k.project_id
    and contact_topic.contact_id = k.contact_id
    and contact_topic.topic_id = k.topic_id
  limit 1
) as c on true

-- Segments and contacts that are gone are joined by nobody.
-- :name join_segments
insert into segment_member (project_id, segment_id, contact_id, added_at)
select j.project_id, j.segment_id, j.contact_id, :now::timestamptz
from unnest(:project_ids::uuid[], :segment_ids::uuid[], :contact_ids::uuid[])
  as j (project_id, segment_id, contact_id)
where exists (select from segment where segment.project_id = j.project_id and segment.id = j.segment_id)
  and exists (select from contact where contact.project_id = j.project_id and contact.id = j.contact_id)
order by j.project_id, j.segment_id, j.contact_id
on conflict do nothing

-- :name leave_segments
delete from segment_member
using unnest(:project_ids::uuid[], :segment_ids::uuid[], :contact_ids::uuid[])
  as l (project_id, segment_id, contact_id)
where segment_member.project_id = l.project_id
  and segment_member.segment_id = l.segment_id
  and segment_member.contact_id = l.contact_id

-- :name choose_topics
insert into contact_topic (project_id, contact_id, topic_id, subscription, updated_at)
select c.project_id, c.contact_id, c.topic_id, c.subscription, :now::timestamptz
from unnest(:project_ids::uuid[], :contact_ids::uuid[], :topic_ids::uuid[], :subscriptions::text[])
  as c (project_id, contact_id, topic_id, subscription)
where exists (select from contact where contact.project_id = c.project_id and contact.id = c.contact_id)
  and exists (select from topic where topic.project_id = c.project_id and topic.id = c.topic_id)
order by c.project_id, c.contact_id, c.topic_id
on conflict (project_id, contact_id, topic_id) do update
set subscription = excluded.subscription,
    updated_at = excluded.updated_at
