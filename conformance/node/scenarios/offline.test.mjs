import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ids } from '../support/device.mjs';
import { acquainted, bot, person } from '../support/hearth.mjs';

test('nothing is pushed before it is asked for', async () => {
  const reader = await bot('Reader');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const phone = await ann.connect();
  const ears = await reader.connect({ listen: false });

  const said = await phone.say(conversation, 'early');
  await ears.request('PING');
  assert.deepEqual(ears.messages, []);
  await ears.listPending();

  assert.equal((await ears.message(said.message_id)).source, 'LIST_PENDING_MESSAGES');
  await Promise.all([ears.drop(), phone.drop()]);
});

test('who was away gets everything, once and in order, and then what is new', async () => {
  const reader = await bot('Reader');
  const friends = await Promise.all(['Ann', 'Ben', 'Carl'].map((name) => acquainted(name, reader)));
  const phones = await Promise.all(friends.map(({ user }) => user.connect()));
  const before = await reader.connect();
  const seen = await phones[0].say(friends[0].conversation, 'before');
  await before.acknowledge(await before.message(seen.message_id));
  await before.drop();

  const said = [];
  for (let i = 0; i < 150; i++) {
    const who = i % friends.length;
    said.push(await phones[who].say(friends[who].conversation, `${i}`));
  }
  const back = await reader.connect();
  await back.count(said.length);
  const live = await phones[1].say(friends[1].conversation, 'live');
  await back.message(live.message_id);

  assert.deepEqual(ids(back.messages), [...ids(said), live.message_id]);
  const times = back.messages.map((one) => one.created_at);
  assert.deepEqual(times, [...times].sort(), 'created_at only grows');
  assert.equal(new Set(times).size, times.length, 'created_at is unique');
  const sources = back.messages.map((one) => one.source);
  assert.ok(sources.slice(0, -1).every((one) => one === 'LIST_PENDING_MESSAGES'));
  assert.equal(sources.at(-1), 'CREATE_MESSAGE');
  await Promise.all([back, ...phones].map((one) => one.drop()));
});

test('what is not acknowledged comes again at the next connection, what is does not', async () => {
  const reader = await bot('Reader');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const phone = await ann.connect();
  const first = await reader.connect();
  const said = [];
  for (let i = 0; i < 6; i++) said.push(await phone.say(conversation, `${i}`));
  await first.count(6);

  await first.acknowledge(said[1]);
  await first.acknowledgeAll([said[3], said[4]], 'DELIVERED');
  await first.drop();
  const second = await reader.connect();
  await second.count(3);
  const last = await phone.say(conversation, 'last');
  await second.message(last.message_id);

  assert.deepEqual(ids(second.messages), [...ids([said[0], said[2], said[5]]), last.message_id]);
  await Promise.all([second.drop(), phone.drop()]);
});

test('asking again on the same connection drains again', async () => {
  const reader = await bot('Reader');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const phone = await ann.connect();
  const ears = await reader.connect();
  const said = [await phone.say(conversation, 'one'), await phone.say(conversation, 'two')];
  await ears.count(2);

  await ears.acknowledge(said[0]);
  await ears.listPending();
  await ears.count(3);

  assert.deepEqual(ids(ears.messages), ids([said[0], said[1], said[1]]));
  await Promise.all([ears.drop(), phone.drop()]);
});

test('an offset leaves out what the client already holds', async () => {
  const reader = await bot('Reader');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const phone = await ann.connect();
  const first = await reader.connect();
  const said = [];
  for (let i = 0; i < 6; i++) said.push(await phone.say(conversation, `${i}`));
  await first.count(6);
  await first.drop();

  const second = await reader.connect({ listen: false });
  await second.listPending({ offset: first.messages[3].created_at });
  const last = await phone.say(conversation, 'last');
  await second.message(last.message_id);

  const got = ids(second.messages);
  // Whether the one at the offset itself comes is open: clients keep only part of its precision.
  assert.deepEqual(got.filter((id) => id !== said[3].message_id), [...ids(said.slice(4)), last.message_id]);
  await Promise.all([second.drop(), phone.drop()]);
});

test('a new member of a group gets nothing from before', async () => {
  const reader = await bot('Reader');
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const phone = await ann.connect();
  const id = randomUUID();
  await ann.api.conversation.createGroup(id, 'Before and after', [{ user_id: ben.id }]);
  const before = await phone.say(id, 'before');
  await ann.api.conversation.addParticipants(id, [reader.id]);
  const after = await phone.say(id, 'after');

  const ears = await reader.connect();
  await ears.message(after.message_id);

  assert.ok(!ids(ears.messages).includes(before.message_id));
  assert.deepEqual(ids(ears.messages), [after.message_id]);
  await Promise.all([ears.drop(), phone.drop()]);
});

test('a backlog longer than a window comes as it is acknowledged', async () => {
  const reader = await bot('Reader');
  const writer = await person('Writer');
  const { conversation_id } = await writer.api.conversation.createContact(reader.id);
  const texts = Array.from({ length: 1200 }, (_, i) => ({
    conversation_id,
    message_id: randomUUID(),
    category: 'PLAIN_TEXT',
    data_base64: Buffer.from(`${i}`).toString('base64url'),
  }));
  const pen = await writer.connect();
  for (let i = 0; i < texts.length; i += 100) {
    const reply = await pen.request('CREATE_PLAIN_MESSAGES', { messages: texts.slice(i, i + 100) });
    assert.equal(reply.error, undefined);
  }

  const ears = await reader.connect();
  for (let acknowledged = 0; acknowledged < texts.length; ) {
    await ears.count(acknowledged + 1);
    const batch = ears.messages.slice(acknowledged, acknowledged + 80);
    await ears.acknowledgeAll(batch);
    acknowledged += batch.length;
  }

  assert.deepEqual(ids(ears.messages), ids(texts));
  await Promise.all([ears.drop(), pen.drop()]);
});
