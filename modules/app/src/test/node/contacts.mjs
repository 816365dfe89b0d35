// Contacts and all that belongs to them, driven with the released Resend client: contract/resend.md 9, 10, 15.

import { PG_TEXT, UUID, about, call, check, eventually, must, refused, resend, run } from './kit.mjs';

const keys = (object) => Object.keys(object).sort().join();

async function propertiesAreDeclared() {
  about('contact-properties');
  const made = await must(resend.contactProperties.create({ key: 'plan', type: 'string', fallbackValue: 'free' }));
  check('a property is declared', UUID.test(made.id) && made.object === 'contact_property', made);
  await must(resend.contactProperties.create({ key: 'seats', type: 'number' }));
  const read = await must(resend.contactProperties.get(made.id));
  check('and read', read.key === 'plan' && read.type === 'string' && read.fallbackValue === 'free', read);
  const listed = await must(resend.contactProperties.list());
  check('and listed', listed.data.map((p) => p.key).join() === 'seats,plan' && listed.has_more === false, listed);
  await must(resend.contactProperties.update({ id: made.id, fallbackValue: 'none' }));
  const changed = await must(resend.contactProperties.get(made.id));
  check('its fallback changes', changed.fallbackValue === 'none', changed);
  await refused('its type cannot be met by another value',
    await resend.contactProperties.update({ id: made.id, fallbackValue: 7 }), 422, 'validation_error');
  await refused('a key is taken once', await resend.contactProperties.create({ key: 'plan', type: 'number' }), 422,
    'validation_error');
  const spare = await must(resend.contactProperties.create({ key: 'spare', type: 'string' }));
  const gone = await must(resend.contactProperties.remove(spare.id));
  check('one is deleted', gone.deleted === true && gone.id === spare.id && gone.object === 'contact_property', gone);
  await refused('and gone', await resend.contactProperties.get(spare.id), 404, 'not_found');
}

async function contactsAreKept() {
  about('contacts');
  const made = await must(resend.contacts.create({
    email: 'Ada+news@example.com', firstName: 'Ada', properties: { plan: 'pro', seats: 3 } }));
  check('a contact is created', UUID.test(made.id) && made.object === 'contact', made);
  const read = await must(resend.contacts.get({ email: 'ada+news@example.com' }));
  check('and read by its address', read.id === made.id && read.email === 'Ada+news@example.com', read);
  check('with typed properties', read.properties.plan.type === 'string' && read.properties.seats.value === 3, read);
  check('with a time of PostgreSQL', PG_TEXT.test(read.created_at) && read.object === 'contact', read);
  const again = await must(resend.contacts.create({ email: 'ada+news@example.com', lastName: 'Lovelace' }));
  check('its address makes it again what it is', again.id === made.id, again);
  await must(resend.contacts.update({ id: made.id, unsubscribed: true, properties: { plan: null } }));
  const changed = await must(resend.contacts.get(made.id));
  check('it changes, and null takes a property away', changed.unsubscribed === true && !changed.properties.plan &&
    changed.first_name === 'Ada' && changed.last_name === 'Lovelace', changed);
  await refused('an undeclared property is refused by its name',
    await resend.contacts.update({ id: made.id, properties: { pan: 'x' } }), 422, 'validation_error');
  await refused('an address is needed', await resend.contacts.create({}), 422, 'missing_required_field');
  await refused('what is neither id nor address is refused', await resend.contacts.get('nobody'), 422, 'invalid_parameter');
  const gone = await must(resend.contacts.remove({ email: 'ada+news@example.com' }));
  check('it is deleted', gone.deleted === true && gone.contact === made.id && gone.object === 'contact', gone);
  await refused('and gone', await resend.contacts.get(made.id), 404, 'not_found');
}

