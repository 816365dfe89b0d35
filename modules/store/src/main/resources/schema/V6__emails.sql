-- Mails that were sent directly: when they are due, what is attached, who of several recipients is left, who gets no
-- mail any more, and which requests were answered before.

alter table envelope drop constraint envelope_state_check;
alter table envelope add constraint envelope_state_check
  check (state in ('queued', 'sending', 'sent', 'failed', 'uncertain', 'canceled'));

alter table envelope add column scheduled_at timestamptz;                   -- when it was asked to go out; null: at once
alter table envelope add column attached_bytes bigint not null default 0;   -- of all its attachments together
alter table envelope add column recipient_keys text[] not null default '{}';  -- to, cc and bcc as Address.key makes them
update envelope set recipient_keys = array(select distinct lower(btrim(r)) from unnest(recipients || cc || bcc) as r);
-- Those of recipient_keys who need no further attempt, when an attempt left others over.
alter table envelope add column reached text[] not null default '{}';

-- What is attached to a mail; written with it and never changed.
create table attachment (
  project_id uuid not null,
  envelope_id uuid not null,
  id uuid not null,
  position int not null,                        -- in the sender's order, from 0
  filename text not null,
  content_type text not null,
  content_id text,                              -- not null: shown inside the html, by cid:
  content bytea not null,
  created_at timestamptz not null,
  primary key (project_id, envelope_id, id),
  foreign key (project_id, envelope_id) references envelope (project_id, id) on delete cascade
);
-- Files are mostly compressed already.
alter table attachment alter column content set storage external;

-- Addresses that get no mail.
create table suppression (
  project_id uuid not null references project (id),
  id uuid not null,
  email text not null check (email <> ''),
  email_key text not null,                      -- as a contact has it
  origin text not null check (origin in ('bounce', 'complaint', 'manual')),
  source_id uuid,                               -- the mail that bounced or was complained of
  created_at timestamptz not null,
  primary key (project_id, id),
  unique (project_id, email_key)
);
create index suppression_newest on suppression (project_id, created_at desc, id desc);

-- Requests with an Idempotency-Key that were answered with success, for a day.
create table answered_request (
  project_id uuid not null references project (id),
  endpoint text not null,
  idempotency_key text not null check (idempotency_key <> ''),
  body_hash bytea not null,                     -- SHA-256
  answer jsonb not null,
  answered_at timestamptz not null,
  primary key (project_id, endpoint, idempotency_key)
);
create index answered_request_oldest on answered_request (answered_at);

-- The domain that a key may send from; null: any.
alter table api_key add column sending_domain text;

-- What links that need no API key are signed with; made here, so that every node has the same.
create table link_secret (
  id boolean primary key default true check (id),
  value bytea not null
);
insert into link_secret (value)
values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
