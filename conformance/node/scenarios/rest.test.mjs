// What the SDK asks for over HTTP, and what another client then sees.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ids, textOf } from '../support/device.mjs';
import { acquainted, bot, hearth, person } from '../support/hearth.mjs';

test('GET /me, /safe/me: one\'s own account, with all that clients insist on', async () => {
  const ann = await person('Ann');

  const me = await ann.api.user.profile();
  const safe = await ann.api.safe.checkRegisteration();

  assert.equal(me.user_id, ann.id);
  assert.equal(me.session_id, ann.keystore.session_id);
  assert.equal(me.identity_number, ann.number);
  assert.equal(me.full_name, 'Ann');
  assert.equal(me.relationship, 'ME');
  assert.equal(me.device_status, 'ACTIVE');
  for (const field of [
    'phone', 'biography', 'mute_until', 'created_at', 'pin_token', 'pin_token_base64', 'code_id', 'code_url',
    'fiat_currency', 'tip_key_base64', 'receive_message_source', 'accept_conversation_source', 'accept_search_source',
  ]) assert.equal(typeof me[field], 'string', field);
  for (const field of ['has_pin', 'has_safe', 'is_verified', 'is_scam', 'is_deactivated', 'has_emergency_contact']) {
    assert.equal(typeof me[field], 'boolean', field);
  }
  for (const field of ['tip_counter', 'transfer_notification_threshold', 'transfer_confirmation_threshold']) {
    assert.ok(Number.isInteger(me[field]), field);
  }
  assert.deepEqual(safe, me);
});

test('POST /me: a new name is what others see', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);

  const renamed = await ann.api.user.update('Ann of Green Gables 🌿', '');

  assert.equal(renamed.full_name, 'Ann of Green Gables 🌿');
  assert.equal((await ben.api.user.fetch(ann.id)).full_name, 'Ann of Green Gables 🌿');
});

test('GET /users/:id: by id and by identity number; a bot shows its app; nobody is 404', async () => {
  const ann = await person('Ann');
  const helper = await bot('Helper');

  const byId = await ann.api.user.fetch(helper.id);
  const byNumber = await ann.api.user.fetch(helper.number);
  const human = await helper.api.user.fetch(ann.number);

  assert.deepEqual(byNumber, byId);
  assert.equal(byId.user_id, helper.id);
  assert.equal(byId.app.app_id, helper.id);
  assert.equal(byId.app.name, 'Helper');
  assert.match(byId.identity_number, /^7000/);
  assert.equal(human.user_id, ann.id);
  assert.equal(human.app, undefined);
  assert.doesNotMatch(human.identity_number, /^7000/);
  assert.equal(human.relationship, 'STRANGER');
  await assert.rejects(ann.api.user.fetch(randomUUID()), { code: 404, status: 202 });
  await assert.rejects(ann.api.user.fetch('nobody'), { code: 404 });
});

test('POST /users/fetch: those there are', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);

  const found = await ann.api.user.fetchList([ben.id, randomUUID(), ann.id]);

  assert.deepEqual(new Set(found.map((one) => one.user_id)), new Set([ann.id, ben.id]));
  assert.deepEqual(await ann.api.user.fetchList([]), []);
});

test('POST /relationships, GET /friends: adding, removing, blocking', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const friends = async () => (await ann.api.user.friends()).map((one) => one.user_id);
  assert.deepEqual(await friends(), []);

  const added = await ann.api.user.updateRelationships({ user_id: ben.id, action: 'ADD' });
  assert.equal(added.user_id, ben.id);
  assert.equal(added.relationship, 'FRIEND');
  assert.deepEqual(await friends(), [ben.id]);
  const removed = await ann.api.user.updateRelationships({ user_id: ben.id, action: 'Remove' });
  assert.equal(removed.relationship, 'STRANGER');
  assert.deepEqual(await friends(), []);
  const blocked = await ann.api.user.updateRelationships({ user_id: ben.id, action: 'BLOCK' });
  assert.equal(blocked.relationship, 'BLOCKING');
  await ann.api.user.updateRelationships({ user_id: ben.id, action: 'UNBLOCK' });
  assert.equal((await ann.api.user.fetch(ben.id)).relationship, 'STRANGER');
});

test('what a blocked person writes does not arrive; a blocked bot is told', async () => {
  const helper = await bot('Nosy');
  const { user: ann, conversation } = await acquainted('Ann', helper);
  const { user: ben, conversation: withBen } = await acquainted('Ben', ann);
  const phone = await ann.connect();
  const bens = await ben.connect();
  const pen = await helper.connect();
  for (const who of [ben, helper]) await ann.api.user.updateRelationships({ user_id: who.id, action: 'BLOCK' });

  const unheard = await bens.say(withBen, 'can you hear me?');
  await assert.rejects(pen.say(conversation, 'buy!'), { code: 403 });
  for (const who of [ben, helper]) await ann.api.user.updateRelationships({ user_id: who.id, action: 'UNBLOCK' });
  const heard = await bens.say(withBen, 'and now?');
  await phone.message(heard.message_id);

  assert.ok(!ids(phone.messages).includes(unheard.message_id));
  await Promise.all([phone, bens, pen].map((one) => one.drop()));
});

