import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { payload } from '../support/device.mjs';
import { bot, person } from '../support/hearth.mjs';

/** A group of Ann (owner), Ben, Cleo and a bot, everybody connected. */
const gathering = async () => {
  const helper = await bot('Helper');
  const [ann, ben, cleo] = await Promise.all(['Ann', 'Ben', 'Cleo'].map((name) => person(name)));
  const id = randomUUID();
  const group = await ann.api.conversation.createGroup(id, 'Sunday walk', [
    { user_id: ben.id },
    { user_id: cleo.id },
    { user_id: helper.id },
  ]);
  const users = { ann, ben, cleo, helper };
  const devices = {};
  for (const [name, user] of Object.entries(users)) devices[name] = await user.connect();
  return {
    id,
    group,
    ...users,
    devices,
    all: Object.values(devices),
    leave: () => Promise.all(Object.values(devices).map((one) => one.drop())),
  };
};

test('a group made through the SDK: what one says, every other gets once', async () => {
  const { id, group, ann, ben, cleo, helper, devices, leave } = await gathering();
  assert.equal(group.conversation_id, id);
  assert.equal(group.category, 'GROUP');
  assert.equal(group.name, 'Sunday walk');
  assert.equal(group.creator_id, ann.id);
  assert.deepEqual(
    new Map(group.participants.map((one) => [one.user_id, one.role])),
    new Map([[ann.id, 'OWNER'], [ben.id, ''], [cleo.id, ''], [helper.id, '']]),
  );

  const said = await devices.ben.say(id, 'Who comes along?');
  for (const name of ['ann', 'cleo', 'helper']) {
    const heard = await devices[name].message(said.message_id);
    assert.equal(heard.conversation_id, id);
    assert.equal(heard.user_id, ben.id);
  }
  const answer = await devices.helper.say(id, 'All of you');
  for (const name of ['ann', 'ben', 'cleo']) await devices[name].message(answer.message_id);

  const seen = (device) => device.messages.map((one) => one.message_id);
  assert.deepEqual(seen(devices.ann), [said.message_id, answer.message_id]);
  assert.deepEqual(seen(devices.ben), [answer.message_id]);
  assert.deepEqual(seen(devices.helper), [said.message_id]);
  await leave();
});

test('who made the group and who was added is told to everybody', async () => {
  const { id, ann, ben, devices, all, leave } = await gathering();

  const created = await devices.ben.change('CREATE');
  assert.equal(created.conversation_id, id);
  assert.equal(payload(created).user_id, ann.id);

  const dora = await person('Dora');
  const grown = await ann.api.conversation.addParticipants(id, [dora.id]);
  assert.ok(grown.participants.some((one) => one.user_id === dora.id));
  for (const device of all) {
    const added = payload(await device.change('ADD', dora.id));
    assert.equal(added.user_id, ann.id);
  }

  const hers = await dora.connect();
  const said = await devices.ben.say(id, 'Welcome, Dora');
  assert.equal((await hers.message(said.message_id)).user_id, ben.id);
  await hers.drop();
  await leave();
});

test('who is removed gets nothing more and may say nothing more', async () => {
  const { id, ann, cleo, devices, leave } = await gathering();

  const shrunk = await ann.api.conversation.removeParticipants(id, [cleo.id]);
  assert.ok(!shrunk.participants.some((one) => one.user_id === cleo.id));
  for (const name of ['ann', 'ben', 'cleo', 'helper']) await devices[name].change('REMOVE', cleo.id);
  const secret = await devices.ben.say(id, 'A surprise for Cleo');
  await devices.helper.message(secret.message_id);
  const refused = await devices.cleo.request('CREATE_MESSAGE', {
    conversation_id: id,
    message_id: randomUUID(),
    category: 'PLAIN_TEXT',
    data: 'aGk=',
  });

  assert.equal(refused.error.code, 403);
  const again = await ann.api.conversation.addParticipants(id, [cleo.id]);
  assert.ok(again.participants.some((one) => one.user_id === cleo.id));
  const after = await devices.ben.say(id, 'Hello again');
  await devices.cleo.message(after.message_id);
  assert.ok(!devices.cleo.messages.some((one) => one.message_id === secret.message_id));
  await leave();
});

test('only the owner names admins, only owner and admins add people', async () => {
  const { id, ann, ben, cleo, devices, leave } = await gathering();
  const dora = await person('Dora');

  await assert.rejects(ben.api.conversation.addParticipants(id, [dora.id]), { code: 403 });
  await assert.rejects(ben.api.conversation.setAdmin(id, [ben.id]), { code: 403 });
  await ann.api.conversation.setAdmin(id, [ben.id]);
  const role = payload(await devices.cleo.change('ROLE', ben.id));
  assert.equal(role.role, 'ADMIN');
  await ben.api.conversation.addParticipants(id, [dora.id]);
  await ann.api.conversation.revokeAdmin(id, [ben.id]);
  await assert.rejects(ben.api.conversation.removeParticipants(id, [dora.id]), { code: 403 });

  const roles = new Map(
    (await cleo.api.conversation.fetch(id)).participants.map((one) => [one.user_id, one.role]),
  );
  assert.equal(roles.get(ann.id), 'OWNER');
  assert.equal(roles.get(ben.id), '');
  assert.equal(roles.get(dora.id), '');
  await leave();
});

test('somebody joins by the group\'s code, and leaves', async () => {
  const { id, group, devices, all, leave } = await gathering();
  const dora = await person('Dora');

  const joined = await dora.api.conversation.joinGroup(group.code_id);
  assert.equal(joined.conversation_id, id);
  for (const device of all) await device.change('JOIN', dora.id);
  await dora.api.conversation.exitGroup(id);
  for (const device of all) await device.change('EXIT', dora.id);

  const left = await devices.ann.user.api.conversation.fetch(id);
  assert.ok(!left.participants.some((one) => one.user_id === dora.id));
  await leave();
});

test('a group message with a recipient goes to that member only', async () => {
  const { id, helper, devices, leave } = await gathering();

  const whispered = await devices.ben.say(id, '@7000 what is the weather like?', { recipient_id: helper.id });
  await devices.helper.message(whispered.message_id);
  const loud = await devices.ben.say(id, 'I asked the helper');

  for (const name of ['ann', 'cleo']) {
    await devices[name].message(loud.message_id);
    assert.ok(!devices[name].messages.some((one) => one.message_id === whispered.message_id), name);
  }
  await leave();
});
