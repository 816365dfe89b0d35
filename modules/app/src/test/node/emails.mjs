// The promises about emails, suppressions and limits (contract/resend.md 2.7, 2.8, 11, 13), see kit.mjs.

import { PG_TEXT, UUID, about, check, eventually, must, refused, resend, run } from './kit.mjs';

const hello = { from: 'Acme <hi@example.com>', to: 'ada@example.com', subject: 'Hello', text: 'Hello, Ada' };
const event = (id) => must(resend.emails.get(id)).then((email) => email.last_event);
const reaches = (id, what) => eventually(`a mail that is ${what}`, () => event(id), (is) => is === what);

async function mailsAreSent() {
  about('emails');
  const { data, headers } = await resend.emails.send({
    ...hello,
    to: ['ada@example.com', 'Bob <bob@example.com>'],
    cc: 'cyd@example.com',
    bcc: ['dan@example.com'],
    replyTo: 'help@example.com',
    html: '<p>Hello</p>',
    headers: { 'X-Entity-Ref-ID': '7' },
    tags: [{ name: 'kind', value: 'welcome' }],
  });
  check('a mail is accepted', UUID.test(data?.id), data);
  check('the answer says the limits', Number(headers?.['ratelimit-limit']) > 0 && 'ratelimit-reset' in headers, headers);
  await reaches(data.id, 'sent');
  const email = await must(resend.emails.get(data.id));
  check('it is sent', email.object === 'email' && PG_TEXT.test(email.created_at), email);
  check('to everyone', email.to.length === 2 && email.cc[0] === 'cyd@example.com' && email.bcc[0] === 'dan@example.com', email);
  check('replies go elsewhere', email.reply_to[0] === 'help@example.com', email);
  check('both texts are kept', email.html === '<p>Hello</p>' && email.text === 'Hello, Ada', email);
  check('tags are kept', email.tags[0].name === 'kind' && email.tags[0].value === 'welcome', email);
  check('nothing is scheduled, no topic', email.scheduled_at === null && email.topic_id === null, email);
  const list = await must(resend.emails.list({ limit: 1 }));
  check('it is listed without its texts', list.data[0].id === data.id && !('html' in list.data[0]), list);
}

async function mailsAreRefused() {
  about('emails');
  await refused('no html, no text', resend.emails.send({ ...hello, text: undefined }), 422, 'missing_required_field');
  await refused('no sender', resend.emails.send({ ...hello, from: undefined }), 422, 'missing_required_field');
  await refused('a bad sender', resend.emails.send({ ...hello, from: 'nobody' }), 422, 'invalid_from_address');
  await refused('a bad recipient', resend.emails.send({ ...hello, to: 'nobody' }), 422, 'validation_error');
  await refused('a header too many', resend.emails.send({ ...hello, headers: { Bcc: 'x@y.example' } }), 422, 'validation_error');
  await refused('a mail nobody sent', resend.emails.get('01900000-0000-7000-8000-00000000dead'), 404, 'not_found');
}

async function templatesAreSent() {
  about('emails');
  await must(
    resend.templates
      .create({
        name: 'Order',
        alias: 'order',
        from: 'Shop <shop@example.com>',
        subject: 'Order {{{NO}}}',
        html: '<p>{{{NO}}}</p>',
        variables: [{ key: 'NO', type: 'string' }],
      })
      .publish(),
  );
  const { id } = await must(resend.emails.send({ to: 'ada@example.com', template: { id: 'order', variables: { NO: 'A-17' } } }));
  const email = await must(resend.emails.get(id));
  check('a template is filled', email.subject === 'Order A-17' && email.from === 'Shop <shop@example.com>', email);
  await refused('a value that is lacking', resend.emails.send({ to: 'ada@example.com', template: { id: 'order' } }), 422, 'validation_error');
}

async function keysMakeMailsOnce() {
  about('emails');
  const once = { idempotencyKey: 'order/17' };
  const first = await must(resend.emails.send(hello, once));
  const again = await must(resend.emails.send(hello, once));
  check('17 the same request again gives the same mail', first.id === again.id, [first, again]);
  await refused('17 another body under the key', resend.emails.send({ ...hello, subject: 'Bye' }, once), 409, 'invalid_idempotent_request');
  await refused('17 a key of 257 characters', resend.emails.send(hello, { idempotencyKey: 'k'.repeat(257) }), 400, 'invalid_idempotency_key');
  const batch = await must(resend.batch.send([hello, hello], { idempotencyKey: 'order/17' }));
  const same = await must(resend.batch.send([hello, hello], { idempotencyKey: 'order/17' }));
  check('17 a batch has keys of its own', batch.data[0].id !== first.id && batch.data[1].id === same.data[1].id, [batch, same]);
}

async function batchesAreSent() {
  about('batch');
  const bad = { ...hello, to: 'nobody' };
  const whole = await must(resend.batch.send([hello, { ...hello, to: 'bob@example.com' }]));
  check('a batch is sent', whole.data.length === 2 && whole.data.every((item) => UUID.test(item.id)), whole);
  await refused('one bad mail stops a strict batch', resend.batch.send([hello, bad]), 422, 'validation_error');
  const most = await must(resend.batch.send([bad, hello], { batchValidation: 'permissive' }));
  check('a permissive batch sends the others', most.data.length === 1 && most.errors[0].index === 0, most);
  await refused('a batch of 101', resend.batch.send(Array(101).fill(hello)), 422, 'validation_error');
}

