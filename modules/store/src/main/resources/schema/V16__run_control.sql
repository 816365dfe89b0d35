-- Runs that somebody cancels, or lets go on again.

-- What a retried run goes on with: {position, visits, done, input}. Null for a run that nobody retried.
alter table run add column retry jsonb;

-- What people and their programs did to runs: why, who, and how the run had stood until then.
create table run_intervention (
  project_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  kind text not null check (kind in ('cancel', 'retry')),
  note text,                                    -- what was said of it, or null
  actor jsonb not null,                         -- {type, id, name}
  before jsonb not null,                        -- {status, version_id}, with {reason, completed_at} of a run that had ended
  details jsonb not null,                       -- of a cancel {emails}; of a retry {step_key, visit, version_id, resend, input}
  at timestamptz not null,
  primary key (project_id, id)
);
create index run_intervention_run on run_intervention (project_id, run_id, id);
