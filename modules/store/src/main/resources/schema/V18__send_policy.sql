-- When a project lets messages leave, and how many a person got of late where it counts them.

create table send_policy (
  project_id uuid primary key references project (id),
  definition jsonb not null,                    -- {quiet_hours, send_window, frequency_caps}
  updated_at timestamptz not null
);

-- Kept only where a policy has caps, and as long as the longest of them can ask.
create table contact_send (
  project_id uuid not null,
  contact_id uuid not null,
  sent_at timestamptz not null,
  id uuid not null,
  primary key (project_id, contact_id, sent_at, id),
  foreign key (project_id, contact_id) references contact (project_id, id) on delete cascade
);
