// Each kind of message that the SDK has a method for, and what the other side then gets.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ids, payload, textOf } from '../support/device.mjs';
import { acquainted, bot, person } from '../support/hearth.mjs';

const talk = async () => {
  const writer = await bot('Writer');
  const { user: ann, conversation } = await acquainted('Ann', writer);
  return { writer, ann, conversation, phone: await ann.connect() };
};

test('text, Markdown, files, contacts, places and buttons arrive as they were sent', async () => {
  const { writer, ann, phone } = await talk();
  const { message } = writer.api;
  const attachment = { attachment_id: randomUUID(), mime_type: 'image/jpeg', size: 9, width: 1, height: 1, thumbnail: '' };
  const buttons = [
    { label: 'Go', color: '#00AAFF', action: 'https://hearth.test/?a=1&b=2' },
    { label: '<script>', color: '#FF0000', action: 'input:help' },
  ];

  const sent = [
    await message.sendText(ann.id, 'tëxt 🔥 <script>alert(1)</script>'),
    await message.sendPost(ann.id, '# Post\n\n*with* [links](https://hearth.test)'),
    await message.sendSticker(ann.id, { sticker_id: randomUUID(), name: 'eyes', album_id: randomUUID() }),
    await message.sendImage(ann.id, attachment),
    await message.sendAudio(ann.id, { ...attachment, mime_type: 'audio/ogg', duration: 1, wave_form: '' }),
    await message.sendVideo(ann.id, { ...attachment, mime_type: 'video/mp4', duration: 1 }),
    await message.sendFile(ann.id, { ...attachment, name: '../../etc/passwd', mime_type: 'application/pdf' }),
    await message.sendContact(ann.id, { user_id: writer.id }),
    await message.sendLocation(ann.id, { longitude: 1.5, latitude: 2.5, name: 'Here' }),
    await message.sendLive(ann.id, { width: 1, height: 1, thumb_url: 'https://a', url: 'https://b' }),
    await message.sendAppButton(ann.id, buttons),
  ];
  await phone.count(sent.length);

  assert.deepEqual(
    phone.messages.map((one) => [one.message_id, one.category, one.data_base64, one.user_id, one.session_id]),
    sent.map((one) => [one.message_id, one.category, one.data_base64, writer.id, writer.keystore.session_id]),
  );
  await phone.drop();
});

test('an attachment in the spelling of the first years can be read by today\'s clients', async () => {
  const { writer, ann, phone } = await talk();
  const old = { attachment_id: randomUUID(), mine_type: 'application/pdf', size: 1024, name: 'ten pages.pdf' };

  const sent = await writer.api.message.sendFile(ann.id, old);
  const heard = await phone.message(sent.message_id);

  assert.deepEqual(payload(heard), { ...old, mime_type: 'application/pdf' });
  await phone.drop();
});

test('a card is completed with the bot it comes from, and otherwise stays as it is', async () => {
  const { writer, ann, phone } = await talk();
  const old = { icon_url: 'https://a', title: 'T', description: 'D', action: 'https://b', shareable: false };
  const today = {
    app_id: writer.id,
    cover_url: 'https://a',
    title: 'T & <b>',
    description: 'D',
    actions: [{ label: 'Go', color: '#00AAFF', action: 'https://b' }],
    shareable: true,
    updated_at: '2020-01-02T03:04:05Z',
  };
  const { app } = await ann.api.user.fetch(writer.id);

  const first = await phone.message((await writer.api.message.sendAppCard(ann.id, old)).message_id);
  const second = await phone.message((await writer.api.message.sendAppCard(ann.id, today)).message_id);

  assert.deepEqual(payload(first), { ...old, app_id: writer.id, updated_at: app.updated_at });
  assert.deepEqual(payload(second), today);
  await phone.drop();
});

test('what no client could show is refused, and nobody gets it', async () => {
  const { writer, ann, phone } = await talk();
  const { message } = writer.api;
  const invalid = { code: 10002, status: 202 };
  const button = { label: 'Go', color: '#00AAFF', action: 'https://b' };

  await assert.rejects(message.sendAppButton(ann.id, []), invalid);
  await assert.rejects(message.sendAppButton(ann.id, Array(19).fill(button)), invalid);
  await assert.rejects(message.sendAppButton(ann.id, [{ ...button, color: 'url(https://b)' }]), invalid);
  await assert.rejects(message.sendAppCard(ann.id, {}), invalid);
  await assert.rejects(message.sendRecall(ann.id, { message_id: 'all of them' }), invalid);
  await assert.rejects(message.sendMsg(ann.id, 'ENCRYPTED_TEXT', 'not sealed at all'), invalid);
  await assert.rejects(message.sendMsg(ann.id, 'SYSTEM_CONVERSATION', { action: 'EXIT' }), { code: 403 });
  await assert.rejects(message.sendMsg(ann.id, 'SIGNAL_TEXT', 'a'), { code: 403 });
  const honest = await message.sendText(ann.id, 'sorry');
  await phone.message(honest.message_id);

  assert.deepEqual(ids(phone.messages), [honest.message_id]);
  await phone.drop();
});

