-- Webhooks, tracking of mails, and domains that mails are sent from.

-- A UUIDv7 (RFC 9562, section 5.7) of this very moment, for rows that a trigger writes. Servers before PostgreSQL 18
-- have none of their own: 48 bits of milliseconds over a random UUID, and its version raised from 4 to 7.
create function uuid_v7_now() returns uuid language sql volatile as $$
  select encode(
    set_bit(
      set_bit(
        overlay(uuid_send(gen_random_uuid())
          placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
        52, 1),
      53, 1),
    'hex')::uuid
$$;

-- As webhooks write an instant: 2026-10-01T12:00:00.123Z.
create function hook_time(at timestamptz) returns text language sql immutable as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

create table webhook (
  project_id uuid not null references project (id),
  id uuid not null,
  endpoint text not null check (endpoint <> ''),
  events text[] not null check (cardinality(events) > 0),
  status text not null check (status in ('enabled', 'disabled')),
  secret bytea not null,                        -- sealed, see SecretBox
  old_secret bytea,                             -- the one before a rotation, which signs too for a while
  old_secret_until timestamptz,
  failing_since timestamptz,                    -- the first failure since the last success
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (project_id, id),
  check ((old_secret is null) = (old_secret_until is null))
);
create index webhook_newest on webhook (project_id, created_at desc, id desc);
create index webhook_enabled on webhook (project_id) where status = 'enabled';

-- What happened that some webhook wants to hear of, written in the transaction of the change itself. Nothing is
-- written that nobody wants.
create table hook_event (
  project_id uuid not null,
  id uuid not null default uuid_v7_now(),
  type text not null,                           -- email.sent, contact.created, …
  data json not null,                           -- json, not jsonb: people read it in this order
  occurred_at timestamptz not null,
  payload text,                                 -- the very bytes that are signed and sent; null until it is fanned out
  primary key (project_id, id)
);
create index hook_event_new on hook_event (id) where payload is null;

-- One webhook hears of one event.
create table webhook_delivery (
  project_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  state text not null check (state in ('pending', 'sending', 'success', 'failed')),
  attempts int not null default 0,              -- since it was made or replayed
  due_at timestamptz,                           -- while sending, the end of the lease
  lease_fence bigint not null default 0,        -- a settle under an older fence changes nothing
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (project_id, webhook_id, event_id),
  foreign key (project_id, webhook_id) references webhook (project_id, id) on delete cascade,
  foreign key (project_id, event_id) references hook_event (project_id, id) on delete cascade,
  check ((state in ('pending', 'sending')) = (due_at is not null))
) with (fillfactor = 85);
create index webhook_delivery_due on webhook_delivery (project_id, webhook_id, due_at)
  where state in ('pending', 'sending');
create index webhook_delivery_event on webhook_delivery (project_id, event_id);

create table webhook_attempt (
  project_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  http_status_code int not null,                -- 0 when no answer came
  response text not null,                       -- the beginning of the answer, or why there was none
  sent_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, webhook_id, event_id)
    references webhook_delivery (project_id, webhook_id, event_id) on delete cascade
);
create index webhook_attempt_delivery on webhook_attempt (project_id, webhook_id, event_id, id desc);

create function hook_wanted(project uuid, event_type text) returns boolean language sql stable as $$
  select exists (
    select from webhook
    where webhook.project_id = project
      and webhook.status = 'enabled'
      and event_type = any (webhook.events))
$$;

-- Does anybody want anything? One look at a small index, so that where there are no webhooks a change costs a look
-- and nothing more. A transaction that sets onward.quiet tells nobody: an import of a file is no news.
create function hook_silent() returns boolean language sql stable as $$
  select coalesce(current_setting('onward.quiet', true), '') = 'on'
    or not exists (select from webhook where status = 'enabled')
$$;

-- The segments of a contact are added when the event is fanned out: they are written after the contact.
create function hook_contact_data(c contact) returns json language sql stable as $$
  select json_build_object(
    'id', c.id, 'created_at', hook_time(c.created_at), 'updated_at', hook_time(c.updated_at), 'email', c.email,
    'first_name', c.first_name, 'last_name', c.last_name, 'unsubscribed', c.unsubscribed)
$$;

