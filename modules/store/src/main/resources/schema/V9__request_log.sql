-- What keys asked of the API and what they were answered, for people who look for what went wrong. Nothing depends on
-- it: it is written in batches, off the way of requests, and what finds no room is left out.

create table request_log (
  project_id uuid not null,
  id uuid not null,
  key_id uuid not null,                         -- whose key it was, which may be gone
  endpoint text not null,                       -- the path, without its query
  method text not null,
  response_status int not null,
  user_agent text,
  request_body text,                            -- JSON, without secrets; null for none
  response_body text,
  created_at timestamptz not null,
  primary key (project_id, id)
);
