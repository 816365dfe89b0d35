// Drives a running server with the released Resend client, as an application would, and checks the promises
// of the contract one by one. Prints one line per check and exits 1 when one of them is not kept.
//
// RESEND_BASE_URL says where the server is, RESEND_API_KEY is a key of full access to an empty project.

import { setTimeout as pause } from 'node:timers/promises';
import { Resend } from 'resend';

const BASE = process.env.RESEND_BASE_URL;
const KEY = process.env.RESEND_API_KEY;
const DEADLINE_MILLIS = 30_000;
const POLL_MILLIS = 50;
const PG_TEXT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const resend = new Resend(KEY);
let broken = 0;

function check(what, kept, seen) {
  if (kept) {
    console.log(`ok - ${what}`);
  } else {
    broken += 1;
    console.log(`not ok - ${what}: ${JSON.stringify(seen)}`);
  }
}

/** The data of a call that has to succeed; a refusal ends the whole script, for nothing after it makes sense. */
async function must(call) {
  const { data, error } = await call;
  if (error) {
    throw new Error(`Expected success, found ${JSON.stringify(error)}`);
  }
  return data;
}

function refused(what, { error }, statusCode, name) {
  check(what, error?.statusCode === statusCode && error?.name === name, error);
}

/** Asks until the answer fits, at most for DEADLINE_MILLIS. */
async function eventually(what, ask, fits) {
  const deadline = Date.now() + DEADLINE_MILLIS;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`Expected ${what} within ${DEADLINE_MILLIS} ms, found ${JSON.stringify(answer)}`);
    }
    await pause(POLL_MILLIS);
  }
}

async function raw(path, headers = { authorization: `Bearer ${KEY}` }, init = {}) {
  const response = await fetch(BASE + path, { ...init, headers });
  return { status: response.status, body: await response.json() };
}

const trigger = (eventName) => ({ key: 'start', type: 'trigger', config: { eventName } });
const mail = (key, id, variables) => ({ key, type: 'send_email', config: { template: { id, variables } } });
const delay = (duration) => ({ key: 'pause', type: 'delay', config: { duration } });

const step = (run, key) => run.steps.find((s) => s.key === key);
const runsOf = (automationId) => must(resend.automations.runs.list({ automationId }));
const runOf = (automationId, runId) => must(resend.automations.runs.get({ automationId, runId }));

/** The runs of an automation with all their steps, newest first, as soon as `count` of them have ended. */
async function ended(automationId, count) {
  const list = await eventually(
    `${count} ended runs`,
    () => runsOf(automationId),
    ({ data }) => data.length === count && data.every((run) => run.status !== 'running'),
  );
  return Promise.all(list.data.map((run) => runOf(automationId, run.id)));
}

async function enabled(name, steps, connections) {
  const { id } = await must(resend.automations.create({ name, status: 'enabled', steps, connections }));
  return id;
}

