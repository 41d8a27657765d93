import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ids } from '../support/device.mjs';
import { acquainted, bot } from '../support/hearth.mjs';

test('twenty quick reconnects lose nothing', async () => {
  const reader = await bot('Nervous');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const phone = await ann.connect();
  const said = [];
  let stopped = false;
  const talking = (async () => {
    while (!stopped) said.push(await phone.say(conversation, `${said.length}`));
  })();

  const seen = [];
  const acknowledged = new Set();
  for (let turn = 0; turn < 20; turn++) {
    const ears = await reader.connect();
    await ears.count(1);
    const known = ears.messages.slice(0, 5);
    if (turn % 3 > 0) {
      await ears.acknowledgeAll(known);
      known.forEach((one) => acknowledged.add(one.message_id));
    }
    await ears.drop();
    seen.push(ears.messages);
  }
  stopped = true;
  await talking;
  const last = await phone.say(conversation, 'last');
  const ears = await reader.connect();
  await ears.message(last.message_id);
  seen.push(ears.messages);

  const first = [];
  for (const messages of seen) {
    for (const one of messages) if (!first.includes(one.message_id)) first.push(one.message_id);
  }
  assert.deepEqual(first, [...ids(said), last.message_id]);
  assert.ok(ids(ears.messages).every((id) => !acknowledged.has(id)));
  await Promise.all([ears.drop(), phone.drop()]);
});

test('a connection that comes and goes without asking for anything does no harm', async () => {
  const reader = await bot('Silent');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const phone = await ann.connect();
  const said = await phone.say(conversation, 'anybody there?');

  for (let turn = 0; turn < 20; turn++) {
    const ears = await reader.connect({ listen: false });
    await ears.drop();
    assert.deepEqual(ears.messages, []);
  }
  const ears = await reader.connect();

  await ears.message(said.message_id);
  await Promise.all([ears.drop(), phone.drop()]);
});

test('the server pings, which is all the SDK waits for', async () => {
  const reader = await bot('Patient');
  const ears = await reader.connect();

  ears.ws.ping();
  await new Promise((resolve) => ears.ws.once('pong', resolve));
  // The SDK gives a connection up after 30 s without a ping from the server.
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no ping within 20 s')), 20_000);
    ears.ws.once('ping', () => resolve(clearTimeout(timer)));
  });

  assert.equal(ears.closed, false);
  await ears.drop();
});
