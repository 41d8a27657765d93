// Attachments: uploaded as the SDK does it, downloaded by another client.
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { payload } from '../support/device.mjs';
import { acquainted, bot, person } from '../support/hearth.mjs';

const bytesAt = async (url, headers = {}) => {
  const answer = await fetch(url, { headers });
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
};

test('what a bot uploads, the person it is sent to downloads byte for byte', async () => {
  const writer = await bot('Painter');
  const { user: ann } = await acquainted('Ann', writer);
  const phone = await ann.connect();
  const picture = randomBytes(3_000_000);

  const { attachment_id } = await writer.api.attachment.upload(picture);
  const sent = await writer.api.message.sendImage(ann.id, {
    attachment_id,
    mime_type: 'image/png',
    size: picture.length,
    width: 640,
    height: 480,
    thumbnail: '',
  });
  const heard = payload(await phone.message(sent.message_id));
  const { view_url, created_at, upload_url } = await ann.api.attachment.fetch(heard.attachment_id);
  const { answer, bytes } = await bytesAt(view_url);

  assert.equal(heard.attachment_id, attachment_id);
  assert.ok(Date.parse(created_at) > 0);
  assert.ok(!upload_url, 'it is uploaded, and not hers');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-length'), `${picture.length}`);
  assert.equal(answer.headers.get('content-encoding'), null);
  assert.ok(answer.headers.get('etag'));
  assert.ok(picture.equals(bytes));
  await phone.drop();
});

test('part of it can be had, and nothing of it runs as a page of the server\'s', async () => {
  const ann = await person('Ann');
  const page = Buffer.from('<html><script>alert(document.cookie)</script></html>');

  const { view_url } = await ann.api.attachment.upload(page);
  const whole = await bytesAt(view_url);
  const part = await bytesAt(view_url, { Range: 'bytes=6-13' });
  const again = await fetch(view_url, { headers: { 'If-None-Match': whole.answer.headers.get('etag') } });

  assert.equal(whole.answer.headers.get('content-type'), 'application/octet-stream');
  assert.equal(whole.answer.headers.get('x-content-type-options'), 'nosniff');
  assert.match(whole.answer.headers.get('content-disposition'), /^attachment/);
  assert.equal(part.answer.status, 206);
  assert.equal(part.answer.headers.get('content-range'), `bytes 6-13/${page.length}`);
  assert.equal(part.bytes.toString(), '<script>');
  assert.equal(again.status, 304);
});

test('the same bytes may be uploaded again, others not', async () => {
  const ann = await person('Ann');
  const { upload_url, attachment_id } = await ann.api.attachment.create();
  // As apps do it: with an ACL that means nothing here, and without a token.
  const put = (body) =>
    fetch(upload_url, {
      method: 'PUT',
      body,
      headers: { 'x-amz-acl': 'public-read', 'Content-Type': 'application/octet-stream' },
    });

  assert.equal((await put('mine')).status, 200);
  assert.equal((await put('mine')).status, 200);
  assert.equal((await put('yours')).status, 409);

  const { view_url } = await ann.api.attachment.fetch(attachment_id);
  assert.equal((await bytesAt(view_url)).bytes.toString(), 'mine');
});

test('what is not uploaded is not there, and an address that was tampered with is none', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const empty = await ann.api.attachment.create();

  await assert.rejects(ben.api.attachment.fetch(empty.attachment_id), { code: 404, status: 202 });
  await assert.rejects(ben.api.attachment.fetch(randomUUID()), { code: 404 });
  assert.equal((await fetch(empty.view_url)).status, 404);
  const { view_url } = await ann.api.attachment.upload(Buffer.from('secret'));
  const { attachment_id: other } = await ben.api.attachment.upload(Buffer.from('other'));
  const { attachment_id } = await ann.api.attachment.create();
  for (const forged of [
    view_url.slice(0, -1) + (view_url.endsWith('A') ? 'B' : 'A'),
    view_url.replace(/[0-9a-f-]{36}/, other),
    view_url.replace(/[0-9a-f-]{36}/, '..%2f..%2f..%2fetc%2fpasswd'),
    view_url.replace(/\/[^/]*$/, ''),
  ]) {
    const answer = await fetch(forged);
    assert.ok([403, 404].includes(answer.status), `${answer.status} for ${forged}`);
  }
  const another = empty.upload_url.replace(empty.attachment_id, attachment_id);
  assert.notEqual(another, empty.upload_url);
  assert.equal((await fetch(another, { method: 'PUT', body: 'forged' })).status, 403);
});

test('a large file goes through whole', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const film = randomBytes(32 << 20);
  const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

  const { attachment_id } = await ann.api.attachment.upload(film);
  const { view_url } = await ben.api.attachment.fetch(attachment_id);

  assert.equal(digest((await bytesAt(view_url)).bytes), digest(film));
});