async function fallbacksCount() {
  about('contact-properties');
  await must(resend.contactProperties.create({ key: 'tier', type: 'string', fallbackValue: 'basic' }));
  await must(resend.templates.create({
    name: 'Tier', alias: 'tier', from: 'hi@example.com', subject: 'Tier',
    html: '<p>{{{contact.properties.tier}}} {{{TIER}}}</p>', variables: [{ key: 'TIER', type: 'string' }],
  }).publish());
  const { id } = await must(resend.automations.create({
    name: 'Tier',
    status: 'enabled',
    steps: [
      { key: 'start', type: 'trigger', config: { eventName: 'tier' } },
      { key: 'basic', type: 'condition', config: {
        type: 'rule', field: 'contact.properties.tier', operator: 'eq', value: 'basic' } },
      { key: 'mail', type: 'send_email', config: {
        template: { id: 'tier', variables: { TIER: { var: 'contact.properties.tier' } } } } },
    ],
    connections: [{ from: 'start', to: 'basic' }, { from: 'basic', to: 'mail', type: 'condition_met' }],
  }));
  await must(resend.events.send({ event: 'tier', email: 'tia@example.com' }));
  const list = await eventually('a run to end', () => must(resend.automations.runs.list({ automationId: id })),
    ({ data }) => data.length === 1 && data[0].status !== 'running');
  const run = await must(resend.automations.runs.get({ automationId: id, runId: list.data[0].id }));
  check('a fallback decides a condition', run.steps[1].output?.result === true, run);
  const mail = await must(resend.emails.get(run.steps[2].output.email_id));
  check('and fills a template', mail.html === '<p>basic basic</p>', mail.html);
  await must(resend.contacts.remove('tia@example.com'));
}

async function contactsAreListed() {
  const ids = [];
  for (let i = 0; i < 6; i += 1) {
    ids.unshift((await must(resend.contacts.create({ email: `list${i}@example.com` }))).id);
  }
  const first = await must(resend.contacts.list({ limit: 5 }));
  check('a page of five of six has more', first.has_more === true && first.data.length === 5, first);
  check('without properties', keys(first.data[0]) === 'created_at,email,first_name,id,last_name,unsubscribed', first);
  const rest = await must(resend.contacts.list({ limit: 5, after: first.data[4].id }));
  check('the next one has the rest', rest.data.map((c) => c.id).join() === ids[5] && !rest.has_more, rest);
  const back = await must(resend.contacts.list({ limit: 5, before: rest.data[0].id }));
  check('and before it are the first', back.data.map((c) => c.id).join() === ids.slice(0, 5).join(), back);
  const all = await must(resend.contacts.list());
  check('without a page there is all', all.data.length === 6 && all.has_more === false, all);
}

async function segmentsAreKept() {
  about('segments');
  const segment = await must(resend.segments.create({ name: 'Readers' }));
  check('a segment is created', segment.object === 'segment' && segment.name === 'Readers', segment);
  await must(resend.segments.update(segment.id, { name: 'Keen readers' }));
  const read = await must(resend.segments.get(segment.id));
  check('and renamed', read.name === 'Keen readers' && PG_TEXT.test(read.created_at), read);
  const joined = await must(resend.contacts.segments.add({ email: 'list0@example.com', segmentId: segment.id }));
  check('a contact joins it', joined.id === segment.id, joined);
  const made = await must(resend.contacts.create({ email: 'list1@example.com', segments: [{ id: segment.id }] }));
  const within = await must(resend.contacts.list({ segmentId: segment.id }));
  check('it lists who is in it', within.data.map((c) => c.email).sort().join() ===
    'list0@example.com,list1@example.com', within);
  const filtered = await call('GET', `/contacts?segment_id=${segment.id}&limit=1`);
  check('so does the filter', filtered.body.data.length === 1 && filtered.body.has_more === true, filtered);
  const of = await must(resend.contacts.segments.list({ contactId: made.id }));
  check('a contact lists what it is in', of.data.map((s) => s.name).join() === 'Keen readers', of);
  const left = await must(resend.contacts.segments.remove({ email: 'list0@example.com', segmentId: segment.id }));
  check('a contact leaves', left.deleted === true && left.id === segment.id, left);
  const gone = await must(resend.segments.remove(segment.id));
  check('a segment is deleted', gone.deleted === true && gone.object === 'segment', gone);
  await refused('and gone', await resend.segments.get(segment.id), 404, 'not_found');
}

