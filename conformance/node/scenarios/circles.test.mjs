// Circles through the SDK, and what the same user's other device then sees.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { payload } from '../support/device.mjs';
import { person } from '../support/hearth.mjs';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Ann on her phone and her tablet, and a group and a contact of hers. */
const arrange = async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const tablet = await ann.anotherDevice();
  const { conversation_id: contact } = await ann.api.conversation.createContact(ben.id);
  const group = randomUUID();
  await ann.api.conversation.createGroup(group, 'Rowing', [{ user_id: ben.id }]);
  return { ann, ben, tablet, contact, group };
};

/** What was said of circles on this device, in order. */
const told = (device) => device.messages.filter((one) => one.category === 'SYSTEM_CIRCLE').map(payload);

const heard = (device, count) =>
  device.until(() => told(device).length >= count, () => `${count} changes of circles, only ${told(device).length}`);

test('a circle is made, renamed and deleted, and the other device is told each time', async () => {
  const { ann, tablet } = await arrange();
  const screen = await tablet.connect();
  const phone = await ann.connect();

  const circle = await ann.api.circle.create('Sports');
  assert.equal(circle.name, 'Sports');
  assert.equal(circle.user_id, ann.id);
  assert.deepEqual(await tablet.api.circle.fetchList(), [circle]);
  const renamed = await ann.api.circle.update(circle.circle_id, 'Games & <b>sports</b>');
  assert.deepEqual(await tablet.api.circle.fetch(circle.circle_id), renamed);
  assert.equal(renamed.name, 'Games & <b>sports</b>');
  await ann.api.circle.delete(circle.circle_id);
  assert.deepEqual(await tablet.api.circle.fetchList(), []);
  await assert.rejects(tablet.api.circle.fetch(circle.circle_id), { code: 404, status: 202 });

  await heard(screen, 3);
  assert.deepEqual(
    told(screen).map(({ action, circle_id }) => [action, circle_id]),
    ['CREATE', 'UPDATE', 'DELETE'].map((action) => [action, circle.circle_id]),
  );
  for (const one of screen.messages) assert.equal(one.user_id, NOBODY);
  assert.deepEqual(told(phone), [], 'who did it knows');
  await Promise.all([screen.drop(), phone.drop()]);
});

test('a contact and a group go into a circle and out of it again', async () => {
  const { ann, ben, tablet, contact, group } = await arrange();
  const screen = await tablet.connect();
  const { circle_id } = await ann.api.circle.create('Sports');
  const { circle } = ann.api;

  await circle.addUser(ben.id, circle_id);
  await circle.addConversation(group, circle_id);
  const inside = await tablet.api.circle.conversations(circle_id, { limit: 10 });
  assert.deepEqual(
    inside.map((one) => [one.conversation_id, one.user_id]),
    [[contact, ben.id], [group, null]],
  );
  const after = await tablet.api.circle.conversations(circle_id, { offset: inside[0].created_at });
  assert.deepEqual(after, [inside[1]]);
  const shown = await tablet.api.conversation.fetch(group);
  assert.deepEqual(shown.circles.map((one) => one.circle_id), [circle_id]);
  const toBen = await ben.api.conversation.fetch(group);
  assert.deepEqual(toBen.circles, [], 'nobody sees the circles of others');
  await circle.removeUser(ben.id, circle_id);
  await circle.removeConversation(group, circle_id);
  assert.deepEqual(await tablet.api.circle.conversations(circle_id, {}), []);

  await heard(screen, 5);
  assert.deepEqual(
    told(screen).map(({ action, conversation_id, user_id }) => [action, conversation_id, user_id]),
    [
      ['CREATE', undefined, undefined],
      ['ADD', contact, ben.id],
      ['ADD', group, undefined],
      ['REMOVE', contact, ben.id],
      ['REMOVE', group, undefined],
    ],
  );
  await screen.drop();
});

test('a circle of somebody else, and a conversation one is not in, are out of reach', async () => {
  const { ann, ben, group } = await arrange();
  const eve = await person('Eve');
  const { circle_id } = await ann.api.circle.create('Private');
  const own = await eve.api.circle.create('Own');

  await assert.rejects(eve.api.circle.fetch(circle_id), { code: 404 });
  await assert.rejects(eve.api.circle.update(circle_id, 'Mine now'), { code: 404 });
  await assert.rejects(eve.api.circle.delete(circle_id), { code: 404 });
  await assert.rejects(eve.api.circle.addUser(ben.id, circle_id), { status: 202 });
  await assert.rejects(eve.api.circle.addConversation(group, own.circle_id), { code: 403 });

  assert.equal((await ann.api.circle.fetch(circle_id)).name, 'Private');
  assert.deepEqual(await ann.api.circle.conversations(circle_id, {}), []);
});
