-- How long a project keeps what; without a row it is kept for ever, or as long as it was before there was a policy.

create table retention_policy (
  project_id uuid not null references project (id),
  sort text not null check (sort in ('runs', 'events', 'mail_content', 'request_log', 'webhook_log')),
  days int not null check (days between 1 and 3650),
  updated_at timestamptz not null,
  primary key (project_id, sort)
);

-- The trace that an event came in, where its sender said so: written with the event, goes with it.
create table event_trace (
  project_id uuid not null,
  event_id uuid not null,
  traceparent text not null check (length(traceparent) = 55),
  primary key (project_id, event_id)
);
