-- The tables of the hot path and of the resources around it.
-- Every tenant table begins with project_id; ids are UUIDv7 made by the server.
-- No default reads a clock: `now` always comes in as an argument.

create table project (
  id uuid primary key,
  name text not null check (name <> ''),
  created_at timestamptz not null
);

create table api_key (
  project_id uuid not null references project (id),
  id uuid not null,
  name text not null,
  permission text not null check (permission in ('full_access', 'sending_access')),
  token_hint text not null,               -- the first and last characters, to recognise a key by
  token_hash bytea not null unique,       -- SHA-256 of the token; the token itself is never stored
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (project_id, id)
);

create table contact (
  project_id uuid not null references project (id),
  id uuid not null,
  email text not null check (email <> ''),      -- as first spelled
  email_key text not null,                      -- trimmed and lower case: what makes two addresses one
  first_name text,
  last_name text,
  unsubscribed boolean not null default false,
  properties jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (project_id, id),
  unique (project_id, email_key)
);
create index contact_newest on contact (project_id, created_at desc, id desc);

-- A definition of an event: its name and, by choice, the types of its payload's fields.
create table event_type (
  project_id uuid not null references project (id),
  id uuid not null,
  name text not null check (name <> ''),
  schema jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (project_id, id),
  unique (project_id, name)
);

create table event (
  project_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  contact_id uuid,
  email text,
  payload jsonb,
  occurred_at timestamptz not null,
  idempotency_key text check (idempotency_key <> ''),
  received_at timestamptz not null,
  matched boolean not null default false,       -- has the runner looked at it?
  primary key (project_id, id),
  check (num_nonnulls(contact_id, email) = 1)
);
create unique index event_idempotency_key on event (project_id, idempotency_key) where idempotency_key is not null;
create index event_unmatched on event (id) where not matched;

create table template (
  project_id uuid not null references project (id),
  id uuid not null,
  alias text check (alias <> ''),
  name text not null,
  draft_version_id uuid not null,               -- the newest version, what GET shows and PATCH edits
  published_version_id uuid,                    -- the version that is sent
  published_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (project_id, id)
);
create unique index template_alias on template (project_id, alias) where alias is not null;
create index template_newest on template (project_id, created_at desc, id desc);

-- A version that was published is never updated; an unpublished draft is edited in place.
create table template_version (
  project_id uuid not null,
  id uuid not null,
  template_id uuid not null,
  sender text,
  subject text,
  reply_to text[],
  html text not null,
  text text,
  variables jsonb not null default '[]',        -- [{id, key, type, fallback_value, created_at, updated_at}]
  created_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, template_id) references template (project_id, id) on delete cascade
);

create table automation (
  project_id uuid not null references project (id),
  id uuid not null,
  name text not null,
  status text not null check (status in ('enabled', 'disabled')),
  version_id uuid not null,                     -- the current version
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (project_id, id)
);

-- Versions are never updated; a run is pinned to the one that was current when its event was received.
create table automation_version (
  project_id uuid not null,
  id uuid not null,
  automation_id uuid not null,
  number int not null,
  trigger_event text,                           -- null while a draft has no readable trigger
  definition jsonb not null,                    -- {steps: [{key, type, config}], connections: [{from, to, type}]}
  created_at timestamptz not null,
  primary key (project_id, id),
  unique (project_id, automation_id, number)
);

-- When which version was enabled. An event starts a run of every version that was enabled at its
-- received_at, so a stop that answered before the event came is exact, whenever the runner looks.
create table enablement (
  project_id uuid not null,
  id uuid not null,
  automation_id uuid not null,
  version_id uuid not null,
  trigger_event text not null,
  enabled_at timestamptz not null,
  disabled_at timestamptz,
  primary key (project_id, id),
  check (disabled_at >= enabled_at)
);
create unique index enablement_one_open on enablement (project_id, automation_id) where disabled_at is null;
create index enablement_trigger on enablement (project_id, trigger_event);

create table run (
  project_id uuid not null,
  id uuid not null,
  automation_id uuid not null,
  version_id uuid not null,
  event_id uuid not null,
  contact_id uuid,
  status text not null check (status in ('running', 'completed', 'failed', 'cancelled')),
  step_key text,                                -- where it rests; null once it ended
  visit int not null default 1,
  position int not null default 0,              -- how many trail entries it has
  resting boolean not null,                     -- entered step_key already and waits there?
  due_at timestamptz,
  created_at timestamptz not null,
  started_at timestamptz not null,
  completed_at timestamptz,
  primary key (project_id, id),
  unique (project_id, automation_id, event_id), -- one run per match, whoever looks and how often
  check ((status = 'running') = (completed_at is null)),
  check (status = 'running' or due_at is null)
) with (fillfactor = 85);
create index run_due on run (due_at) where status = 'running' and due_at is not null;
create index run_automation on run (project_id, automation_id, created_at desc, id desc);

create table trail (
  project_id uuid not null,
  run_id uuid not null,
  step_key text not null,
  visit int not null,
  position int not null,                        -- in order of arrival, from 0
  step_type text not null,
  status text not null check (status in ('running', 'waiting', 'completed', 'failed', 'skipped')),
  output jsonb,
  error jsonb,
  created_at timestamptz not null,
  started_at timestamptz,
  completed_at timestamptz,
  primary key (project_id, run_id, step_key, visit)
);

-- The outbox: sealed messages. The step that sealed one is complete; delivery has its own life here.
create table envelope (
  project_id uuid not null,
  id uuid not null,
  run_id uuid,
  step_key text,
  visit int,
  contact_id uuid,
  template_id uuid,
  channel text not null,                        -- 'email'
  message_id text not null unique,              -- <…@…>, derived from the envelope's key, the same on every attempt
  sender text not null,
  recipients text[] not null,
  cc text[] not null default '{}',
  bcc text[] not null default '{}',
  reply_to text[] not null default '{}',
  subject text not null,
  html text,
  text text,
  headers jsonb not null default '{}',
  tags jsonb not null default '[]',
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'uncertain')),
  last_event text not null,                     -- queued, sent, delivered, bounced, failed, …
  attempts int not null default 0,
  due_at timestamptz,                           -- while sending, the end of the lease
  lease_fence bigint not null default 0,        -- a settle under an older fence changes nothing
  last_reply text,                              -- what the provider said last
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (project_id, id),
  check (state not in ('queued', 'sending') or due_at is not null)
) with (fillfactor = 85);
create unique index envelope_one_per_step on envelope (project_id, run_id, step_key, visit) where run_id is not null;
create index envelope_due on envelope (due_at) where state in ('queued', 'sending');
