// Who may reach and find whom, as the SDK sets it, and what others then see.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MixinApi } from '@mixin.dev/mixin-node-sdk';
import { ids, payload } from '../support/device.mjs';
import { acquainted, hearth, person } from '../support/hearth.mjs';

test('preferences are the account\'s, on every device', async () => {
  const ann = await person('Ann');
  const tablet = await ann.anotherDevice();

  const changed = await ann.api.user.updatePreferences({
    receive_message_source: 'CONTACTS',
    accept_conversation_source: 'CONTACTS',
    accept_search_source: 'NOBODY',
    fiat_currency: 'EUR',
    transfer_notification_threshold: 5,
    transfer_confirmation_threshold: 100.5,
  });
  const seen = await tablet.api.user.profile();

  assert.equal(seen.session_id, tablet.keystore.session_id);
  for (const field of ['receive_message_source', 'accept_conversation_source', 'accept_search_source', 'fiat_currency',
    'transfer_notification_threshold', 'transfer_confirmation_threshold']) assert.equal(seen[field], changed[field], field);
  assert.equal(seen.fiat_currency, 'EUR');
  assert.equal(seen.transfer_confirmation_threshold, 100.5);
  await assert.rejects(ann.api.user.updatePreferences({ receive_message_source: 'NOBODY' }), { code: 10002, status: 202 });
});

test('who takes messages of contacts only hears no strangers', async () => {
  const ann = await person('Ann');
  const { user: ben, conversation: withBen } = await acquainted('Ben', ann);
  const { user: cleo, conversation: withCleo } = await acquainted('Cleo', ann);
  await ann.api.user.updatePreferences({ receive_message_source: 'CONTACTS' });
  await ann.api.user.updateRelationships({ user_id: cleo.id, action: 'ADD' });
  const [phone, bens, cleos] = await Promise.all([ann, ben, cleo].map((one) => one.connect()));

  await bens.say(withBen, 'You do not know me');
  const said = await cleos.say(withCleo, 'You know me');
  await phone.message(said.message_id);

  assert.deepEqual(ids(phone.messages), [said.message_id]);
  await Promise.all([phone, bens, cleos].map((one) => one.drop()));
});

test('people are found by their number, unless they don\'t want to be', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);

  assert.equal((await ben.api.user.search(ann.number)).user_id, ann.id);
  await assert.rejects(ben.api.user.search('99999999'), { code: 404, status: 202 });
  await assert.rejects(ben.api.user.search('+8613800138000'), { code: 404 });
  await ann.api.user.updatePreferences({ accept_search_source: 'NOBODY' });

  await assert.rejects(ben.api.user.search(ann.number), { code: 404 });
});

test('whom one has blocked stands on a list that is one\'s own', async () => {
  const [ann, ben, cleo] = await Promise.all(['Ann', 'Ben', 'Cleo'].map((name) => person(name)));
  const blocked = async (user) => (await user.api.user.blockings()).map((one) => one.user_id);

  await ann.api.user.updateRelationships({ user_id: ben.id, action: 'BLOCK' });
  await ann.api.user.updateRelationships({ user_id: cleo.id, action: 'BLOCK' });
  assert.deepEqual(new Set(await blocked(ann)), new Set([ben.id, cleo.id]));
  await ann.api.user.updateRelationships({ user_id: ben.id, action: 'UNBLOCK' });

  assert.deepEqual(await blocked(ann), [cleo.id]);
  assert.deepEqual(await blocked(cleo), []);
  assert.equal((await cleo.api.user.fetch(ann.id)).relationship, 'STRANGER', 'nobody learns that they were blocked');
});

test('a code leads to whom it belongs, until it is rotated', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const nobody = MixinApi({ requestConfig: { baseURL: hearth.api } });
  const before = (await ann.api.user.profile()).code_id;

  assert.equal((await ben.api.code.fetch(before)).user_id, ann.id);
  assert.equal((await nobody.code.fetch(before)).user_id, ann.id);
  const { code_id, code_url } = await ann.api.user.rotateCode();

  assert.notEqual(code_id, before);
  assert.ok(code_url.endsWith(code_id));
  assert.equal((await ben.api.code.fetch(code_id)).user_id, ann.id);
  await assert.rejects(ben.api.code.fetch(before), { code: 404 });
});

test('a new name is told to one\'s other devices', async () => {
  const ann = await person('Ann');
  const tablet = await ann.anotherDevice();
  const screen = await tablet.connect();

  await ann.api.user.update('Ann <script>', '');
  const told = await screen.messageOf('SYSTEM_USER');

  assert.deepEqual(payload(told), { action: 'UPDATE', user_id: ann.id });
  assert.equal((await tablet.api.user.profile()).full_name, 'Ann <script>');
  await screen.drop();
});
