-- Who may look at the dashboard, and what its pages find rows by.

create table dashboard_user (
  id uuid primary key,
  name text not null unique check (name <> ''),
  password_hash text,                           -- argon2id in PHC form; null until one was chosen
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- A browser that logged in. Its cookie is kept as a hash only.
create table dashboard_session (
  token_hash bytea primary key,                 -- SHA-256
  user_id uuid not null references dashboard_user (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index dashboard_session_expiry on dashboard_session (expires_at);
create index dashboard_session_user on dashboard_session (user_id);

-- Links that let somebody choose a password, once.
create table dashboard_link (
  token_hash bytea primary key,                 -- SHA-256
  user_id uuid not null references dashboard_user (id) on delete cascade,
  expires_at timestamptz not null
);
create index dashboard_link_user on dashboard_link (user_id);

-- What went wrong is rare and looked for; a run that goes well never comes into this index.
create index run_unwell on run (project_id, id) where status in ('failed', 'cancelled');
