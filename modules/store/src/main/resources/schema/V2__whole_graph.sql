-- Waits, mailboxes, entry and exit rules, segments, topics, requests to other servers.

-- Whose event it is: the contact's id as text, or the address as Address.key makes it. By it a wait that begins
-- finds what came before the server got round to it.
alter table event add column person_key text;
update event set person_key = coalesce(contact_id::text, lower(btrim(email)));
alter table event alter column person_key set not null;
create index event_person on event (project_id, person_key, received_at);
alter table event add column hops int not null default 0;  -- runs between it and an event from outside

alter table run add column since timestamptz;              -- the instant of what moved it last
update run set since = created_at;
alter table run alter column since set not null;
alter table run add column hops int not null default 0;    -- of the event that started it
alter table run add column reason jsonb;                   -- why it failed or was cancelled: {name, message, …}
create index run_contact on run (project_id, contact_id) where status = 'running';

alter table trail add column notes jsonb;                  -- what came too late for the step: [{name, …}]

-- Run R waits for event E of contact C, of correlation K, from `since` until `until`. A row goes when its step is
-- left, so what is here is live.
create table open_wait (
  project_id uuid not null,
  run_id uuid not null,
  step_key text not null,                       -- '' for the exit rule, which listens as long as the run lives
  visit int not null,
  contact_id uuid not null,
  event_name text not null,
  correlation text not null default '',         -- a Correlation key; '' takes every event of the name
  since timestamptz not null,
  until timestamptz,                            -- null: without end
  primary key (project_id, run_id, step_key, visit, event_name, correlation)
);
create index open_wait_listeners on open_wait (project_id, contact_id, event_name, correlation);

-- The mailbox of runs: what came for a run that rests and was not heard yet.
create table signal (
  project_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  kind text not null check (kind in ('event', 'answered', 'contact_deleted', 'replaced')),
  event_id uuid,                                -- of an event
  call_id uuid,                                 -- of an answered call
  by_run_id uuid,                               -- of a run that took this one's place
  received_at timestamptz not null,
  primary key (project_id, id),
  check ((kind = 'event') = (event_id is not null)),
  check ((kind = 'answered') = (call_id is not null)),
  check ((kind = 'replaced') = (by_run_id is not null))
);
create unique index signal_event_once on signal (project_id, run_id, event_id) where event_id is not null;
create index signal_oldest on signal (id);

-- Names of events that some version listens for in a step or by its exit rule, and the system's own names that start
-- one; by them events that concern nobody cost nothing more. `field` is what a wait tells them apart by, '' for none.
-- Rows are added with a version, before any run of it, and stay.
create table event_interest (
  project_id uuid not null,
  event_name text not null,
  field text not null,
  primary key (project_id, event_name, field)
);

-- The newest run of each contact or key of an automation that has an entry rule.
create table run_entry (
  project_id uuid not null,
  automation_id uuid not null,
  entry_key text not null,
  run_id uuid not null,
  entered_at timestamptz not null,              -- when the event that started it was received
  primary key (project_id, automation_id, entry_key)
);

-- Events that started no run of an automation that was enabled for them, and why.
create table entry_refusal (
  project_id uuid not null,
  automation_id uuid not null,
  event_id uuid not null,
  contact_id uuid,
  reason text not null,                         -- the entry rule's mode, no_key, or contact_deleted
  run_id uuid,                                  -- the run that was in the way, where there was one
  refused_at timestamptz not null,
  primary key (project_id, automation_id, event_id)
);

create table segment (
  project_id uuid not null references project (id),
  id uuid not null,
  name text not null,
  created_at timestamptz not null,
  primary key (project_id, id)
);
create index segment_newest on segment (project_id, created_at desc, id desc);

create table segment_member (
  project_id uuid not null,
  segment_id uuid not null,
  contact_id uuid not null,
  added_at timestamptz not null,
  primary key (project_id, segment_id, contact_id),
  foreign key (project_id, segment_id) references segment (project_id, id) on delete cascade,
  foreign key (project_id, contact_id) references contact (project_id, id) on delete cascade
);
create index segment_member_contact on segment_member (project_id, contact_id);

-- What people can take or leave, apart from being unsubscribed from everything.
create table topic (
  project_id uuid not null references project (id),
  id uuid not null,
  name text not null,
  description text,
  default_subscription text not null check (default_subscription in ('opt_in', 'opt_out')),
  visibility text not null check (visibility in ('public', 'private')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (project_id, id)
);
create index topic_newest on topic (project_id, created_at desc, id desc);

-- What a contact chose; without a row the topic's default counts.
create table contact_topic (
  project_id uuid not null,
  contact_id uuid not null,
  topic_id uuid not null,
  subscription text not null check (subscription in ('opt_in', 'opt_out')),
  updated_at timestamptz not null,
  primary key (project_id, contact_id, topic_id),
  foreign key (project_id, contact_id) references contact (project_id, id) on delete cascade,
  foreign key (project_id, topic_id) references topic (project_id, id) on delete cascade
);
create index contact_topic_topic on contact_topic (project_id, topic_id);

-- Requests that runs make to other servers: leased and settled like envelopes, then told to the run.
create table http_call (
  project_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  step_key text not null,
  visit int not null,
  method text not null,
  url text not null,
  headers jsonb not null,                       -- [{name, value}], in order
  body text,                                    -- JSON
  attempts_max int not null,
  timeout_millis int not null,
  answer_by timestamptz not null,               -- after it nobody waits for the answer
  state text not null check (state in ('queued', 'sending', 'answered', 'failed')),
  attempts int not null default 0,
  due_at timestamptz,                           -- while sending, the end of the lease
  lease_fence bigint not null default 0,
  answer jsonb,                                 -- {status, headers, body, attempts} of the last answer
  problem text,                                 -- why it failed, or what went wrong last
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (project_id, id),
  unique (project_id, run_id, step_key, visit),
  check (state not in ('queued', 'sending') or due_at is not null)
);
create index http_call_due on http_call (due_at) where state in ('queued', 'sending');