test('a recalled message is taken back from who has it, and never reaches who has not', async () => {
  const { writer, ann, phone } = await talk();
  const tablet = await ann.anotherDevice();
  const secret = await writer.api.message.sendText(ann.id, 'the password is 1234');
  await phone.message(secret.message_id);

  const recall = await writer.api.message.sendRecall(ann.id, { message_id: secret.message_id });
  const after = await writer.api.message.sendText(ann.id, 'forget it');
  const told = await phone.message(recall.message_id);
  const late = await tablet.connect();
  await late.message(after.message_id);

  assert.equal(told.category, 'MESSAGE_RECALL');
  assert.deepEqual(payload(told), { message_id: secret.message_id });
  assert.deepEqual(ids(late.messages), [recall.message_id, after.message_id]);
  assert.ok(!late.messages.some((one) => textOf(one).includes('1234')));
  await Promise.all([phone.drop(), late.drop()]);
});

test('in a group, nobody but its owner and admins takes back what others said', async () => {
  const [ann, ben, cleo] = await Promise.all(['Ann', 'Ben', 'Cleo'].map((name) => person(name)));
  const group = randomUUID();
  await ann.api.conversation.createGroup(group, 'Sunday walk', [{ user_id: ben.id }, { user_id: cleo.id }]);
  const [anns, bens, cleos] = await Promise.all([ann, ben, cleo].map((one) => one.connect()));
  const take = (device, message) =>
    device.say(group, JSON.stringify({ message_id: message.message_id }), { category: 'MESSAGE_RECALL' });

  const hers = await cleos.say(group, 'I am late');
  await bens.message(hers.message_id);
  await assert.rejects(take(bens, hers), { code: 403 });
  const recall = await take(anns, hers);

  assert.deepEqual(payload(await cleos.message(recall.message_id)), { message_id: hers.message_id });
  assert.deepEqual(payload(await bens.message(recall.message_id)), { message_id: hers.message_id });
  assert.equal(bens.messages.filter((one) => one.category === 'MESSAGE_RECALL').length, 1);
  await Promise.all([anns, bens, cleos].map((one) => one.drop()));
});

test('pins arrive as they were made', async () => {
  const { writer, ann, phone } = await talk();
  const text = await writer.api.message.sendText(ann.id, 'Opening hours: 9 to 5');
  const pin = { action: 'PIN', message_ids: [text.message_id] };

  const sent = await writer.api.message.sendMsg(ann.id, 'MESSAGE_PIN', pin);

  assert.deepEqual(payload(await phone.message(sent.message_id)), pin);
  await phone.drop();
});

test('quote, silence, representative and time to live go along', async () => {
  const writer = await bot('Voice', { represent: true });
  const { user: ann, conversation } = await acquainted('Ann', writer);
  const phone = await ann.connect();
  const first = await writer.api.message.sendText(ann.id, 'first');
  const wanted = {
    quote_message_id: first.message_id,
    representative_id: ann.id,
    silent: true,
    expire_in: 60,
  };
  const message_id = randomUUID();

  await writer.api.message.sendOne({
    conversation_id: conversation,
    recipient_id: ann.id,
    message_id,
    category: 'PLAIN_TEXT',
    data_base64: 'aGk',
    ...wanted,
  });
  const { quote_message_id, representative_id, silent, expire_in } = await phone.message(message_id);

  assert.deepEqual({ quote_message_id, representative_id, silent, expire_in }, wanted);
  const usurper = await bot('Usurper');
  const { conversation_id } = await usurper.api.conversation.createContact(ann.id);
  const forged = { conversation_id, message_id: randomUUID(), category: 'PLAIN_TEXT', data_base64: 'aGk', representative_id: writer.id };
  await assert.rejects(usurper.api.message.sendOne(forged), { code: 403 });
  await phone.drop();
});

test('a call rings at the other end under its own action', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const { conversation_id } = await ann.api.conversation.createContact(ben.id);
  const [anns, bens] = await Promise.all([ann.connect(), ben.connect()]);
  const offer = Buffer.from('{"sdp":"v=0","type":"offer"}').toString('base64');
  const params = { conversation_id, recipient_id: ben.id, message_id: randomUUID(), category: 'WEBRTC_AUDIO_OFFER', data: offer };

  const reply = await anns.request('CREATE_CALL', params);
  const ringing = await bens.message(params.message_id);
  const group = await anns.request('CREATE_KRAKEN', { ...params, message_id: randomUUID(), category: 'KRAKEN_PUBLISH' });

  assert.equal(reply.error, undefined);
  assert.equal(ringing.category, 'WEBRTC_AUDIO_OFFER');
  assert.equal(ringing.data, offer);
  assert.equal(group.error.code, 403);
  await Promise.all([anns.drop(), bens.drop()]);
});