async function mailsAreScheduled() {
  about('emails');
  const soon = await must(resend.emails.send({ ...hello, scheduledAt: 'in 1 min' }));
  const waiting = await must(resend.emails.get(soon.id));
  check('a mail waits for its time', waiting.last_event === 'scheduled' && PG_TEXT.test(waiting.scheduled_at), waiting);
  const moved = await must(resend.emails.update({ id: soon.id, scheduledAt: new Date().toISOString() }));
  check('it is moved', moved.object === 'email' && moved.id === soon.id, moved);
  check('and goes out', (await reaches(soon.id, 'sent')) === 'sent');
  const never = await must(resend.emails.send({ ...hello, scheduledAt: new Date(Date.now() + 3_600_000).toISOString() }));
  const canceled = await must(resend.emails.cancel(never.id));
  check('another is canceled', canceled.object === 'email' && (await event(never.id)) === 'canceled', canceled);
  await refused('a mail that is out cannot be moved', resend.emails.update({ id: soon.id, scheduledAt: 'in 1 min' }), 422, 'validation_error');
  await refused('nor canceled', resend.emails.cancel(soon.id), 422, 'validation_error');
  await refused('no moment', resend.emails.send({ ...hello, scheduledAt: 'some day' }), 422, 'validation_error');
}

async function filesAreAttached() {
  about('emails');
  const { id } = await must(
    resend.emails.send({
      ...hello,
      html: '<img src="cid:logo">',
      attachments: [
        { filename: 'hello.txt', content: Buffer.from('hello') },
        { filename: 'logo.png', content: Buffer.from('png').toString('base64'), contentId: 'logo' },
      ],
    }),
  );
  await reaches(id, 'sent');
  const { data: files } = await must(resend.emails.attachments.list({ emailId: id }));
  check('files are listed', files.map((file) => file.filename).join() === 'hello.txt,logo.png', files);
  check('one is inline', files[1].content_disposition === 'inline' && files[1].content_id === 'logo', files[1]);
  const file = await must(resend.emails.attachments.get({ emailId: id, id: files[0].id }));
  check('one is told', file.object === 'attachment' && file.size === 5 && file.content_type === 'text/plain', file);
  const content = await fetch(file.download_url);
  check('its link gives it without a key', (await content.text()) === 'hello', content.status);
  const shared = await must(resend.emails.share(id, { expiresIn: '1h' }));
  const shown = await fetch(shared.url);
  check('a mail is shared', shared.object === 'email' && (await shown.text()) === '<img src="cid:logo">', shared);
  await refused('for two days at most', resend.emails.share(id, { expiresIn: '49h' }), 422, 'validation_error');
  await refused('what is no file', resend.emails.send({ ...hello, attachments: [{ content: '%%%' }] }), 422, 'invalid_attachment');
}

async function addressesAreSuppressed() {
  about('suppressions');
  const added = await must(resend.suppressions.add({ email: 'eve@example.com' }));
  check('an address is suppressed', added.object === 'suppression' && UUID.test(added.id), added);
  const { id } = await must(resend.emails.send({ ...hello, to: 'eve@example.com' }));
  check('its mail is suppressed', (await reaches(id, 'suppressed')) === 'suppressed');
  const found = await must(resend.suppressions.get('eve@example.com'));
  check('it is told', found.id === added.id && found.origin === 'manual' && found.source_id === null, found);
  const removed = await must(resend.suppressions.remove(added.id));
  check('it is let go', removed.deleted === true && removed.id === added.id, removed);
  const many = await must(resend.suppressions.batch.add({ emails: ['f@example.com', 'g@example.com'] }));
  const { data: listed } = await must(resend.suppressions.list({ origin: 'manual' }));
  check('many are suppressed and listed', many.data.length === 2 && listed.length === 2, [many, listed]);
  const gone = await must(resend.suppressions.batch.remove({ ids: many.data.map((item) => item.id) }));
  check('and let go', gone.data.length === 2 && gone.data[0].deleted === true, gone);
}

async function topicsAreHeeded() {
  about('emails');
  const topic = await must(resend.topics.create({ name: 'News', defaultSubscription: 'opt_in' }));
  const contact = await must(resend.contacts.create({ email: 'out@example.com' }));
  await must(resend.contacts.topics.update({ id: contact.id, topics: [{ id: topic.id, subscription: 'opt_out' }] }));
  const out = await must(resend.emails.send({ ...hello, to: 'out@example.com', topicId: topic.id }));
  const stranger = await must(resend.emails.send({ ...hello, to: 'stranger@example.com', topicId: topic.id }));
  check('who opted out of the topic gets no mail', (await reaches(out.id, 'suppressed')) === 'suppressed');
  check('a stranger gets it by default', (await reaches(stranger.id, 'sent')) === 'sent');
}

await run([
  mailsAreSent,
  mailsAreRefused,
  templatesAreSent,
  keysMakeMailsOnce,
  batchesAreSent,
  mailsAreScheduled,
  filesAreAttached,
  addressesAreSuppressed,
  topicsAreHeeded,
]);