async function coreWalk() {
  const template = await must(
    resend.templates.create({
      name: 'Welcome',
      alias: 'welcome',
      from: 'Acme <hi@example.com>',
      subject: 'Welcome, {{{NAME}}}',
      html: '<p>Dear {{{NAME}}}, your plan is {{{PLAN}}}, seats: {{{SEATS}}}.</p>',
      replyTo: 'help@example.com',
      variables: [
        { key: 'NAME', type: 'string', fallbackValue: 'friend' },
        { key: 'PLAN', type: 'string' },
        { key: 'SEATS', type: 'number', fallbackValue: 1 },
      ],
    }),
  );
  check('a template is created', template.object === 'template' && UUID.test(template.id), template);
  const published = await must(resend.templates.publish(template.id));
  check('a template is published', published.id === template.id, published);

  const automation = await enabled(
    'Signup',
    [
      trigger('user.created'),
      mail('hello', 'welcome', { NAME: { var: 'contact.first_name' }, PLAN: { var: 'event.plan' }, SEATS: 3 }),
      delay('1 second'),
      { key: 'rich', type: 'condition', config: { type: 'rule', field: 'event.amount', operator: 'gt', value: 50 } },
      mail('thanks', template.id, { PLAN: 'gold' }),
      mail('nudge', template.id, { PLAN: 'tin' }),
    ],
    [
      { from: 'start', to: 'hello' },
      { from: 'hello', to: 'pause' },
      { from: 'pause', to: 'rich' },
      { from: 'rich', to: 'thanks', type: 'condition_met' },
      { from: 'rich', to: 'nudge', type: 'condition_not_met' },
    ],
  );
  await must(resend.contacts.create({ email: 'ada@example.com', firstName: 'Ada' }));
  const sent = await must(
    resend.events.send({ event: 'user.created', email: 'ada@example.com', payload: { plan: 'pro', amount: 99.5 } }),
  );
  check('an event is accepted', sent.object === 'event' && sent.event === 'user.created', sent);

  const [run] = await ended(automation, 1);
  check('the run is completed', run.object === 'automation_run' && run.status === 'completed', run);
  check(
    'its steps come in graph order with their ends',
    run.steps.map((s) => `${s.key}:${s.status}`).join() ===
      'start:completed,hello:completed,pause:completed,rich:completed,thanks:completed,nudge:skipped',
    run.steps,
  );
  const { output } = step(run, 'hello');
  check('a sending step tells the mail and its values', output.to === 'ada@example.com' && UUID.test(output.email_id) &&
    output.template.id === template.id && output.template.variables.PLAN === 'pro', output);
  const email = await must(resend.emails.get(output.email_id));
  check('the mail has the rendered subject', email.subject === 'Welcome, Ada', email.subject);
  check('the mail has the rendered html', email.html === '<p>Dear Ada, your plan is pro, seats: 3.</p>', email.html);
  check(
    'the mail has its addresses',
    email.from === 'Acme <hi@example.com>' && email.to.join() === 'ada@example.com' &&
      email.reply_to.join() === 'help@example.com',
    email,
  );
  const second = await must(resend.emails.get(step(run, 'thanks').output.email_id));
  check('a fallback stands in for a value not given', second.html.includes('seats: 1.'), second.html);
  const { data: emails } = await must(resend.emails.list());
  check('both mails are listed, newest first', emails.map((e) => e.id).join() === `${second.id},${email.id}`, emails);
}

async function automationsAreKept() {
  const steps = [trigger('shop.opened'), delay('1 hour')];
  const connections = [{ from: 'start', to: 'pause' }];
  const created = await must(resend.automations.create({ name: 'First', steps, connections }));
  check('1 an automation is created', created.object === 'automation' && UUID.test(created.id), created);
  const { id } = created;
  const read = await must(resend.automations.get(id));
  check('1 a connection gets its type', read.connections[0].type === 'default', read.connections);
  check('1 it is disabled at first', read.status === 'disabled', read);
  check('1 its config is told in snake case', read.steps[0].config.event_name === 'shop.opened', read.steps);
  const listed = await must(resend.automations.list({ status: 'disabled' }));
  check('1 the list is narrowed by status', listed.data.map((a) => a.id).join() === id, listed);
  await must(resend.automations.update(id, { name: 'Second' }));
  await must(resend.automations.update(id, { steps: [trigger('shop.closed')], connections: [] }));
  await must(resend.automations.update(id, { status: 'enabled' }));
  const changed = await must(resend.automations.get(id));
  check(
    '1 name, graph and status are changed',
    changed.name === 'Second' && changed.steps.length === 1 && changed.status === 'enabled',
    changed,
  );
  refused('1 the graph of an enabled one is locked', await resend.automations.update(id, { steps, connections }), 422,
    'validation_error');
  const stopped = await must(resend.automations.stop(id));
  check('1 it is stopped', stopped.status === 'disabled' && stopped.id === id, stopped);
  const copy = await must(resend.automations.duplicate(id));
  check('1 it is duplicated under a new id', UUID.test(copy.id) && copy.id !== id, copy);
  const removed = await must(resend.automations.remove(id));
  check('1 it is removed', removed.deleted === true && removed.id === id, removed);
  const gone = await resend.automations.get(id);
  refused('1 then it is not found', gone, 404, 'not_found');
  check('1 in the words of the contract', gone.error?.message === 'Automation not found', gone.error);
}

