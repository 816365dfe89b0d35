// Makes webhooks with the released Resend client, listens for what they are told, and has the client itself verify it.
// See kit.mjs.

import { createServer } from 'node:http';
import { BASE, KEY, about, check, eventually, must, resend, run } from './kit.mjs';

const heard = [];
const server = createServer((request, response) => {
  let payload = '';
  request.on('data', (chunk) => (payload += chunk));
  request.on('end', () => {
    heard.push({ headers: request.headers, payload });
    // The very first time we are out of order, so that it has to come again.
    response.statusCode = heard.length === 1 ? 500 : 200;
    response.end('noted');
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

function verified({ headers, payload }, webhookSecret) {
  return resend.webhooks.verify({
    payload,
    headers: { id: headers['svix-id'], timestamp: headers['svix-timestamp'], signature: headers['svix-signature'] },
    webhookSecret,
  });
}

const events = [
  'contact.created', 'contact.updated', 'contact.deleted', 'topic.created', 'email.sent',
  'automation.run.started', 'automation.run.completed',
];
const of = (type, fits = () => true) =>
  eventually(type, () => heard.slice(1).find(({ payload }) => {
    const body = JSON.parse(payload);
    return body.type === type && fits(body);
  }));

async function hooksAreTold() {
  about('webhooks');
  const endpoint = `http://127.0.0.1:${server.address().port}/hook`;
  const made = await must(resend.webhooks.create({ endpoint, events }));
  check('a webhook is made with a secret', made.object === 'webhook' && made.signing_secret.startsWith('whsec_'), made);
  const got = await must(resend.webhooks.get(made.id));
  check('it is shown with its secret', got.signing_secret === made.signing_secret && got.status === 'enabled', got);
  const list = await must(resend.webhooks.list());
  check('a list shows no secret', list.data[0].id === made.id && !('signing_secret' in list.data[0]), list);

  const contact = await must(resend.contacts.create({ email: 'ada@example.com', firstName: 'Ada' }));
  const again = await of('contact.created');
  const event = verified(again, made.signing_secret);
  check('18 the client verifies what it was told', event.data.email === 'ada@example.com', event);
  check('an attempt that failed comes again with the same words', again.payload === heard[0].payload
    && again.headers['svix-id'] === heard[0].headers['svix-id'], heard[0]);
  check('times in it are ISO 8601', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(event.created_at), event);
  let altered = null;
  try {
    verified({ ...again, payload: again.payload.replace('Ada', 'Eve') }, made.signing_secret);
  } catch (fault) {
    altered = fault;
  }
  check('altered words do not verify', altered !== null, altered);

  const log = await eventually('a log with a success', async () => {
    const { data } = await must(resend.webhooks.events.list({ webhookId: made.id }));
    return data.find((one) => one.type === 'contact.created' && one.status === 'success') && data;
  });
  const logged = log.find((one) => one.type === 'contact.created');
  check('the log knows it by the id of its message', logged.id === again.headers['svix-id'], logged);
  const entry = await must(resend.webhooks.events.get({ webhookId: made.id, eventId: logged.id }));
  check('one event is shown with its payload', entry.payload.data.id === contact.id && entry.next_attempt_at === null, entry);
  const attempts = await must(resend.webhooks.events.attempts.list({ webhookId: made.id, eventId: logged.id }));
  check('attempts are kept', attempts.data.map((one) => one.http_status_code).join() === '200,500', attempts);

  const rotated = await must(resend.webhooks.rotateSigningSecret(made.id));
  const before = heard.length;
  const replayed = await must(resend.webhooks.events.replay({ webhookId: made.id, eventId: logged.id }));
  check('a replay names the event', replayed.id === logged.id && replayed.object === 'webhook_event', replayed);
  await eventually('the replay', () => heard.length > before);
  const told = heard[heard.length - 1];
  check('the new secret and the one before both verify',
    verified(told, rotated.signing_secret).type === 'contact.created'
      && verified(told, made.signing_secret).type === 'contact.created', told.headers);

  const { id: template } = await must(resend.templates.create({
    name: 'Hello', from: 'Acme <hi@example.com>', subject: 'Hello', html: '<p>Hello <a href="{{{RESEND_UNSUBSCRIBE_URL}}}">Leave</a></p>',
  }).publish());
  const automation = await must(resend.automations.create({
    name: 'Greeting', status: 'enabled',
    steps: [
      { key: 'start', type: 'trigger', config: { eventName: 'greeted' } },
      { key: 'mail', type: 'send_email', config: { template: { id: template } } },
    ],
    connections: [{ from: 'start', to: 'mail' }],
  }));
  await must(resend.events.send({ event: 'greeted', email: 'ada@example.com' }));
  const ended = JSON.parse((await of('automation.run.completed')).payload);
  check('a run is told of', ended.data.automation_id === automation.id && ended.data.contact_id === contact.id, ended);
  const sent = JSON.parse((await of('email.sent')).payload);
  check('a mail is told of', sent.data.to[0] === 'ada@example.com' && sent.data.template_id === template, sent);

  await must(resend.webhooks.update(made.id, { events: ['contact.deleted'] }));
  await must(resend.contacts.remove('ada@example.com'));
  const gone = JSON.parse((await of('contact.deleted')).payload);
  check('who changed its mind hears of what it wants now', gone.data.id === contact.id, gone);

  const removed = await must(resend.webhooks.remove(made.id));
  check('a webhook is deleted', removed.deleted === true && removed.id === made.id, removed);
  const { error } = await resend.webhooks.get(made.id);
  check('and then not found', error?.statusCode === 404 && error?.message === 'Webhook not found', error);
}

/** Domains, and a mail that says how to leave it. */
async function domainsAreKept() {
  about('domains');
  const added = await must(resend.domains.create({ name: 'example.com', openTracking: true }));
  check('a domain is added with its records',
    added.status === 'not_started' && added.records.map((one) => one.record).join() === 'DKIM,SPF', added);
  const got = await must(resend.domains.get(added.id));
  check('it is shown', got.object === 'domain' && got.open_tracking === true && got.name === 'example.com', got);
  const list = await must(resend.domains.list());
  check('it is in the list', list.data[0].id === added.id && list.has_more === false, list);
  const updated = await must(resend.domains.update({ id: added.id, clickTracking: true, tls: 'enforced' }));
  check('it is changed', updated.id === added.id && (await must(resend.domains.get(added.id))).click_tracking, updated);
  const asked = await must(resend.domains.verify(added.id));
  check('it is looked up', asked.object === 'domain' && (await must(resend.domains.get(added.id))).status === 'pending', asked);
  about('usage');
  const usage = await must(resend.usage.get());
  check('usage is told', usage.domains.used === 1 && usage.emails.daily.used > 0, usage);

  about('unsubscribing');
  await must(resend.events.send({ event: 'greeted', email: 'bob@example.com' }));
  const mail = await eventually('a mail to bob', async () => {
    const { data } = await must(resend.emails.list());
    return data.find((one) => one.to[0] === 'bob@example.com');
  });
  const { html } = await must(resend.emails.get(mail.id));
  const link = /href="([^"]+)"/.exec(html)[1];
  check('a mail says how to leave', link.startsWith('https://mail.example.com/unsubscribe/'), html);
  const local = link.replace('https://mail.example.com', BASE);
  const seen = await fetch(local);
  const before = await must(resend.contacts.get('bob@example.com'));
  check('who merely looks is still subscribed', seen.status === 200 && before.unsubscribed === false, before);
  const left = await fetch(local, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
  const after = await must(resend.contacts.get('bob@example.com'));
  check('one click leaves', left.status === 200 && after.unsubscribed === true, after);

  about('bounces');
  const bounce = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary="B"', '',
    '--B', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.net', '',
    'Final-Recipient: rfc822; bob@example.com', 'Action: failed', 'Status: 5.1.1', '',
    '--B', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${mail.message_id}`, '', '--B--', ''].join('\r\n');
  const told = await fetch(`${BASE}/inbound/bounces`, {
    method: 'POST', body: bounce,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'message/rfc822' },
  });
  check('a mail that came back bounced', told.status === 202
    && (await must(resend.emails.get(mail.id))).last_event === 'bounced', await told.json());

  about('domains');
  const removed = await must(resend.domains.remove(added.id));
  check('a domain is deleted', removed.deleted === true && removed.id === added.id, removed);
}

await run([hooksAreTold, domainsAreKept]);
