import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ids } from '../support/device.mjs';
import { acquainted, bot } from '../support/hearth.mjs';

test('all connections of a keystore get every push, and one acknowledgement is enough', async () => {
  const reader = await bot('Two workers');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const phone = await ann.connect();
  const one = await reader.connect();
  const two = await reader.connect();

  const said = [];
  for (let i = 0; i < 10; i++) said.push(await phone.say(conversation, `${i}`));
  await Promise.all([one.count(10), two.count(10)]);
  await one.acknowledgeAll(said.slice(0, 5));
  await two.acknowledgeAll(said.slice(5));
  for (const { message_id } of said) await phone.receipt(message_id, 'READ');
  const three = await reader.connect();
  const last = await phone.say(conversation, 'last');
  for (const device of [one, two, three]) await device.message(last.message_id);

  assert.deepEqual(ids(one.messages), [...ids(said), last.message_id]);
  assert.deepEqual(ids(two.messages), [...ids(said), last.message_id]);
  assert.deepEqual(ids(three.messages), [last.message_id]);
  assert.equal(phone.receipts.length, 10);
  assert.ok(!one.closed && !two.closed);
  await Promise.all([one, two, three, phone].map((device) => device.drop()));
});

test('a second connection gets what the first has not acknowledged, the first goes on as before', async () => {
  const reader = await bot('Two workers');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const phone = await ann.connect();
  const one = await reader.connect();
  const said = [await phone.say(conversation, 'one'), await phone.say(conversation, 'two')];
  await one.count(2);
  await one.acknowledge(said[0]);

  const two = await reader.connect();
  await two.message(said[1].message_id);
  await one.drop();
  const last = await phone.say(conversation, 'last');
  await two.message(last.message_id);

  assert.deepEqual(ids(two.messages), ids([said[1], last]));
  await Promise.all([two.drop(), phone.drop()]);
});

test('what one connection of a session sends, its other ones do not get', async () => {
  const other = await bot('Other');
  const { user: ann, conversation } = await acquainted('Ann', other);
  const one = await ann.connect();
  const two = await ann.connect();
  const ears = await other.connect();

  const said = await one.say(conversation, 'mine');
  await ears.message(said.message_id);
  const answer = await ears.say(conversation, 'yours');
  await Promise.all([one.message(answer.message_id), two.message(answer.message_id)]);

  assert.deepEqual(ids(one.messages), [answer.message_id]);
  assert.deepEqual(ids(two.messages), [answer.message_id]);
  await Promise.all([one, two, ears].map((device) => device.drop()));
});

test('a revoked session is told 401 in the line and then dropped; a new connection gets the same', async () => {
  const gone = await bot('Gone');
  const ears = await gone.connect();

  assert.equal(await gone.revoke(), true);
  await ears.until(() => ears.closed, 'end of the revoked connection');
  const [told] = ears.errors;
  assert.equal(told.action, 'ERROR');
  assert.equal(told.error.status, 202);
  assert.equal(told.error.code, 401);

  const again = await gone.connect({ listen: false });
  await again.until(() => again.closed, 'end of the refused connection');
  assert.equal(again.errors[0].error.code, 401);
  await assert.rejects(gone.api.user.profile(), { code: 401, status: 202 });
});
