-- What happened how often, by the hour and the step: counted where it happens, never by looking at runs.

-- What passes counted since it was added up. A pass adds rows of its own in the transaction of what it counts, so a
-- count is exact and nobody waits for anybody's row.
create table metric_delta (
  project_id uuid not null,
  automation_id uuid not null,
  id bigint generated always as identity,
  hour timestamptz not null,                    -- the hour it happened in
  step_key text not null,                       -- '' for a run as a whole
  metric text not null,                         -- started, completed, …; entered; email.sent, …
  count bigint not null,
  seconds double precision not null,            -- how long those stayed at the step, together
  primary key (project_id, automation_id, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 1);

create table metric_hour (
  project_id uuid not null,
  automation_id uuid not null,
  hour timestamptz not null,
  step_key text not null,
  metric text not null,
  count bigint not null,
  seconds double precision not null,
  primary key (project_id, automation_id, hour, step_key, metric)
) with (fillfactor = 80);
create index metric_hour_time on metric_hour (hour, project_id);
