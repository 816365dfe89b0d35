-- What the planner believes of tables that nothing is in yet.
--
-- A session makes the plan of a statement once and keeps it. Of an empty table the planner knows nothing, so an index that
-- merely begins with the project seems as good as the key; kept while the table fills, such a plan reads all rows of
-- the project for each one it looks up, until PostgreSQL analyzes the table a minute later. So it is shown a small
-- likeness of a project at work, which goes again: what it learned about the columns stays until there is more to learn.

do $$
declare
  work constant uuid := '01900000-0000-7000-8000-00000000feed';
begin
  if exists (select from event) or exists (select from contact) or exists (select from envelope)
    or exists (select from topic) or exists (select from segment) or exists (select from suppression) then
    analyze;
    return;
  end if;

  insert into project (id, name, created_at)
  values (work, 'likeness', now());

  insert into contact (project_id, id, email, email_key, external_id, created_at, updated_at)
  select work, md5('contact' || n)::uuid, n || '@likeness.invalid', n || '@likeness.invalid', 'person ' || n,
    now() - n * interval '1 second', now()
  from generate_series(1, 400) as n;

  insert into event (project_id, id, name, contact_id, person_key, payload, occurred_at, idempotency_key, received_at)
  select work, md5('event' || n)::uuid, 'likeness.' || n % 20, md5('contact' || n)::uuid,
    md5('contact' || n)::uuid::text, '{"plan": "pro"}', now() - n * interval '1 second', 'key ' || n,
    now() - n * interval '1 second'
  from generate_series(1, 400) as n;

  insert into run (
    project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, resting, due_at, since,
    created_at, started_at, completed_at)
  select work, md5('run' || n)::uuid, md5('automation' || n % 20)::uuid, md5('version' || n % 20)::uuid,
    md5('event' || n)::uuid, md5('contact' || n)::uuid, case when n <= 360 then 'running' else 'completed' end,
    case when n <= 360 then 'wait' end, n <= 360, case when n <= 360 then now() + n * interval '1 minute' end, now(),
    now() - n * interval '1 second', now(), case when n > 360 then now() end
  from generate_series(1, 400) as n;

  insert into trail (
    project_id, run_id, step_key, visit, position, step_type, status, output, created_at, started_at, completed_at)
  select work, md5('run' || n)::uuid, 'step ' || s, 1, s, 'send_email', 'completed', '{}', now(), now(), now()
  from generate_series(1, 400) as n
  cross join generate_series(0, 3) as s;

  insert into envelope (
    project_id, id, run_id, step_key, visit, contact_id, channel, message_id, sender, recipients, recipient_keys,
    subject, html, state, last_event, attempts, created_at, sent_at)
  select work, md5('envelope' || n || s)::uuid, md5('run' || n)::uuid, 'step ' || s, 1, md5('contact' || n)::uuid,
    'email', '<' || n || '.' || s || '@likeness.invalid>', 'likeness@likeness.invalid',
    array[n || '@likeness.invalid'], array[n || '@likeness.invalid'], 'Likeness', repeat('<p>Likeness</p>', 40), 'sent',
    'delivered', 1, now(), now()
  from generate_series(1, 400) as n
  cross join generate_series(1, 2) as s;

  insert into outbox (project_id, envelope_id, channel, due_at)
  select work, id, 'email', now() + row_number() over () * interval '1 second'
  from envelope
  where project_id = work
  limit 400;

  insert into unmatched_event (event_id, project_id)
  select id, work
  from event
  where project_id = work;

  insert into open_wait (project_id, run_id, step_key, visit, contact_id, event_name, since, until)
  select work, md5('run' || n)::uuid, 'wait', 1, md5('contact' || n)::uuid, 'likeness.' || n % 20, now(),
    now() + n * interval '1 minute'
  from generate_series(1, 400) as n;

  insert into signal (project_id, id, run_id, kind, event_id, received_at)
  select work, md5('signal' || n)::uuid, md5('run' || n)::uuid, 'event', md5('event' || n)::uuid, now()
  from generate_series(1, 400) as n;

  insert into run_entry (project_id, automation_id, entry_key, run_id, entered_at)
  select work, md5('automation' || n % 20)::uuid, md5('contact' || n), md5('run' || n)::uuid, now()
  from generate_series(1, 400) as n;

  insert into http_call (
    project_id, id, run_id, step_key, visit, method, url, headers, attempts_max, timeout_millis, answer_by, state,
    due_at, created_at)
  select work, md5('call' || n)::uuid, md5('run' || n)::uuid, 'ask', 1, 'POST', 'https://likeness.invalid', '[]', 3, 1000,
    now(), 'queued', now() + n * interval '1 second', now()
  from generate_series(1, 400) as n;

  insert into topic (project_id, id, name, default_subscription, visibility, created_at, updated_at)
  select work, md5('topic' || n)::uuid, 'Topic ' || n, 'opt_in', 'public', now() - n * interval '1 second', now()
  from generate_series(1, 20) as n;

  insert into contact_topic (project_id, contact_id, topic_id, subscription, updated_at)
  select work, md5('contact' || n)::uuid, md5('topic' || n % 20 + 1)::uuid, 'opt_in', now()
  from generate_series(1, 400) as n;

  insert into segment (project_id, id, name, created_at)
  select work, md5('segment' || n)::uuid, 'Segment ' || n, now() - n * interval '1 second'
  from generate_series(1, 20) as n;

  insert into segment_member (project_id, segment_id, contact_id, added_at)
  select work, md5('segment' || n % 20 + 1)::uuid, md5('contact' || n)::uuid, now()
  from generate_series(1, 400) as n;

  insert into suppression (project_id, id, email, email_key, origin, created_at)
  select work, md5('suppression' || n)::uuid, n || '@likeness.invalid', n || '@likeness.invalid', 'manual',
    now() - n * interval '1 second'
  from generate_series(1, 400) as n;

  insert into device (
    project_id, id, kind, address, address_key, platform, contact_id, external_id, email_key, subscribed, created_at,
    updated_at, last_seen_at)
  select work, md5('device' || n)::uuid, 'fcm', 'token ' || n, sha256(('token ' || n)::bytea), 'android',
    md5('contact' || n)::uuid, 'person ' || n, n || '@likeness.invalid', true, now() - n * interval '1 second', now(),
    now()
  from generate_series(1, 400) as n;

  analyze contact, event, run, trail, envelope, outbox, unmatched_event, open_wait, signal, run_entry, http_call, topic,
    contact_topic, segment, segment_member, suppression, device;

  truncate device, contact_send, suppression, segment_member, segment, contact_topic, topic, http_call, run_entry, signal,
    open_wait, unmatched_event, outbox, attachment, envelope, trail, run, event, contact;
  delete from project where id = work;
end
$$;