async function topicsAreKept() {
  about('topics');
  const topic = await must(resend.topics.create({
    name: 'Offers', defaultSubscription: 'opt_in', description: 'Now and then' }));
  await must(resend.topics.update({ id: topic.id, name: 'Good offers' }));
  const read = await must(resend.topics.get(topic.id));
  check('a topic is created and renamed', read.name === 'Good offers' && read.default_subscription === 'opt_in', read);
  const before = await must(resend.contacts.topics.list({ email: 'list2@example.com' }));
  check('its default counts', before.data.find((t) => t.id === topic.id).subscription === 'opt_in', before);
  const chosen = await must(resend.contacts.topics.update({
    email: 'list2@example.com', topics: [{ id: topic.id, subscription: 'opt_out' }] }));
  check('until a contact chooses', UUID.test(chosen.id), chosen);
  const wrapped = await call('PATCH', '/contacts/list3@example.com/topics', {
    topics: [{ id: topic.id, subscription: 'opt_out' }] });
  check('in either form', wrapped.status === 200 && wrapped.body.object === 'contact_topics', wrapped);
  const after = await must(resend.contacts.topics.list({ email: 'list3@example.com' }));
  check('and is told what it chose', after.data.find((t) => t.id === topic.id).subscription === 'opt_out', after);
  const gone = await must(resend.topics.remove(topic.id));
  check('a topic is deleted', gone.deleted === true, gone);
}

async function filesAreImported() {
  about('imports');
  const segment = await must(resend.segments.create({ name: 'Imported' }));
  const csv = 'Mail,Given,Seats\r\nlist0@example.com,Zero,1\r\nnew1@example.com,"One, the first",2\r\nnobody,X,3\r\n';
  const made = await must(resend.contacts.imports.create({
    file: new File([csv], 'people.csv', { type: 'text/csv' }),
    columnMap: { email: 'Mail', firstName: 'Given', properties: { seats: { column: 'Seats', type: 'number' } } },
    onConflict: 'upsert',
    segments: [{ id: segment.id }],
  }));
  check('a file is taken in', made.object === 'contact_import' && UUID.test(made.id), made);
  const done = await eventually('the import to end', () => must(resend.contacts.imports.get(made.id)),
    (seen) => seen.status === 'completed' || seen.status === 'failed');
  check('its records are counted', JSON.stringify(done.counts) ===
    JSON.stringify({ total: 3, created: 1, updated: 1, skipped: 0, failed: 1 }), done);
  const contact = await must(resend.contacts.get('new1@example.com'));
  check('and are contacts', contact.first_name === 'One, the first' && contact.properties.seats.value === 2, contact);
  const within = await must(resend.contacts.list({ segmentId: segment.id }));
  check('in their segment', within.data.length === 2, within);
  const listed = await must(resend.contacts.imports.list({ status: 'completed', limit: 10 }));
  check('imports are listed by status', listed.data.map((i) => i.id).join() === made.id, listed);
  await refused('a word that is none is refused', await resend.contacts.imports.create({
    file: new Blob([csv]), onConflict: 'replace' }), 422, 'validation_error');
}

async function audiencesAreSegments() {
  about('audiences');
  const made = await call('POST', '/audiences', { name: 'Old' });
  check('an audience is a segment', made.status === 201 && made.body.object === 'audience', made);
  const contact = await must(resend.contacts.create({ email: 'old@example.com', audienceId: made.body.id }));
  const read = await must(resend.contacts.get({ audienceId: made.body.id, id: contact.id }));
  check('with contacts in it', read.email === 'old@example.com', read);
  const gone = await call('DELETE', `/audiences/${made.body.id}/contacts/nobody@example.com`);
  check('whose deletion says what was said', gone.status === 200 && gone.body.contact === 'nobody@example.com', gone);
  const listed = await must(resend.segments.list());
  check('and which newer clients see', listed.data.some((s) => s.id === made.body.id), listed);
}

await run([
  propertiesAreDeclared,
  contactsAreKept,
  fallbacksCount,
  contactsAreListed,
  segmentsAreKept,
  topicsAreKept,
  filesAreImported,
  audiencesAreSegments,
]);
