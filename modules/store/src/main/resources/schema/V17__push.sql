-- Pushes to devices. A push is an envelope as a mail is, one a device, and leaves through the same outbox.

-- A browser or an app that lets itself be pushed to, and whose it is as far as that is known.
create table device (
  project_id uuid not null references project (id),
  id uuid not null,
  kind text not null check (kind in ('web', 'fcm')),
  address text,                                 -- endpoint or registration token; null once the device is gone
  address_key bytea,                            -- SHA-256 of it: what makes two registrations one
  p256dh text,                                  -- of a browser, as is auth (RFC 8291)
  auth text,
  platform text not null check (platform in ('android', 'ios', 'web')),
  contact_id uuid,
  external_id text,                             -- what the application calls the person
  email text,
  email_key text,                               -- as in contact; finds a contact that comes later
  subscribed boolean not null,
  tags jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_seen_at timestamptz not null,            -- when it registered last
  gone_at timestamptz,                          -- when its push service said that it is there no more
  primary key (project_id, id),
  foreign key (project_id, contact_id) references contact (project_id, id) on delete cascade,
  check ((address is null) = (gone_at is not null)),
  check ((address is null) = (address_key is null)),
  check (kind <> 'web' or address is null or (p256dh is not null and auth is not null))
);
create unique index device_address on device (project_id, address_key);
create index device_newest on device (project_id, created_at desc, id desc);
create index device_contact on device (project_id, contact_id, created_at desc, id desc) where contact_id is not null;
create index device_email on device (project_id, email_key) where email_key is not null;
create index device_external on device (project_id, external_id) where external_id is not null;

-- By what push services know the server (RFC 8292): one a project, made when it is first asked for. Browsers subscribe
-- to the public one, so it never changes.
create table vapid_key (
  project_id uuid primary key references project (id),
  public_key bytea not null,                    -- the point, uncompressed
  private_key bytea not null,                   -- PKCS #8, sealed
  created_at timestamptz not null
);

-- One request to push to several devices; what became of each is told by its envelope.
create table push (
  project_id uuid not null references project (id),
  id uuid not null,
  title text not null,
  body text not null,
  content jsonb not null,                       -- {launch_url, image_url, data}
  total int not null,                           -- devices it was sealed for
  created_at timestamptz not null,
  primary key (project_id, id)
);

alter table envelope add column device_id uuid;   -- of a push: whom it is for, whether or not the device is still there
alter table envelope add column push_id uuid;     -- of a direct push
alter table envelope add column push jsonb;       -- of a push: {launch_url, image_url, data}; its title is the subject
alter table envelope add check ((channel = 'push') = (device_id is not null));
create index envelope_push on envelope (project_id, push_id) where push_id is not null;

-- One message per step visit and, for pushes, device; no device is one like any other.
drop index envelope_one_per_step;
create unique index envelope_one_per_step on envelope (project_id, run_id, step_key, visit, device_id)
  nulls not distinct where run_id is not null;

-- Lists of mails are paged by id; without it one that comes after a million pushes would read them all.
create index envelope_mail on envelope (project_id, id) where channel = 'email';

-- What checks mails from outside sees mails alone.
create or replace view chk_message as
select e.project_id, e.id, e.run_id, e.step_key, e.visit, e.contact_id, e.sender, e.recipients, e.message_id,
  case when o.leased then 'sending' else e.state end as state, e.last_event,
  coalesce(o.attempts, e.attempts) as attempts, o.due_at, coalesce(o.lease_fence, e.lease_fence) as lease_fence,
  e.created_at, e.sent_at, e.last_reply
from envelope as e
left join outbox as o on o.project_id = e.project_id and o.envelope_id = e.id
where e.channel = 'email';