test('POST and GET /conversations: a contact\'s, the same for both', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);

  const hers = await ann.api.conversation.createContact(ben.id);
  const his = await ben.api.conversation.createContact(ann.id);
  const again = await ann.api.conversation.fetch(hers.conversation_id);

  assert.equal(his.conversation_id, hers.conversation_id);
  assert.equal(again.category, 'CONTACT');
  assert.deepEqual(new Set(again.participants.map((one) => one.user_id)), new Set([ann.id, ben.id]));
  assert.deepEqual(
    new Set(again.participant_sessions.map((one) => one.session_id)),
    new Set([ann.keystore.session_id, ben.keystore.session_id]),
  );
  for (const one of again.participants) assert.ok(Date.parse(one.created_at) > 0);
  for (const one of again.participant_sessions) assert.equal(Buffer.from(one.public_key, 'base64url').length, 32);
});

test('a conversation is for its participants only', async () => {
  const [ann, ben, eve] = await Promise.all([person('Ann'), person('Ben'), person('Eve')]);
  const { conversation_id } = await ann.api.conversation.createContact(ben.id);

  await assert.rejects(eve.api.conversation.fetch(conversation_id), { status: 202 });
  await assert.rejects(ann.api.conversation.fetch(randomUUID()), { code: 404 });
});

test('making a group twice gives the one there is', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const id = randomUUID();
  const make = () => ann.api.conversation.createGroup(id, 'Once', [{ user_id: ben.id }]);

  const first = await make();
  const second = await make();

  assert.deepEqual(second, first);
  const readded = await ann.api.conversation.addParticipants(id, [ben.id]);
  assert.equal(readded.participants.length, 2);
});

test('POST /messages: a hundred at once, in order', async () => {
  const writer = await bot('Writer');
  const { user: ann, conversation } = await acquainted('Ann', writer);
  const phone = await ann.connect();
  const batch = Array.from({ length: 100 }, (_, i) => ({
    conversation_id: conversation,
    recipient_id: ann.id,
    message_id: randomUUID(),
    category: 'PLAIN_TEXT',
    data_base64: Buffer.from(`${i}`).toString('base64url'),
  }));

  await writer.api.message.sendBatch(batch);
  await phone.count(100);
  await assert.rejects(writer.api.message.sendBatch([...batch, { ...batch[0], message_id: randomUUID() }]), {
    status: 202,
  });

  assert.deepEqual(ids(phone.messages), ids(batch));
  assert.equal(textOf(phone.messages[99]), '99');
  await phone.drop();
});

test('POST /messages: a bot may not speak for the system', async () => {
  const writer = await bot('Forger');
  const { user: ann } = await acquainted('Ann', writer);
  const phone = await ann.connect();

  await assert.rejects(writer.api.message.sendTransfer(ann.id, { amount: '1000' }), { code: 403, status: 202 });
  const honest = await writer.api.message.sendText(ann.id, 'sorry');
  await phone.message(honest.message_id);

  assert.deepEqual(ids(phone.messages), [honest.message_id]);
  await phone.drop();
});

test('POST /sessions/fetch: the sessions of those asked for', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const helper = await bot('Helper');

  const sessions = await ann.api.request({
    method: 'post',
    url: '/sessions/fetch',
    data: [ben.id, helper.id, randomUUID()],
  });

  const found = new Map(sessions.map((one) => [one.user_id, one.session_id]));
  assert.deepEqual(found, new Map([[ben.id, ben.keystore.session_id], [helper.id, helper.keystore.session_id]]));
  for (const one of sessions) {
    assert.equal(one.type, 'session');
    assert.equal(Buffer.from(one.public_key, 'base64url').length, 32);
  }
});

test('every answer is JSON with the request\'s id and the server\'s time', async () => {
  for (const path of ['/', '/me', '/no/such/route', '/users/fetch']) {
    const id = randomUUID();
    const answer = await fetch(hearth.api + path, { headers: { 'X-Request-Id': id, Authorization: 'Bearer' } });

    assert.equal(answer.headers.get('x-request-id'), id, path);
    const nanoseconds = BigInt(answer.headers.get('x-server-time'));
    assert.ok(Math.abs(Number(nanoseconds / 1_000_000n) - Date.now()) < 60_000, path);
    assert.match(answer.headers.get('content-type'), /^application\/json/, path);
    assert.equal(typeof (await answer.json()), 'object', path);
    assert.ok([200, 202].includes(answer.status), path);
  }
});

test('GET /health and /metrics are for whoever looks after the server', async () => {
  const health = await fetch(`${hearth.api}/health`);
  const metrics = await fetch(`${hearth.api}/metrics`);

  assert.equal(health.status, 200);
  assert.deepEqual(await health.json(), { ready: true, reasons: [] });
  assert.equal((await fetch(`${hearth.api}/health/live`)).status, 200);
  assert.match(metrics.headers.get('content-type'), /^text\/plain/);
  assert.match(await metrics.text(), /^# TYPE /m);
});