async function listsArePaged() {
  for (const query of ['limit=0', 'limit=101', 'limit=x', `after=${crypto.randomUUID()}&before=${crypto.randomUUID()}`]) {
    const { status, body } = await raw(`/automations?${query}`);
    check(`2 ${query.replace(/=[0-9a-f-]{36}/g, '')} is refused`, status === 422 && body.name === 'validation_error', body);
  }
  for (const name of ['a', 'b', 'c']) {
    await must(resend.automations.create({ name, steps: [trigger('page')], connections: [] }));
  }
  const one = await must(resend.automations.list({ limit: 2 }));
  const two = await must(resend.automations.list({ limit: 2, after: one.data[1].id }));
  const back = await must(resend.automations.list({ limit: 2, before: two.data[0].id }));
  const ids = (page) => page.data.map((item) => item.id);
  check('2 pages do not overlap', new Set([...ids(one), ...ids(two)]).size === 4 && one.has_more === true, [one, two]);
  check('2 before leads back', ids(back).join() === ids(one).join(), back);
  refused('3 an id that is none is an invalid parameter', await resend.automations.get('not-a-uuid'), 422,
    'invalid_parameter');
}

async function keysAreChecked() {
  const missing = await raw('/automations', {});
  check('4 no key', missing.status === 401 && missing.body.name === 'missing_api_key', missing);
  const wrong = await new Resend('re_this_is_no_key_of_ours').automations.list();
  refused('4 a wrong key', wrong, 403, 'invalid_api_key');
  const { token } = await must(resend.apiKeys.create({ name: 'sender', permission: 'sending_access' }));
  refused('4 a key that may only send', await new Resend(token).automations.list(), 401, 'restricted_api_key');
}

async function eventsAreChecked() {
  const send = (body) => resend.events.send(body);
  const contactId = crypto.randomUUID();
  refused('5 an event of nobody', await send({ event: 'order.paid' }), 422, 'validation_error');
  refused('5 an event of two', await send({ event: 'order.paid', email: 'a@example.com', contactId }), 422,
    'validation_error');
  await must(resend.events.create({ name: 'order.paid', schema: { total: 'number' } }));
  const automation = await enabled('Paid', [trigger('order.paid')], []);
  refused('5 a payload that does not fit', await send(
    { event: 'order.paid', email: 'grace@example.com', payload: { total: 'much' } }), 422, 'validation_error');
  await must(send({ event: 'order.paid', email: 'grace@example.com', payload: { total: '7' } }));
  await ended(automation, 1);
  const grace = await must(resend.contacts.get({ email: 'grace@example.com' }));
  check('5 an unknown person becomes a contact', grace.email === 'grace@example.com', grace);
}

async function delaysWait() {
  const automation = await enabled('Later', [trigger('later'), delay('2 seconds')], [{ from: 'start', to: 'pause' }]);
  await must(resend.events.send({ event: 'later', email: 'ada@example.com' }));
  const { data } = await eventually('a run', () => runsOf(automation), (list) => list.data.length === 1);
  const parked = await eventually(
    'a waiting step',
    () => runOf(automation, data[0].id),
    (run) => step(run, 'pause').status === 'waiting' || run.status !== 'running',
  );
  check('6 the delay waits', parked.status === 'running' && step(parked, 'pause').status === 'waiting', parked);
  const [run] = await ended(automation, 1);
  check('6 and is completed', run.status === 'completed' && step(run, 'pause').status === 'completed', run);
  const seconds = (new Date(step(run, 'pause').completed_at) - new Date(step(run, 'pause').started_at)) / 1000;
  check('6 not a moment early', seconds >= 2, seconds);
  const times = [run.created_at, run.started_at, run.completed_at, ...run.steps.map((s) => s.created_at)];
  check('6 times are PostgreSQL text', times.every((time) => PG_TEXT.test(time)), times);
}

