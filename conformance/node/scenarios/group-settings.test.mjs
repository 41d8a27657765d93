// What the SDK changes about a group or a contact's conversation, and what the others then see.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { payload } from '../support/device.mjs';
import { person } from '../support/hearth.mjs';

const NEVER = '0001-01-01T00:00:00Z';

/** A group of Ann, who owns it, and Ben, who listens. */
const pair = async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const id = randomUUID();
  const group = await ann.api.conversation.createGroup(id, 'Sunday walk', [{ user_id: ben.id }]);
  const phone = await ben.connect();
  await phone.change('CREATE');
  return { id, group, ann, ben, phone };
};

test('name and announcement are what the others then read', async () => {
  const { id, ann, ben, phone } = await pair();

  await ann.api.conversation.updateGroupInfo(id, { name: 'Monday run', announcement: 'At <b>six</b> 🏃' });
  const told = await phone.change('UPDATE');

  assert.equal(told.conversation_id, id);
  const seen = await ben.api.conversation.fetch(id);
  assert.equal(seen.name, 'Monday run');
  assert.equal(seen.announcement, 'At <b>six</b> 🏃');
  await assert.rejects(ben.api.conversation.updateGroupInfo(id, { name: 'Mine' }), { code: 403, status: 202 });
  assert.equal((await ann.api.conversation.fetch(id)).name, 'Monday run');
  await phone.drop();
});

test('a rotated code lets people in, the one before does not', async () => {
  const { id, group, ann, ben, phone } = await pair();
  const dora = await person('Dora');

  const { code_id, code_url } = await ann.api.conversation.resetGroupCode(id);
  assert.notEqual(code_id, group.code_id);
  assert.ok(code_url.endsWith(code_id));
  assert.equal((await dora.api.code.fetch(code_id)).name, 'Sunday walk');
  await assert.rejects(dora.api.code.fetch(group.code_id), { code: 404 });
  await assert.rejects(dora.api.conversation.joinGroup(group.code_id), { code: 404 });
  await dora.api.conversation.joinGroup(code_id);

  assert.equal(payload(await phone.change('JOIN', dora.id)).participant_id, dora.id);
  const { participants } = await ben.api.conversation.fetch(id);
  assert.ok(participants.some((one) => one.user_id === dora.id));
  await assert.rejects(ben.api.conversation.resetGroupCode(id), { code: 403 });
  await phone.drop();
});

test('a role given and taken is told to everybody, and is worth something', async () => {
  const { id, ann, ben, phone } = await pair();
  const [cleo, dora] = await Promise.all([person('Cleo'), person('Dora')]);
  await assert.rejects(ben.api.conversation.addParticipants(id, [cleo.id]), { code: 403 });

  await ann.api.conversation.setAdmin(id, [ben.id]);
  assert.equal(payload(await phone.change('ROLE', ben.id)).role, 'ADMIN');
  await ben.api.conversation.addParticipants(id, [cleo.id]);
  await phone.change('ADD', cleo.id);
  await ann.api.conversation.revokeAdmin(id, [ben.id]);
  await assert.rejects(ben.api.conversation.addParticipants(id, [dora.id]), { code: 403 });

  const seen = await cleo.api.conversation.fetch(id);
  assert.equal(seen.participants.find((one) => one.user_id === ben.id).role, '');
  await phone.drop();
});

test('who exits hears nothing more, and the others are told', async () => {
  const { id, ann, ben, phone } = await pair();
  const walls = await ann.connect();

  await ben.api.conversation.exitGroup(id);
  assert.equal(payload(await walls.change('EXIT', ben.id)).participant_id, ben.id);
  await walls.say(id, 'Now that we are alone');
  const { conversation_id } = await ann.api.conversation.createContact(ben.id);
  const said = await walls.say(conversation_id, 'Why did you go?');
  await phone.message(said.message_id);

  assert.deepEqual(phone.messages.map((one) => one.message_id), [said.message_id]);
  assert.deepEqual((await ann.api.conversation.fetch(id)).participants.map((one) => one.user_id), [ann.id]);
  await Promise.all([phone.drop(), walls.drop()]);
});

test('a group is muted for oneself, on all one\'s devices', async () => {
  const { id, ann, ben, phone } = await pair();
  const tablet = await ben.anotherDevice();
  const screen = await tablet.connect();

  const muted = await ben.api.conversation.mute(id, 3600);
  await screen.change('UPDATE');

  const seconds = (Date.parse(muted.mute_until) - Date.now()) / 1000;
  assert.ok(seconds > 3500 && seconds < 3700, `${seconds} s`);
  assert.equal((await tablet.api.conversation.fetch(id)).mute_until, muted.mute_until);
  assert.equal((await ann.api.conversation.fetch(id)).mute_until, NEVER);
  assert.equal((await ben.api.conversation.unmute(id)).mute_until, NEVER);
  await assert.rejects(ben.api.conversation.mute(randomUUID(), 60), { code: 403 });
  await Promise.all([phone.drop(), screen.drop()]);
});

test('what is said in a disappearing conversation carries its time', async () => {
  const { id, ann, ben, phone } = await pair();
  const pen = await ann.connect();

  const changed = await ann.api.conversation.disappearDuration(id, 600);
  assert.equal(changed.expire_in, 600);
  assert.equal(payload(await phone.change('EXPIRE')).expire_in, 600);
  const fleeting = await pen.say(id, 'Read this quickly');
  const lasting = await pen.say(id, 'Keep this', { expire_in: 0 });

  assert.equal((await phone.message(fleeting.message_id)).expire_in, 600);
  assert.equal((await phone.message(lasting.message_id)).expire_in, 0);
  await assert.rejects(ben.api.conversation.disappearDuration(id, 0), { code: 403 });
  assert.equal((await ann.api.conversation.disappearDuration(id, 0)).expire_in, 0);
  await Promise.all([phone.drop(), pen.drop()]);
});
