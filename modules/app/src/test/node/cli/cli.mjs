// Drives a running server with the released command line client, as a person would at a prompt. Prints one line per
// check and exits 1 when one of them is not kept. To be run by a Node that the client takes, 22 or newer.
//
// RESEND_BASE_URL says where the server is, RESEND_API_KEY is a key of full access to an empty project.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const CLIENT = join('node_modules', '.bin', 'resend');
const DEADLINE_MILLIS = 60_000;
const POLL_MILLIS = 200;
const SCRATCH = mkdtempSync(join(tmpdir(), 'onward-cli-'));
process.on('exit', () => rmSync(SCRATCH, { recursive: true, force: true }));
let broken = 0;

function about(resource) {
  console.log(`# ${resource}`);
}

function check(what, kept, seen) {
  broken += kept ? 0 : 1;
  console.log(kept ? `ok - ${what}` : `not ok - ${what}: ${JSON.stringify(seen)}`);
}

/** What the client printed, and how it ended. */
async function resend(...words) {
  const home = await mkdtemp(join(SCRATCH, 'home-'));
  const child = spawn(process.execPath, [CLIENT, ...words, '--json'], {
    env: { ...process.env, HOME: home, RESEND_TELEMETRY_DISABLED: '1', CI: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  const exit = await new Promise((done) => child.on('close', done));
  let body = {};
  try {
    body = JSON.parse(out || err);
  } catch {
    body = { out, err };
  }
  return { exit, body };
}

async function must(...words) {
  const said = await resend(...words);
  if (said.exit !== 0) {
    throw new Error(`Expected success of ${words.join(' ')}, found ${JSON.stringify(said)}`);
  }
  return said.body;
}

async function contacts() {
  about('contact-properties');
  const property = await must('contact-properties', 'create', '--key', 'plan', '--type', 'string');
  check('a property is declared', property.object === 'contact_property', property);
  about('contacts');
  const made = await must('contacts', 'create', '--email', 'ada@example.com', '--first-name', 'Ada');
  const read = await must('contacts', 'get', 'ada@example.com');
  check('a contact is created and read', read.id === made.id && read.first_name === 'Ada', read);
  await must('contacts', 'update', 'ada@example.com', '--unsubscribed');
  const listed = await must('contacts', 'list');
  check('and changed and listed', listed.data[0].unsubscribed === true, listed);
  about('segments');
  const segment = await must('segments', 'create', '--name', 'Readers');
  await must('contacts', 'add-segment', 'ada@example.com', '--segment-id', segment.id);
  const within = await must('contacts', 'segments', 'ada@example.com');
  check('a contact joins a segment', within.data[0].id === segment.id, within);
  about('topics');
  const topic = await must('topics', 'create', '--name', 'News');
  const topics = await must('contacts', 'topics', 'ada@example.com');
  check('a contact has a topic', topics.data[0].id === topic.id && topics.data[0].subscription === 'opt_in', topics);
  about('contacts');
  const gone = await must('contacts', 'delete', 'ada@example.com', '--yes');
  check('a contact is deleted', gone.deleted === true, gone);
  const missing = await resend('contacts', 'get', 'ada@example.com');
  check('and not found', missing.exit !== 0 && JSON.stringify(missing.body).includes('Contact not found'), missing);
}

async function automations() {
  about('templates');
  const template = await must('templates', 'create', '--name', 'Hi', '--alias', 'hi', '--html', '<p>{{{PLAN}}}</p>',
    '--subject', 'Hi', '--from', 'hi@example.com', '--var', 'PLAN:string:free');
  await must('templates', 'publish', template.id);
  const read = await must('templates', 'get', template.id);
  check('a template is created and published', read.status === 'published', read);
  about('events');
  await must('events', 'create', '--name', 'cli.bought', '--schema', '{"total":"number"}');
  const event = await must('events', 'get', 'cli.bought');
  check('an event is defined', event.schema.total === 'number', event);
  about('automations');
  const file = join(SCRATCH, 'automation.json');
  await writeFile(file, JSON.stringify({
    name: 'Thanks',
    status: 'enabled',
    steps: [
      { key: 'start', type: 'trigger', config: { eventName: 'cli.bought' } },
      { key: 'mail', type: 'send_email', config: { template: { id: 'hi' } } },
    ],
    connections: [{ from: 'start', to: 'mail' }],
  }));
  const made = await must('automations', 'create', '--file', file);
  const kept = await must('automations', 'get', made.id);
  check('an automation is created from a file', kept.steps[0].config.event_name === 'cli.bought', kept);
  const listed = await must('automations', 'list');
  check('and listed', listed.data[0].id === made.id && listed.has_more === false, listed);
  about('runs');
  const sent = await must('events', 'send', '--event', 'cli.bought', '--email', 'grace@example.com', '--payload', '{"total":1}');
  check('an event is sent', sent.event === 'cli.bought', sent);
  const deadline = Date.now() + DEADLINE_MILLIS;
  let runs = { data: [] };
  while (runs.data.length === 0 && Date.now() < deadline) {
    await pause(POLL_MILLIS);
    runs = await must('automations', 'runs', 'list', made.id, '--status', 'completed,failed');
  }
  check('its run is listed', runs.data[0]?.status === 'completed', runs);
  const run = await must('automations', 'runs', 'get', '--automation-id', made.id, '--run-id', runs.data[0].id);
  check('and read', run.steps.map((step) => step.status).join() === 'completed,completed', run);
  about('automations');
  const copy = await must('automations', 'duplicate', made.id);
  check('one is copied', copy.id !== made.id, copy);
  const stopped = await must('automations', 'stop', made.id);
  check('and stopped', stopped.status === 'disabled', stopped);
  const gone = await must('automations', 'delete', copy.id, '--yes');
  check('and deleted', gone.deleted === true, gone);
}

async function emails() {
  about('emails');
  const made = await must('emails', 'send', '--from', 'hi@example.com', '--to', 'ada@example.com', '--subject', 'Hi',
    '--text', 'Hi', '--idempotency-key', 'cli/1');
  const read = await must('emails', 'get', made.id);
  check('a mail is sent and read', read.to[0] === 'ada@example.com' && read.text === 'Hi', read);
  const later = await must('emails', 'send', '--from', 'hi@example.com', '--to', 'ada@example.com', '--subject', 'Hi',
    '--text', 'Hi', '--scheduled-at', 'in 1 hour');
  const canceled = await must('emails', 'cancel', later.id);
  check('one that waits is canceled', canceled.id === later.id, canceled);
  about('batch');
  const file = join(SCRATCH, 'batch.json');
  const mail = { from: 'hi@example.com', to: ['ada@example.com'], subject: 'Hi', text: 'Hi' };
  await writeFile(file, JSON.stringify([mail, mail]));
  const batch = await must('emails', 'batch', '--file', file);
  check('a batch is sent', JSON.stringify(batch).split('"id"').length === 3, batch);
  about('suppressions');
  const added = await must('suppressions', 'add', 'eve@example.com');
  const found = await must('suppressions', 'get', 'eve@example.com');
  check('an address is suppressed', found.id === added.id && found.origin === 'manual', found);
  const freed = await must('suppressions', 'delete', 'eve@example.com', '--yes');
  check('and let go', freed.deleted === true, freed);
}

async function others() {
  about('webhooks');
  const hook = await must('webhooks', 'create', '--endpoint', 'https://example.com/hook', '--events', 'all');
  const hooks = await must('webhooks', 'list');
  check('a webhook is made for all there is', hooks.data[0].id === hook.id, hooks);
  const unhooked = await must('webhooks', 'delete', hook.id, '--yes');
  check('and deleted', unhooked.deleted === true, unhooked);
  about('domains');
  const domain = await must('domains', 'create', '--name', 'example.com');
  check('a domain is added with its records', domain.records.length > 0, domain);
  const parted = await must('domains', 'delete', domain.id, '--yes');
  check('and deleted', parted.deleted === true, parted);
  about('api-keys');
  const key = await must('api-keys', 'create', '--name', 'sender', '--permission', 'sending_access');
  const keys = await must('api-keys', 'list');
  check('a key is made and listed', keys.data.some((one) => one.id === key.id), keys);
}

for (const part of [contacts, automations, emails, others]) {
  try {
    await part();
  } catch (fault) {
    check(`${part.name} come to their end`, false, String(fault));
  }
}
process.exit(broken === 0 ? 0 : 1);
