-- What the second face needs beside the native one: people by the names that applications give them, and automations
-- with a draft beside the version that runs.

alter table contact add column external_id text check (external_id <> '');
create unique index contact_external_id on contact (project_id, external_id) where external_id is not null;

-- What the person was found by, or should have been. An event whose external id no contact had stays without a person.
alter table event add column external_id text check (external_id <> '');
alter table event drop constraint event_check;
alter table event add constraint event_person check (
  num_nonnulls(contact_id, email) = 1 or (external_id is not null and contact_id is null and email is null));

alter table automation add column description text;
alter table automation add column editor_layout jsonb;       -- where an editor drew the steps; nothing runs by it
alter table automation add column draft jsonb;               -- null: the same as the current version
alter table automation add column published_version_id uuid; -- null: nothing of it was ever enabled or published
alter table automation add column published_at timestamptz;
alter table automation add column archived_at timestamptz;
alter table automation add constraint automation_published check ((published_version_id is null) = (published_at is null));
alter table automation add constraint automation_archived check (archived_at is null or status = 'disabled');

update automation
set published_version_id = automation.version_id,
    published_at = e.enabled_at
from (
  select project_id, automation_id, max(enabled_at) as enabled_at
  from enablement
  group by project_id, automation_id
) as e
where e.project_id = automation.project_id
  and e.automation_id = automation.id;