create function hook_contact() returns trigger language plpgsql as $$
begin
  if hook_silent() then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into hook_event (project_id, type, data, occurred_at)
    select n.project_id, 'contact.created', hook_contact_data(n), n.created_at
    from new_rows as n
    where hook_wanted(n.project_id, 'contact.created');
  elsif tg_op = 'UPDATE' then
    insert into hook_event (project_id, type, data, occurred_at)
    select n.project_id, 'contact.updated', hook_contact_data(n), n.updated_at
    from new_rows as n
    join old_rows as o on o.project_id = n.project_id and o.id = n.id
    where (n.email, n.first_name, n.last_name, n.unsubscribed, n.properties)
        is distinct from (o.email, o.first_name, o.last_name, o.unsubscribed, o.properties)
      and hook_wanted(n.project_id, 'contact.updated');
  else
    insert into hook_event (project_id, type, data, occurred_at)
    select o.project_id, 'contact.deleted', hook_contact_data(o), clock_timestamp()
    from old_rows as o
    where hook_wanted(o.project_id, 'contact.deleted');
  end if;
  return null;
end
$$;
create trigger hook_contact_insert after insert on contact
  referencing new table as new_rows for each statement execute function hook_contact();
create trigger hook_contact_update after update on contact
  referencing old table as old_rows new table as new_rows for each statement execute function hook_contact();
create trigger hook_contact_delete after delete on contact
  referencing old table as old_rows for each statement execute function hook_contact();

create function hook_contact_topic() returns trigger language plpgsql as $$
begin
  if hook_silent() then
    return null;
  end if;
  insert into hook_event (project_id, type, data, occurred_at)
  select contact.project_id, 'contact.topics.updated',
    json_build_object(
      'email', contact.email,
      'topics', json_agg(json_build_object('id', n.topic_id, 'subscription', n.subscription) order by n.topic_id)),
    max(n.updated_at)
  from new_rows as n
  join contact on contact.project_id = n.project_id and contact.id = n.contact_id
  where hook_wanted(n.project_id, 'contact.topics.updated')
  group by contact.project_id, contact.id, contact.email;
  return null;
end
$$;
create trigger hook_contact_topic_insert after insert on contact_topic
  referencing new table as new_rows for each statement execute function hook_contact_topic();
create trigger hook_contact_topic_update after update on contact_topic
  referencing new table as new_rows for each statement execute function hook_contact_topic();

create function hook_topic_data(t topic, deleted boolean) returns json language sql stable as $$
  select json_build_object(
    'id', t.id, 'name', t.name, 'description', t.description, 'default_subscription', t.default_subscription,
    'deleted', deleted, 'created_at', hook_time(t.created_at), 'updated_at', hook_time(t.updated_at))
$$;

create function hook_topic() returns trigger language plpgsql as $$
begin
  if hook_silent() then
    return null;
  end if;
  if tg_op = 'DELETE' then
    insert into hook_event (project_id, type, data, occurred_at)
    select o.project_id, 'topic.deleted', hook_topic_data(o, true), clock_timestamp()
    from old_rows as o
    where hook_wanted(o.project_id, 'topic.deleted');
  else
    insert into hook_event (project_id, type, data, occurred_at)
    select n.project_id, k.type, hook_topic_data(n, false), n.updated_at
    from new_rows as n
    cross join (select case tg_op when 'INSERT' then 'topic.created' else 'topic.updated' end) as k (type)
    where hook_wanted(n.project_id, k.type);
  end if;
  return null;
end
$$;
create trigger hook_topic_insert after insert on topic
  referencing new table as new_rows for each statement execute function hook_topic();
create trigger hook_topic_update after update on topic
  referencing new table as new_rows for each statement execute function hook_topic();
create trigger hook_topic_delete after delete on topic
  referencing old table as old_rows for each statement execute function hook_topic();

-- Ours alone: what becomes of the runs of automations.
create function hook_run_data(r run) returns json language sql stable as $$
  select json_build_object(
    'run_id', r.id, 'automation_id', r.automation_id,
    'automation_name', (
      select name from automation where automation.project_id = r.project_id and automation.id = r.automation_id),
    'version_id', r.version_id, 'event_id', r.event_id, 'contact_id', r.contact_id, 'status', r.status,
    'reason', r.reason, 'created_at', hook_time(r.created_at), 'started_at', hook_time(r.started_at),
    'completed_at', hook_time(r.completed_at))
$$;

