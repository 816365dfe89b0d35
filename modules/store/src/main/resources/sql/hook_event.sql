-- What webhooks are to hear of, from the moment it happened until everybody who wants it has it in a queue of their own.

-- A transaction that runs this tells no webhook of what it changes.
-- :name quiet
select set_config('onward.quiet', 'on', true)

-- Something that no trigger sees.
-- :name tell
insert into hook_event (project_id, type, data, occurred_at)
select :project_id::uuid, :type::text, :data::text::json, :occurred_at::timestamptz
where not hook_silent()
  and hook_wanted(:project_id::uuid, :type::text)

-- :name claim
select e.project_id, e.id, e.type, e.data::text as data, e.occurred_at,
  case
    when e.type in ('contact.created', 'contact.updated') then array(
      select segment_id from segment_member
      where segment_member.project_id = e.project_id
        and segment_member.contact_id = (e.data ->> 'id')::uuid
      order by segment_id
      limit 100)
    else '{}'
  end as segment_ids
from hook_event as e
where e.payload is null
order by e.id
limit :limit
for no key update of e skip locked

-- :name fan
with told as (
  update hook_event as e
  set payload = t.payload
  from unnest(:project_ids::uuid[], :ids::uuid[], :payloads::text[]) as t (project_id, id, payload)
  where e.project_id = t.project_id
    and e.id = t.id
  returning e.project_id, e.id, e.type
)
insert into webhook_delivery (project_id, webhook_id, event_id, state, due_at, created_at)
select told.project_id, webhook.id, told.id, 'pending', :now::timestamptz, :now::timestamptz
from told
join webhook on webhook.project_id = told.project_id
where webhook.status = 'enabled'
  and told.type = any (webhook.events)
order by told.project_id, webhook.id, told.id
on conflict do nothing

-- What is over for everybody and old enough is forgotten, with its attempts.
-- :name forget
delete from hook_event
using (
  select project_id, id
  from hook_event as old
  where old.id < :before::uuid
    and not exists (
      select from webhook_delivery as d
      where d.project_id = old.project_id
        and d.event_id = old.id
        and d.state in ('pending', 'sending'))
  limit :limit
) as old
where hook_event.project_id = old.project_id
  and hook_event.id = old.id
