-- Runs that are moved to another version of their automation, and what is done to many runs at once.

alter table run_intervention drop constraint run_intervention_kind_check;
alter table run_intervention add constraint run_intervention_kind_check check (kind in ('cancel', 'retry', 'move'));

-- What somebody does to many runs at once. Which runs those are is written down before anything is done.
create table bulk_action (
  project_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('cancel', 'retry')),
  status text not null check (status in ('draft', 'running', 'completed', 'aborted')),
  automation_id uuid,                           -- whose runs; null for any
  statuses text[] not null,                     -- of the runs, when they were written down
  options jsonb not null,                       -- of a cancel {emails}; of a retry {version, step_key}
  note text not null,                           -- why, in somebody's words
  actor jsonb not null,                         -- {type, id, name}
  items int not null default 0,                 -- how many runs
  whole boolean not null default true,          -- false: there were more than one action takes, or than were looked at
  done int not null default 0,                  -- counted with each item
  unchanged int not null default 0,
  refused int not null default 0,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (project_id, id)
);
create index bulk_action_running on bulk_action (id) where status = 'running';

create table bulk_item (
  project_id uuid not null,
  bulk_id uuid not null,
  run_id uuid not null,
  result text check (result in ('done', 'unchanged', 'refused')),   -- null until it was dealt with
  message text,                                 -- why it was refused
  at timestamptz,
  primary key (project_id, bulk_id, run_id),
  foreign key (project_id, bulk_id) references bulk_action (project_id, id) on delete cascade
);
create index bulk_item_open on bulk_item (project_id, bulk_id, run_id) where result is null;