create function hook_run() returns trigger language plpgsql as $$
begin
  if hook_silent() then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into hook_event (project_id, type, data, occurred_at)
    select n.project_id, 'automation.run.started', hook_run_data(n), n.started_at
    from new_rows as n
    where hook_wanted(n.project_id, 'automation.run.started');
    insert into hook_event (project_id, type, data, occurred_at)
    select n.project_id, 'automation.run.' || n.status, hook_run_data(n), n.completed_at
    from new_rows as n
    where n.status <> 'running'
      and hook_wanted(n.project_id, 'automation.run.' || n.status);
  else
    insert into hook_event (project_id, type, data, occurred_at)
    select n.project_id, 'automation.run.' || n.status, hook_run_data(n), n.completed_at
    from new_rows as n
    join old_rows as o on o.project_id = n.project_id and o.id = n.id
    where o.status = 'running'
      and n.status <> 'running'
      and hook_wanted(n.project_id, 'automation.run.' || n.status);
  end if;
  return null;
end
$$;
create trigger hook_run_insert after insert on run
  referencing new table as new_rows for each statement execute function hook_run();
create trigger hook_run_update after update on run
  referencing old table as old_rows new table as new_rows for each statement execute function hook_run();

-- Mails whose opens and clicks are told, decided when a mail first leaves: a switch that is turned later changes no mail
-- that is out. A link leads to what stands in the mail itself, so no link is stored here.
create table mail_tracking (
  project_id uuid not null,
  envelope_id uuid not null,
  opens boolean not null,
  clicks boolean not null,
  opened int not null default 0,                -- how many were told
  clicked int not null default 0,
  primary key (project_id, envelope_id)
);

-- Domains that mails are sent from.
create table domain (
  project_id uuid not null references project (id),
  id uuid not null,
  name text not null check (name = lower(name) and name <> ''),
  region text not null,
  status text not null
    check (status in ('not_started', 'pending', 'verified', 'partially_verified', 'partially_failed', 'failed')),
  open_tracking boolean not null,
  click_tracking boolean not null,
  tracking_subdomain text,
  tls text not null check (tls in ('opportunistic', 'enforced')),
  sending boolean not null,
  receiving boolean not null,
  return_path text not null,                    -- the label before the domain where bounces go, for example send
  dkim_selector text not null,
  dkim_public text not null,                    -- base64 of the SubjectPublicKeyInfo, as DNS shows it
  dkim_private bytea not null,                  -- PKCS #8, sealed, see SecretBox
  records jsonb not null,                       -- {DKIM: status, SPF: status, …} as last looked up
  verify_due_at timestamptz,                    -- when it is looked up next; null when nobody asked
  verify_until timestamptz,                     -- when looking up is given up
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (project_id, id),
  unique (project_id, name)
);
create index domain_newest on domain (project_id, created_at desc, id desc);
create index domain_verify_due on domain (verify_due_at) where verify_due_at is not null;

-- Addresses that get no mail any more are told of where their table is.
do $guard$
begin
  if to_regclass('suppression') is null then
    return;
  end if;
  execute $sql$
    create function hook_suppression() returns trigger language plpgsql as $body$
    begin
      if hook_silent() then
        return null;
      end if;
      if tg_op = 'INSERT' then
        insert into hook_event (project_id, type, data, occurred_at)
        select n.project_id, 'suppression.added',
          json_build_object('id', n.id, 'email', n.email, 'origin', n.origin, 'source_id', n.source_id,
            'created_at', hook_time(n.created_at)),
          n.created_at
        from new_rows as n
        where hook_wanted(n.project_id, 'suppression.added');
      else
        insert into hook_event (project_id, type, data, occurred_at)
        select o.project_id, 'suppression.removed',
          json_build_object('id', o.id, 'email', o.email, 'origin', o.origin, 'source_id', o.source_id,
            'created_at', hook_time(o.created_at)),
          clock_timestamp()
        from old_rows as o
        where hook_wanted(o.project_id, 'suppression.removed');
      end if;
      return null;
    end
    $body$
  $sql$;
  execute 'create trigger hook_suppression_insert after insert on suppression
    referencing new table as new_rows for each statement execute function hook_suppression()';
  execute 'create trigger hook_suppression_delete after delete on suppression
    referencing old table as old_rows for each statement execute function hook_suppression()';
end
$guard$;