async function everyEventCounts() {
  const one = await enabled('One', [trigger('twice')], []);
  const other = await enabled('Other', [trigger('twice')], []);
  await must(resend.events.send({ event: 'twice', email: 'ada@example.com' }));
  await must(resend.events.send({ event: 'twice', email: 'ada@example.com' }));
  const runs = [await ended(one, 2), await ended(other, 2)];
  check('10 two events, two automations, two runs each', runs.flat().every((run) => run.status === 'completed'), runs);
  const keyed = await enabled('Keyed', [trigger('keyed')], []);
  const headers = { 'Idempotency-Key': 'order-1' };
  await must(resend.events.send({ event: 'keyed', email: 'ada@example.com' }, { headers }));
  await must(resend.events.send({ event: 'keyed', email: 'ada@example.com' }, { headers }));
  await must(resend.events.send({ event: 'keyed', email: 'ada@example.com' }));
  const keyedRuns = await ended(keyed, 2);
  check('10 one event under one idempotency key, one more without', keyedRuns.length === 2, keyedRuns);
}

async function runsSurviveChanges() {
  const automation = await enabled('Kept', [trigger('kept'), delay('2 seconds')], [{ from: 'start', to: 'pause' }]);
  await must(resend.events.send({ event: 'kept', email: 'ada@example.com' }));
  await eventually('a run', () => runsOf(automation), (list) => list.data.length === 1);
  await must(resend.automations.stop(automation));
  await must(
    resend.automations.update(automation, {
      steps: [trigger('kept'), { ...delay('1 hour'), key: 'longer' }],
      connections: [{ from: 'start', to: 'longer' }],
    }),
  );
  await must(resend.events.send({ event: 'kept', email: 'ada@example.com' }));
  const [run] = await ended(automation, 1);
  check('12 a run survives stop and a new graph', run.status === 'completed', run);
  check('12 on the graph it began with', run.steps.map((s) => s.key).join() === 'start,pause', run.steps);
}

async function templatesHaveVersions() {
  const text = (html, variables = []) => ({ name: 'Note', subject: 'Note', from: 'hi@example.com', html, variables });
  const { id } = await must(resend.templates.create(text('<p>one</p>')));
  const automation = await enabled('Note', [trigger('note'), mail('note', id)], [{ from: 'start', to: 'note' }]);
  const send = async (count) => {
    await must(resend.events.send({ event: 'note', email: 'ada@example.com' }));
    return (await ended(automation, count))[0];
  };
  const draft = await send(1);
  check('16 a draft is not sent', draft.status === 'failed' && step(draft, 'note').error !== null, draft);
  await must(resend.templates.publish(id));
  await must(resend.templates.update(id, { html: '<p>two</p>' }));
  const edited = await must(resend.templates.get(id));
  check(
    '16 an edit is an unpublished version',
    edited.has_unpublished_versions === true && edited.status === 'published' && edited.html === '<p>two</p>',
    edited,
  );
  const old = await must(resend.emails.get(step(await send(2), 'note').output.email_id));
  check('16 the published text is still sent', old.html === '<p>one</p>', old.html);
  await must(resend.templates.publish(id));
  const fresh = await must(resend.emails.get(step(await send(3), 'note').output.email_id));
  check('16 until it is published again', fresh.html === '<p>two</p>', fresh.html);
  refused('16 an undeclared variable is refused', await resend.templates.create(text('{{{PLAN}}}')), 422,
    'validation_error');
  await must(resend.templates.update(id, text('{{{PLAN}}}', [{ key: 'PLAN', type: 'string' }])));
  await must(resend.templates.publish(id));
  const without = await send(4);
  check('16 a value nobody gave fails the step', step(without, 'note').status === 'failed', without);
  const copy = await must(resend.templates.duplicate(id).publish());
  check('16 a copy is made and published in one breath', UUID.test(copy.id) && copy.id !== id, copy);
}

const parts = [
  coreWalk,
  automationsAreKept,
  listsArePaged,
  keysAreChecked,
  eventsAreChecked,
  delaysWait,
  everyEventCounts,
  runsSurviveChanges,
  templatesHaveVersions,
];
for (const part of parts) {
  try {
    await part();
  } catch (fault) {
    check(`${part.name} comes to its end`, false, String(fault));
  }
}
process.exit(broken === 0 ? 0 : 1);
