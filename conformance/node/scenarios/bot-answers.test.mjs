import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { textOf } from '../support/device.mjs';
import { acquainted, bot, hearth, User } from '../support/hearth.mjs';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

test('a bot gets what a person writes and answers over HTTP', async () => {
  const echo = await bot('Parrot');
  const { user: ann, conversation } = await acquainted('Ann', echo);
  const ears = await echo.connect();
  const phone = await ann.connect();

  const said = await phone.say(conversation, 'Hello, parrot: 你好 🦜');
  const heard = await ears.message(said.message_id);
  await echo.api.message.sendText(heard.user_id, textOf(heard));
  const answer = await phone.messageSaying('Hello, parrot: 你好 🦜');

  assert.equal(answer.user_id, echo.id);
  assert.equal(answer.conversation_id, conversation);
  await Promise.all([ears.drop(), phone.drop()]);
});

test('a bot answers over Blaze, by the SDK\'s sendRaw', async () => {
  const echo = await bot('Parrot on the line');
  const { user: ann, conversation } = await acquainted('Ann', echo);
  const ears = await echo.connect();
  const phone = await ann.connect();

  await phone.say(conversation, 'ping');
  const heard = await ears.messageSaying('ping');
  await ears.say(heard.conversation_id, 'pong', { recipient_id: heard.user_id });

  assert.equal((await phone.messageSaying('pong')).user_id, echo.id);
  await Promise.all([ears.drop(), phone.drop()]);
});

test('a pushed message has every field, in the form all clients read', async () => {
  const reader = await bot('Reader');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const ears = await reader.connect();
  const phone = await ann.connect();
  const quoted = await phone.say(conversation, 'first');

  const said = await phone.say(conversation, 'second?', {
    quote_message_id: quoted.message_id,
    silent: true,
    status: 'MessageStatus.sending',
    mentions: null,
  });
  const heard = await ears.message(said.message_id);

  const { created_at, updated_at, ...rest } = heard;
  assert.deepEqual(rest, {
    type: 'message',
    representative_id: '',
    quote_message_id: quoted.message_id,
    conversation_id: conversation,
    user_id: ann.id,
    session_id: ann.keystore.session_id,
    message_id: said.message_id,
    category: 'PLAIN_TEXT',
    data: 'c2Vjb25kPw==',
    data_base64: 'c2Vjb25kPw',
    status: 'SENT',
    source: 'CREATE_MESSAGE',
    silent: true,
    expire_in: 0,
  });
  assert.match(created_at, TIME);
  assert.equal(updated_at, created_at);
  await Promise.all([ears.drop(), phone.drop()]);
});

test('a person\'s own device learns that the server has a message, a bot gets a bare answer', async () => {
  const other = await bot('Other');
  const { user: ann, conversation } = await acquainted('Ann', other);
  const ears = await other.connect();
  const phone = await ann.connect();
  const message_id = randomUUID();
  const message = { conversation_id: conversation, message_id, category: 'PLAIN_TEXT', data_base64: 'aGk' };

  const told = await phone.request('CREATE_MESSAGE', message);
  const answered = await ears.request('CREATE_MESSAGE', { ...message, message_id: randomUUID() });

  assert.equal(told.data.message_id, message_id);
  assert.equal(told.data.status, 'SENT');
  assert.equal(told.data.category, '');
  assert.equal(told.data.conversation_id, '');
  assert.deepEqual(Object.keys(answered).sort(), ['action', 'id']);
  await Promise.all([ears.drop(), phone.drop()]);
});

test('base64 of every alphabet reaches the other side as the same bytes', async () => {
  const reader = await bot('Reader');
  const { user: ann, conversation } = await acquainted('Ann', reader);
  const ears = await reader.connect();
  const phone = await ann.connect();
  const bytes = Buffer.from('fbefbe3e3f3efbff00ffee'.repeat(9), 'hex');
  const wrapped = bytes.toString('base64').replace(/.{60}/g, '$&\n') + '\n';

  for (const form of [
    { data: bytes.toString('base64') },
    { data: bytes.toString('base64url') },
    { data: wrapped },
    { data_base64: bytes.toString('base64url') },
    { data_base64: bytes.toString('base64') },
    { data: null, data_base64: bytes.toString('base64url') },
  ]) {
    const said = await phone.say(conversation, '', { data: undefined, ...form });
    const heard = await ears.message(said.message_id);
    assert.equal(heard.data, bytes.toString('base64'), JSON.stringify(form));
    assert.equal(heard.data_base64, bytes.toString('base64url'), JSON.stringify(form));
  }
  await Promise.all([ears.drop(), phone.drop()]);
});

test('Alice of `hearth dev` says something, and Echo answers', async () => {
  const [alice] = hearth.people.map((one) => new User(one));
  const [echo] = hearth.bots;
  const { conversation_id } = await alice.api.conversation.createContact(echo.user_id);
  const phone = await alice.connect();
  const text = `Are you there? ${randomUUID()}`;

  await phone.say(conversation_id, text);
  const answer = await phone.until(
    () => phone.messages.find((one) => one.user_id === echo.user_id && textOf(one).includes(text)),
    'answer by Echo',
  );

  assert.equal(answer.conversation_id, conversation_id);
  await phone.acknowledgeAll(phone.messages);
  await phone.drop();
});
