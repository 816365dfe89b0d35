-- What properties contacts may have, and imports of contacts from files.

-- A declared property. Values are in contact.properties, by key; where a contact has none the fallback counts.
create table contact_property (
  project_id uuid not null references project (id),
  id uuid not null,
  key text not null check (key <> ''),
  type text not null check (type in ('string', 'number')),
  fallback_value jsonb,
  created_at timestamptz not null,
  primary key (project_id, id),
  unique (project_id, key)
);
create index contact_property_newest on contact_property (project_id, created_at desc, id desc);

-- A file of contacts on its way into the project. Its bytes are in contact_import_chunk until it ends; how far it got
-- is here, and moves in the transaction that writes the contacts.
create table contact_import (
  project_id uuid not null references project (id),
  id uuid not null,
  status text not null check (status in ('receiving', 'queued', 'in_progress', 'completed', 'failed')),
  plan jsonb,                                   -- which column goes where, and what each contact joins
  bytes_done bigint not null default 0,
  total int not null default 0,                 -- records of the file, without its header
  created int not null default 0,
  updated int not null default 0,
  skipped int not null default 0,
  failed int not null default 0,
  problems jsonb not null default '[]',         -- the first records that failed: [{row, message}]
  reason text,                                  -- why the whole import failed
  turn_at timestamptz not null,                 -- imports take turns: the one that waited longest is next
  created_at timestamptz not null,
  completed_at timestamptz,
  primary key (project_id, id),
  check (status = 'receiving' or plan is not null),
  check ((status in ('completed', 'failed')) = (completed_at is not null))
);
create index contact_import_newest on contact_import (project_id, created_at desc, id desc);
create index contact_import_turn on contact_import (turn_at) where status in ('receiving', 'queued', 'in_progress');

-- All chunks of a file but the last are of one size, so that a position in the file says its chunk.
create table contact_import_chunk (
  project_id uuid not null,
  import_id uuid not null,
  position int not null,
  bytes bytea not null,
  primary key (project_id, import_id, position),
  foreign key (project_id, import_id) references contact_import (project_id, id) on delete cascade
);
