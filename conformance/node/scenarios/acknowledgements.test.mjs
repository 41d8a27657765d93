import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ids } from '../support/device.mjs';
import { acquainted, bot } from '../support/hearth.mjs';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

const conversationOfTwo = async () => {
  const reader = await bot('Reader');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  return { reader, ann, conversation, phone: await ann.connect() };
};

test('an acknowledgement is answered bare, and its receipt arrives at the author', async () => {
  const { reader, conversation, phone } = await conversationOfTwo();
  const ears = await reader.connect();
  const said = await phone.say(conversation, 'seen?');
  const heard = await ears.message(said.message_id);

  const delivered = await ears.acknowledge(heard, 'DELIVERED');
  const first = await phone.receipt(said.message_id, 'DELIVERED');
  await ears.acknowledge(heard, 'READ');
  const second = await phone.receipt(said.message_id, 'READ');

  assert.deepEqual(Object.keys(delivered).sort(), ['action', 'id']);
  for (const receipt of [first, second]) {
    assert.equal(receipt.source, 'ACKNOWLEDGE_MESSAGE_RECEIPT');
    assert.equal(receipt.category, '');
    assert.equal(receipt.conversation_id, '');
    assert.equal(receipt.data, '');
    assert.match(receipt.updated_at, TIME);
  }
  assert.ok(second.updated_at > first.updated_at);
  await Promise.all([ears.drop(), phone.drop()]);
});

test('a status never goes back', async () => {
  const { reader, conversation, phone } = await conversationOfTwo();
  const ears = await reader.connect();
  const said = await phone.say(conversation, 'one');
  const other = await phone.say(conversation, 'two');
  await ears.message(other.message_id);

  await ears.acknowledge(said, 'READ');
  await ears.acknowledge(said, 'DELIVERED');
  await ears.acknowledge(said, 'READ');
  await ears.acknowledge(other, 'READ');
  await phone.receipt(other.message_id, 'READ');

  assert.deepEqual(
    phone.receipts.map((one) => [one.message_id, one.status]),
    [[said.message_id, 'READ'], [other.message_id, 'READ']],
  );
  await Promise.all([ears.drop(), phone.drop()]);
});

test('many at once over Blaze: nothing of them comes again', async () => {
  const { reader, conversation, phone } = await conversationOfTwo();
  const ears = await reader.connect();
  const said = [];
  for (let i = 0; i < 80; i++) said.push(await phone.say(conversation, `${i}`));
  await ears.count(80);

  await ears.acknowledgeAll(ears.messages);
  await phone.receipt(said.at(-1).message_id, 'READ');
  await ears.drop();
  const back = await reader.connect();
  const last = await phone.say(conversation, 'and now?');
  await back.message(last.message_id);

  assert.deepEqual(ids(back.messages), [last.message_id]);
  assert.equal(phone.receipts.length, 80);
  await Promise.all([back.drop(), phone.drop()]);
});

test('over HTTP, one and many', async () => {
  const { reader, conversation, phone } = await conversationOfTwo();
  const ears = await reader.connect();
  const said = [];
  for (let i = 0; i < 5; i++) said.push(await phone.say(conversation, `${i}`));
  await ears.count(5);

  const one = await reader.api.message.sendAcknowledgement({ message_id: said[0].message_id, status: 'READ' });
  await reader.api.message.sendAcknowledges(
    said.slice(1).map(({ message_id }) => ({ message_id, status: 'DELIVERED' })),
  );
  await phone.receipt(said[0].message_id, 'READ');
  for (const { message_id } of said.slice(1)) await phone.receipt(message_id, 'DELIVERED');
  await ears.drop();
  const back = await reader.connect();
  const last = await phone.say(conversation, 'and now?');
  await back.message(last.message_id);

  assert.ok(one === null || one === undefined);
  assert.deepEqual(ids(back.messages), [last.message_id]);
  await Promise.all([back.drop(), phone.drop()]);
});

test('of unknown and of one\'s own messages: taken, without effect', async () => {
  const { reader, conversation, phone } = await conversationOfTwo();
  const ears = await reader.connect();
  const own = await phone.say(conversation, 'mine');
  await ears.message(own.message_id);

  const answers = [
    await phone.acknowledge(own),
    await phone.acknowledge({ message_id: randomUUID() }),
    await phone.acknowledgeAll([own, { message_id: randomUUID() }]),
  ];
  await reader.api.message.sendAcknowledges([{ message_id: randomUUID(), status: 'READ' }]);
  await reader.api.message.sendAcknowledges([]);

  for (const answer of answers) assert.equal(answer.error, undefined);
  await ears.acknowledge(own);
  await phone.receipt(own.message_id, 'READ');
  assert.equal(phone.receipts.length, 1);
  await Promise.all([ears.drop(), phone.drop()]);
});

test('the SDK acknowledges by itself with syncAck, receipts too, and does not go round in circles', async () => {
  const { reader, conversation, phone } = await conversationOfTwo();
  const ears = await reader.connect({ syncAck: true });

  const said = [];
  for (let i = 0; i < 10; i++) said.push(await phone.say(conversation, `${i}`));
  for (const { message_id } of said) await phone.receipt(message_id, 'READ');
  const answer = await ears.say(conversation, 'thanks');
  await phone.message(answer.message_id);
  await phone.acknowledge(answer);
  await ears.receipt(answer.message_id, 'READ');
  await ears.drop();
  const back = await reader.connect();
  const last = await phone.say(conversation, 'and now?');
  await back.message(last.message_id);

  assert.deepEqual(ids(back.messages), [last.message_id]);
  assert.equal(phone.receipts.length, 10);
  assert.equal(ears.errors.length, 0);
  await Promise.all([back.drop(), phone.drop()]);
});

test('a person who was away asks for the statuses of what they sent', async () => {
  const { reader, ann, conversation, phone } = await conversationOfTwo();
  const ears = await reader.connect();
  const said = [await phone.say(conversation, 'one'), await phone.say(conversation, 'two')];
  await ears.count(2);
  await phone.drop();
  await ears.acknowledge(said[0], 'DELIVERED');
  await ears.acknowledge(said[1], 'READ');

  const since = (offset) => ann.api.request({ method: 'get', url: `/messages/status/${offset}` });
  const statuses = await since(0);

  assert.deepEqual(
    statuses.map((one) => [one.message_id, one.status]),
    [[said[0].message_id, 'DELIVERED'], [said[1].message_id, 'READ']],
  );
  const nanoseconds = (time) =>
    BigInt(Date.parse(`${time.slice(0, 19)}Z`)) * 1_000_000n + BigInt(time.slice(20, 26)) * 1000n;
  assert.deepEqual(ids(await since(nanoseconds(statuses[0].updated_at))), [said[1].message_id]);
  assert.deepEqual(await since(nanoseconds(statuses[1].updated_at)), []);
  await ears.drop();
});
