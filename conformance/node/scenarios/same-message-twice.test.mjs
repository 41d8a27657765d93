import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ids } from '../support/device.mjs';
import { acquainted, bot, person } from '../support/hearth.mjs';

test('a message sent twice is answered the same and delivered once', async () => {
  const reader = await bot('Reader');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const ears = await reader.connect();
  const phone = await ann.connect();
  const message = {
    conversation_id: conversation,
    message_id: randomUUID(),
    category: 'PLAIN_TEXT',
    data: 'b25l',
  };

  const first = await phone.request('CREATE_MESSAGE', message);
  const second = await phone.request('CREATE_MESSAGE', message);
  const other = await phone.request('CREATE_MESSAGE', { ...message, data: 'dHdv' });
  const sameEnvelope = randomUUID();
  await phone.request('CREATE_MESSAGE', message, sameEnvelope);
  await phone.request('CREATE_MESSAGE', message, sameEnvelope);
  const last = await phone.say(conversation, 'last');
  await ears.message(last.message_id);

  assert.deepEqual(second.data, first.data);
  assert.deepEqual(other.data, first.data);
  assert.equal(phone.repliesTo(sameEnvelope).length, 2);
  assert.deepEqual(ids(ears.messages), [message.message_id, last.message_id]);
  assert.equal(ears.messages[0].data, 'b25l');
  assert.equal(ears.messages[0].created_at, first.data.created_at);
  await Promise.all([ears.drop(), phone.drop()]);
});

test('also over HTTP, and across both ways in', async () => {
  const writer = await bot('Writer');
  const { user: ann, conversation } = await acquainted('Ann', writer);
  const phone = await ann.connect();
  const pen = await writer.connect();
  const message = {
    conversation_id: conversation,
    recipient_id: ann.id,
    message_id: randomUUID(),
    category: 'PLAIN_TEXT',
    data_base64: 'b25l',
  };

  await writer.api.message.sendOne(message);
  await writer.api.message.sendLegacy(message);
  await writer.api.message.sendBatch([message, message]);
  const answer = await pen.request('CREATE_MESSAGE', message);
  const last = await pen.say(conversation, 'last');
  await phone.message(last.message_id);

  assert.equal(answer.error, undefined);
  assert.deepEqual(ids(phone.messages), [message.message_id, last.message_id]);
  await Promise.all([pen.drop(), phone.drop()]);
});

test('another\'s message id, and the same in another conversation, are refused with 403', async () => {
  const reader = await bot('Reader');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const { user: ben, conversation: bens } = await acquainted('Ben', reader);
  const carl = await person('Carl');
  const { conversation_id: elsewhere } = await ann.api.conversation.createContact(carl.id);
  const ears = await reader.connect();
  const phone = await ann.connect();
  const stranger = await ben.connect();

  const said = await phone.say(conversation, 'mine');
  await ears.message(said.message_id);
  const taken = { ...said, data: 'Ym9v' };
  const byOther = await stranger.request('CREATE_MESSAGE', { ...taken, conversation_id: bens });
  const moved = await phone.request('CREATE_MESSAGE', { ...taken, conversation_id: elsewhere });
  const last = await stranger.say(bens, 'last');
  await ears.message(last.message_id);

  assert.equal(byOther.error.code, 403);
  assert.equal(byOther.error.status, 202);
  assert.equal(moved.error.code, 403);
  assert.deepEqual(ids(ears.messages), [said.message_id, last.message_id]);
  await Promise.all([ears.drop(), phone.drop(), stranger.drop()]);
});

test('ids in capitals name the same message', async () => {
  const reader = await bot('Reader');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const ears = await reader.connect();
  const phone = await ann.connect();
  const id = randomUUID();

  const message = { conversation_id: conversation, category: 'PLAIN_TEXT', data: 'b25l' };
  const loud = await phone.request('CREATE_MESSAGE', { ...message, message_id: id.toUpperCase() });
  const quiet = await phone.request('CREATE_MESSAGE', { ...message, message_id: id });
  const last = await phone.say(conversation.toUpperCase(), 'last');
  await ears.message(last.message_id);

  assert.equal(loud.data.message_id, id.toUpperCase());
  assert.equal(quiet.data.message_id, id);
  assert.equal(quiet.data.created_at, loud.data.created_at);
  assert.deepEqual(ids(ears.messages), [id, last.message_id]);
  await Promise.all([ears.drop(), phone.drop()]);
});
