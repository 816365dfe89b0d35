// Drives a running server with the released Resend client, as an application would, and checks the promises
// of the contract one by one. The numbers are those of its checklist, section 16; see kit.mjs.

import { request } from 'node:http';
import { Resend } from 'resend';
import { BASE, KEY, PG_TEXT, UUID, about, call, check, eventually, must, refused, resend, run } from './kit.mjs';

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
  about('runs');
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
  about('automations');
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
  await refused('1 the graph of an enabled one is locked', await resend.automations.update(id, { steps, connections }), 422,
    'validation_error');
  const stopped = await must(resend.automations.stop(id));
  check('1 it is stopped', stopped.status === 'disabled' && stopped.id === id, stopped);
  const copy = await must(resend.automations.duplicate(id));
  check('1 it is duplicated under a new id', UUID.test(copy.id) && copy.id !== id, copy);
  const removed = await must(resend.automations.remove(id));
  check('1 it is removed', removed.deleted === true && removed.id === id, removed);
  const gone = await resend.automations.get(id);
  await refused('1 then it is not found', gone, 404, 'not_found');
  check('1 in the words of the contract', gone.error?.message === 'Automation not found', gone.error);
}

async function listsArePaged() {
  about('automations');
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
  await refused('3 an id that is none is an invalid parameter', await resend.automations.get('not-a-uuid'), 422,
    'invalid_parameter');
}

async function keysAreChecked() {
  about('api-keys');
  const missing = await raw('/automations', {});
  check('4 no key', missing.status === 401 && missing.body.name === 'missing_api_key', missing);
  const wrong = await new Resend('re_this_is_no_key_of_ours').automations.list();
  await refused('4 a wrong key', wrong, 403, 'invalid_api_key');
  const { id, token } = await must(resend.apiKeys.create({ name: 'sender', permission: 'sending_access' }));
  await refused('4 a key that may only send', await new Resend(token).automations.list(), 401, 'restricted_api_key');
  const listed = await must(resend.apiKeys.list());
  check('a key is listed without its token', listed.data.some((key) => key.id === id && !('token' in key)), listed);
  await must(resend.apiKeys.update(id, { name: 'renamed' }));
  const renamed = (await must(resend.apiKeys.list())).data.find((key) => key.id === id);
  check('and renamed', renamed.name === 'renamed', renamed);
  await must(resend.apiKeys.remove(id));
  check('and deleted', (await must(resend.apiKeys.list())).data.every((key) => key.id !== id), id);
}

async function eventsAreChecked() {
  about('events');
  const sent = (body) => resend.events.send(body);
  const contactId = crypto.randomUUID();
  await refused('5 an event of nobody', await sent({ event: 'order.paid' }), 422, 'validation_error');
  await refused('5 an event of two', await sent({ event: 'order.paid', email: 'a@example.com', contactId }), 422,
    'validation_error');
  await must(resend.events.create({ name: 'order.paid', schema: { total: 'number' } }));
  const automation = await enabled('Paid', [trigger('order.paid')], []);
  await refused('5 a payload that does not fit', await sent(
    { event: 'order.paid', email: 'grace@example.com', payload: { total: 'much' } }), 422, 'validation_error');
  await must(sent({ event: 'order.paid', email: 'grace@example.com', payload: { total: '7' } }));
  await ended(automation, 1);
  const grace = await must(resend.contacts.get({ email: 'grace@example.com' }));
  check('5 an unknown person becomes a contact', grace.email === 'grace@example.com', grace);
}

