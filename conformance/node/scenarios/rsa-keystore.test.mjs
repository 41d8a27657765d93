// Keystores from before Ed25519. The SDK itself signs with Ed25519 only, so the token is made here
// as clients of that time made it: RS512 over a PKCS#1 or PKCS#8 key.
import assert from 'node:assert/strict';
import { createHash, randomUUID, sign } from 'node:crypto';
import { test } from 'node:test';
import { textOf } from '../support/device.mjs';
import { bot, hearth, person } from '../support/hearth.mjs';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const token = ({ client_id, session_id, private_key }, method, target, body = '') => {
  const seconds = Math.floor(Date.now() / 1000);
  const claims = {
    uid: client_id,
    sid: session_id,
    iat: seconds,
    exp: seconds + 600,
    jti: randomUUID(),
    sig: createHash('sha256').update(method + target + body).digest('hex'),
  };
  const signed = `${part({ alg: 'RS512', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${sign('sha512', Buffer.from(signed), private_key).toString('base64url')}`;
};

const ask = async (keystore, method, target, value) => {
  const body = value === undefined ? undefined : JSON.stringify(value);
  const id = randomUUID();
  const answer = await fetch(hearth.api + target, {
    method,
    body,
    headers: {
      Authorization: `Bearer ${token(keystore, method, target, body)}`,
      'Content-Type': 'application/json',
      'X-Request-Id': id,
    },
  });
  assert.equal(answer.headers.get('x-request-id'), id);
  return answer.json();
};

test('a bot with an RSA keystore uses the HTTP API', async () => {
  const old = await bot('Old bot', { rsa: true });
  const ann = await person('Ann');
  const phone = await ann.connect();
  const keystore = old.legacyKeystore;
  assert.match(keystore.private_key, /^-----BEGIN (RSA )?PRIVATE KEY-----/);

  const me = await ask(keystore, 'GET', '/me');
  assert.equal(me.data.user_id, old.id);
  const opened = await ask(keystore, 'POST', '/conversations', {
    category: 'CONTACT',
    conversation_id: (await ann.api.conversation.createContact(old.id)).conversation_id,
    participants: [{ user_id: ann.id }],
  });
  const message_id = randomUUID();
  const sent = await ask(keystore, 'POST', '/messages', {
    conversation_id: opened.data.conversation_id,
    recipient_id: ann.id,
    message_id,
    category: 'PLAIN_TEXT',
    data: Buffer.from('From another time').toString('base64'),
  });

  assert.equal(sent.error, undefined);
  const heard = await phone.message(message_id);
  assert.equal(textOf(heard), 'From another time');
  assert.equal(heard.user_id, old.id);
  await phone.drop();
});

test('its token is bound to method, path and body', async () => {
  const old = await bot('Old bot', { rsa: true });
  const send = (target, header) =>
    fetch(hearth.api + target, { headers: { Authorization: `Bearer ${header}` } }).then((one) => one.json());

  const elsewhere = await send('/friends', token(old.legacyKeystore, 'GET', '/me'));
  const otherMethod = await send('/me', token(old.legacyKeystore, 'POST', '/me'));
  const right = await send('/friends', token(old.legacyKeystore, 'GET', '/friends'));

  assert.equal(elsewhere.error.code, 401);
  assert.equal(otherMethod.error.code, 401);
  assert.deepEqual(right.data, []);
});

test('a session of an RSA key has no key to encrypt to', async () => {
  const old = await bot('Old bot', { rsa: true });
  const ann = await person('Ann');

  const [session] = await ann.api.request({ method: 'post', url: '/sessions/fetch', data: [old.id] });

  assert.equal(session.session_id, old.legacyKeystore.session_id);
  assert.equal(session.public_key, '');
});
