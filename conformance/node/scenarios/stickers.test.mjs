// Stickers, as apps use them: the SDK has no methods of its own for them but its request() and sendSticker().
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { payload } from '../support/device.mjs';
import { acquainted, bot, person } from '../support/hearth.mjs';
import { picture } from '../support/picture.mjs';

const get = (user, url) => user.api.request({ method: 'get', url });
const post = (user, url, data) => user.api.request({ method: 'post', url, data });

const keep = (user, bytes) => post(user, '/stickers/favorite/add', { data_base64: bytes.toString('base64url') });

/** The ids in the user's own album. */
const kept = async (user) => {
  const own = (await get(user, '/stickers/albums')).find((one) => one.category === 'PERSONAL');
  return own ? (await get(user, `/stickers/albums/${own.album_id}`)).map((one) => one.sticker_id) : [];
};

test('a sticker that a bot makes is shown by who gets it, and kept', async () => {
  const painter = await bot('Painter');
  const { user: ann } = await acquainted('Ann', painter);
  const phone = await ann.connect();
  const bytes = picture(200);

  const made = await keep(painter, bytes);
  const sent = await painter.api.message.sendSticker(ann.id, { sticker_id: made.sticker_id });
  const { sticker_id } = payload(await phone.message(sent.message_id));
  const shown = await get(ann, `/stickers/${sticker_id}`);
  const image = await fetch(shown.asset_url);

  assert.equal(shown.asset_type, 'png');
  assert.deepEqual([shown.asset_width, shown.asset_height], [200, 200]);
  assert.equal(image.status, 200);
  assert.equal(image.headers.get('content-type'), 'image/png');
  assert.equal(image.headers.get('x-content-type-options'), 'nosniff');
  assert.ok(bytes.equals(Buffer.from(await image.arrayBuffer())));
  assert.deepEqual(await kept(ann), []);
  await post(ann, '/stickers/favorite/add', { sticker_id });
  assert.deepEqual(await kept(ann), [sticker_id]);
  await phone.drop();
});

test('one\'s own album is the same on every device, and nobody else\'s', async () => {
  const [ann, eve] = await Promise.all([person('Ann'), person('Eve')]);
  const tablet = await ann.anotherDevice();
  const first = await keep(ann, picture(128));
  const second = await keep(ann, picture(256));

  assert.deepEqual(new Set(await kept(tablet)), new Set([first.sticker_id, second.sticker_id]));
  const own = (await get(ann, '/stickers/albums')).find((one) => one.category === 'PERSONAL');
  assert.equal(own.user_id, ann.id);
  await assert.rejects(get(eve, `/stickers/albums/${own.album_id}`), { code: 404, status: 202 });
  await assert.rejects(get(eve, `/albums/${own.album_id}`), { code: 404 });
  await post(tablet, '/stickers/favorite/remove', [first.sticker_id]);

  assert.deepEqual(await kept(ann), [second.sticker_id]);
  assert.deepEqual(await kept(eve), []);
});

test('what is no picture, or too small or large a one, is no sticker', async () => {
  const ann = await person('Ann');
  const invalid = { code: 10002, status: 202 };

  await assert.rejects(keep(ann, Buffer.from(`<svg onload="alert(1)">${'x'.repeat(2000)}</svg>`)), invalid);
  await assert.rejects(keep(ann, picture(100)), invalid);
  await assert.rejects(keep(ann, picture(128).subarray(0, 500)), invalid);
  await assert.rejects(post(ann, '/stickers/favorite/add', {}), invalid);
  await assert.rejects(post(ann, '/stickers/favorite/add', { sticker_id: randomUUID() }), { code: 404 });

  assert.deepEqual(await kept(ann), []);
});