async function delaysWait() {
  about('runs');
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
  about('runs');
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

const wait = (eventName, more) => ({ key: 'wait', type: 'wait_for_event', config: { eventName, ...more } });
const update = (key, config) => ({ key, type: 'contact_update', config });
const send = (event, email, payload) => must(resend.events.send({ event, email, payload }));

/** The only run of an automation, as soon as its step waits. */
async function waiting(automationId, key) {
  const { data } = await eventually('a run', () => runsOf(automationId), (list) => list.data.length === 1);
  return eventually(
    `${key} to wait`,
    () => runOf(automationId, data[0].id),
    (run) => step(run, key).status === 'waiting' || run.status !== 'running',
  );
}

async function waitsHear() {
  about('runs');
  const automation = await enabled(
    'Trial',
    [
      trigger('trial.started'),
      wait('trial.paid', {
        timeout: '1 hour',
        filterRule: { type: 'rule', field: 'event.seats', operator: 'gte', value: 2 },
      }),
      update('paid', { properties: { seats: { var: 'wait_events.trial.paid.seats' } } }),
      update('late', { lastName: 'Late' }),
    ],
    [
      { from: 'start', to: 'wait' },
      { from: 'wait', to: 'paid', type: 'event_received' },
      { from: 'wait', to: 'late', type: 'timeout' },
    ],
  );
  await send('trial.paid', 'wanda@example.com', { seats: 9 });
  await send('trial.started', 'wanda@example.com');
  const parked = await waiting(automation, 'wait');
  check('7 an event before the wait is ignored', parked.status === 'running', parked);
  await send('trial.paid', 'wanda@example.com', { seats: 1 });
  await send('trial.paid', 'somebody.else@example.com', { seats: 5 });
  const still = await eventually(
    'both events to be looked at',
    () => runOf(automation, parked.id),
    (run) => step(run, 'wait').status === 'waiting',
  );
  check('7 an event that does not fit leaves it waiting', still.status === 'running', still);
  await send('trial.paid', 'wanda@example.com', { seats: 3 });
  const [run] = await ended(automation, 1);
  const { output } = step(run, 'wait');
  check(
    '7 an event that fits ends it by event_received',
    output.outcome === 'event_received' && output.payload.seats === 3 && step(run, 'late').status === 'skipped',
    run,
  );
  const wanda = await must(resend.contacts.get({ email: 'wanda@example.com' }));
  check('11 wait_events with a dotted name leads to the payload', wanda.properties.seats.value === 3, wanda);
}

async function waitsEnd() {
  about('runs');
  const steps = [trigger('cart.left'), wait('cart.paid', { timeout: '1 second' }), update('late', { firstName: 'Late' })];
  const start = { from: 'start', to: 'wait' };
  const automation = await enabled('Cart', steps, [start, { from: 'wait', to: 'late', type: 'timeout' }]);
  await send('cart.left', 'tim@example.com');
  const [run] = await ended(automation, 1);
  check(
    '7 without an event it ends by timeout',
    step(run, 'wait').output.outcome === 'timeout' && step(run, 'late').status === 'completed',
    run,
  );
  const seconds = (new Date(step(run, 'wait').completed_at) - new Date(step(run, 'wait').started_at)) / 1000;
  check('7 and not a moment early', seconds >= 1, seconds);
  await must(resend.automations.remove(automation));
  const branchless = await enabled('Cart', steps.slice(0, 2), [start]);
  await send('cart.left', 'tim@example.com');
  const [done] = await ended(branchless, 1);
  check('7 a missing branch ends the run completed', done.status === 'completed', done);
}

async function theUnsubscribedGetNoMail() {
  about('runs');
  await must(resend.contacts.create({ email: 'una@example.com', unsubscribed: true }));
  const automation = await enabled(
    'Quiet',
    [trigger('quiet'), mail('mail', 'welcome', { PLAN: 'x' }), update('mark', { properties: { quiet: true } })],
    [
      { from: 'start', to: 'mail' },
      { from: 'mail', to: 'mark' },
    ],
  );
  await send('quiet', 'una@example.com');
  const [run] = await ended(automation, 1);
  check(
    '8 the mail is skipped and the rest is done',
    run.status === 'completed' && step(run, 'mail').status === 'skipped' && step(run, 'mark').status === 'completed',
    run,
  );
  const una = await must(resend.contacts.get({ email: 'una@example.com' }));
  check('8 the contact is changed', una.properties.quiet.value === true && una.unsubscribed === true, una);
}

async function peopleAreForgotten() {
  about('runs');
  const automation = await enabled(
    'Forget',
    [trigger('forget.me'), { key: 'gone', type: 'contact_delete', config: {} }, mail('mail', 'welcome', { PLAN: 'x' })],
    [
      { from: 'start', to: 'gone' },
      { from: 'gone', to: 'mail' },
    ],
  );
  await send('forget.me', 'flo@example.com');
  const [run] = await ended(automation, 1);
  check(
    '9 what follows is skipped',
    run.status === 'completed' && step(run, 'gone').status === 'completed' && step(run, 'mail').status === 'skipped',
    run,
  );
  await refused('9 the contact is gone', await resend.contacts.get({ email: 'flo@example.com' }), 404, 'not_found');
}

async function segmentsAreJoined() {
  about('segments');
  const segment = await must(resend.segments.create({ name: 'Buyers' }));
  const automation = await enabled(
    'Join',
    [trigger('bought'), { key: 'join', type: 'add_to_segment', config: { segmentId: segment.id } }],
    [{ from: 'start', to: 'join' }],
  );
  await send('bought', 'sue@example.com');
  const [run] = await ended(automation, 1);
  check('a contact joins a segment', step(run, 'join').status === 'completed', run);
  const listed = await raw(`/segments/${segment.id}/contacts`);
  check('and is listed there', listed.body.data?.map((c) => c.email).join() === 'sue@example.com', listed);
}

async function topicsAreHeeded() {
  about('topics');
  const topic = await must(resend.topics.create({ name: 'News', defaultSubscription: 'opt_in' }));
  await must(resend.contacts.create({ email: 'otto@example.com' }));
  await must(
    resend.contacts.topics.update({ email: 'otto@example.com', topics: [{ id: topic.id, subscription: 'opt_out' }] }),
  );
  const news = mail('news', 'welcome', { PLAN: 'x' });
  news.config.topicId = topic.id;
  const automation = await enabled('News', [trigger('news'), news], [{ from: 'start', to: 'news' }]);
  const kept = await must(resend.automations.get(automation));
  check('a topic is kept on the step', kept.steps[1].config.topic_id === topic.id, kept.steps[1]);
  await send('news', 'otto@example.com');
  const [run] = await ended(automation, 1);
  check('who opted out gets no mail of the topic', step(run, 'news').status === 'skipped', run);
}

/** As the Python client asks; fetch would not. */
function getWithBody(path, body) {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const asked = request(BASE + path, { method: 'GET', headers }, (response) => {
      let text = '';
      response.on('data', (part) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function otherClientsAreUnderstood() {
  about('automations');
  const graph = (name, steps, connections) => ({ name, status: 'enabled', steps, connections });
  const rust = await call('POST', '/automations', graph(
    'Rust',
    [
      { key: 'start', type: 'trigger', config: { event_name: 'rust' } },
      { key: 'mail', type: 'send_email', config: {
        template: { id: 'welcome', variables: null }, subject: null, from: null, reply_to: null } },
      { key: 'wait', type: 'wait_for_event', config: { event_name: 'x', timeout: null, filter_rule: null } },
      { key: 'gone', type: 'contact_delete', config: '{}' },
    ],
    [
      { from: 'start', to: 'mail', type: null },
      { from: 'mail', to: 'wait', type: null },
      { from: 'wait', to: 'gone', type: 'event_received' },
    ],
  ));
  check('14 nulls mean absent, the text {} an empty config', rust.status === 201, rust);
  const read = await raw(`/automations/${rust.body.id}`);
  check('14 a null type is told as default', read.body.connections?.[0].type === 'default', read);
  check('14 nothing that was not set is told', Object.keys(read.body.steps?.[2].config ?? {}).join() === 'event_name', read);
  const php = await call('POST', '/automations', graph(
    'PHP',
    [
      { key: 'start', type: 'trigger', config: { event_name: 'php' } },
      { key: 'gone', type: 'contact_delete', config: [] },
    ],
    [{ from: 'start', to: 'gone' }],
  ));
  check('14 an empty array is an empty config', php.status === 201, php);
  const python = await call('DELETE', `/automations/${php.body.id}`, {});
  check('14 a body on DELETE does no harm', python.status === 200 && python.body.deleted === true, python);
  const got = await getWithBody(`/automations/${rust.body.id}`, '{}');
  check('14 nor one on GET', got.status === 200 && got.body.id === rust.body.id, got);
  const java = await call('POST', '/automations', graph(
    'Java',
    [
      { key: 'start', type: 'trigger', config: { event_name: 'java' } },
      { key: 'none', type: 'condition', config: { type: 'rule', field: 'event.plan', operator: 'eq' } },
      { key: 'new', type: 'condition', config: {
        type: 'rule', field: 'event.at', operator: 'in_last', value: '7 days' } },
    ],
    [
      { from: 'start', to: 'none' },
      { from: 'none', to: 'new', type: 'condition_met' },
    ],
  ));
  check('14 operators of the Java client, and eq of a null it leaves out', java.status === 201, java);
  await send('java', 'java@example.com', { plan: null, at: new Date().toISOString() });
  const [run] = await ended(java.body.id, 1);
  check('14 are decided', step(run, 'none').output.result === true && step(run, 'new').output.result === true, run);
}

async function theOldShapesAreUnderstood() {
  about('workflows');
  const made = await call('POST', '/automations', {
    name: 'Old',
    status: 'enabled',
    steps: [
      { ref: 'start', type: 'trigger', config: { event_name: 'old' } },
      { ref: 'pause', type: 'delay', config: { seconds: 1 } },
      { ref: 'mail', type: 'send_email', config: { template_id: 'welcome', variables: { PLAN: 'old' } } },
      { ref: 'wait', type: 'wait_for_event', config: { event_name: 'x', timeout_seconds: '1' } },
    ],
    edges: [
      { from: 'start', to: 'pause', edge_type: 'default' },
      { from: 'pause', to: 'mail' },
      { from: 'mail', to: 'wait' },
    ],
  });
  check('19 ref, edges, seconds, template_id and timeout_seconds are read', made.status === 201, made);
  const read = await raw(`/automations/${made.body.id}`);
  check('19 and told in today\'s words', read.body.steps?.[1].config.duration === '1 second' &&
    read.body.steps?.[2].config.template.id === 'welcome' && read.body.steps?.[3].config.timeout === '1 second', read);
  await send('old', 'ole@example.com');
  await ended(made.body.id, 1);
  const runs = await raw(`/workflows/${made.body.id}/runs`);
  const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  const [first] = runs.body.data ?? [{}];
  check('19 runs of a workflow are told in ISO times', ISO.test(first.started_at) && ISO.test(first.created_at), runs);
  const whole = await raw(`/workflows/${made.body.id}/runs/${first.id}`);
  check('19 and so is one of them', whole.body.object === 'workflow_run' && ISO.test(whole.body.completed_at), whole);
}

async function addressesMayVary() {
  about('automations');
  const slash = await must(new Resend(KEY, { baseUrl: `${BASE}/` }).automations.list({ limit: 1 }));
  check('20 a base URL may end in a slash', slash.data.length === 1, slash);
  const doubled = await call('GET', '//automations?limit=1');
  check('20 a doubled slash leads there too', doubled.status === 200 && doubled.body.data.length === 1, doubled);
  const trailing = await call('GET', '/automations/?limit=1');
  check('20 and one at the end', trailing.status === 200 && trailing.body.data.length === 1, trailing);
}

async function runsSurviveChanges() {
  about('runs');
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
  about('templates');
  const text = (html, variables = []) => ({ name: 'Note', subject: 'Note', from: 'hi@example.com', html, variables });
  const { id } = await must(resend.templates.create(text('<p>one</p>')));
  const automation = await enabled('Note', [trigger('note'), mail('note', id)], [{ from: 'start', to: 'note' }]);
  const nth = async (count) => {
    await must(resend.events.send({ event: 'note', email: 'ada@example.com' }));
    return (await ended(automation, count))[0];
  };
  const draft = await nth(1);
  check('16 a draft is not sent', draft.status === 'failed' && step(draft, 'note').error !== null, draft);
  await must(resend.templates.publish(id));
  await must(resend.templates.update(id, { html: '<p>two</p>' }));
  const edited = await must(resend.templates.get(id));
  check(
    '16 an edit is an unpublished version',
    edited.has_unpublished_versions === true && edited.status === 'published' && edited.html === '<p>two</p>',
    edited,
  );
  const old = await must(resend.emails.get(step(await nth(2), 'note').output.email_id));
  check('16 the published text is still sent', old.html === '<p>one</p>', old.html);
  await must(resend.templates.publish(id));
  const fresh = await must(resend.emails.get(step(await nth(3), 'note').output.email_id));
  check('16 until it is published again', fresh.html === '<p>two</p>', fresh.html);
  await refused('16 an undeclared variable is refused', await resend.templates.create(text('{{{PLAN}}}')), 422,
    'validation_error');
  await must(resend.templates.update(id, text('{{{PLAN}}}', [{ key: 'PLAN', type: 'string' }])));
  await must(resend.templates.publish(id));
  const without = await nth(4);
  check('16 a value nobody gave fails the step', step(without, 'note').status === 'failed', without);
  const copy = await must(resend.templates.duplicate(id).publish());
  check('16 a copy is made and published in one breath', UUID.test(copy.id) && copy.id !== id, copy);
}

await run([
  coreWalk,
  automationsAreKept,
  listsArePaged,
  keysAreChecked,
  eventsAreChecked,
  delaysWait,
  everyEventCounts,
  waitsHear,
  waitsEnd,
  theUnsubscribedGetNoMail,
  peopleAreForgotten,
  segmentsAreJoined,
  topicsAreHeeded,
  otherClientsAreUnderstood,
  theOldShapesAreUnderstood,
  addressesMayVary,
  runsSurviveChanges,
  templatesHaveVersions,
]);
