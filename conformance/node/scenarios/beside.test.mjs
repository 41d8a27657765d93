// What apps and bots ask for beside messages, through the SDK.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { acquainted, bot, hearth, person } from '../support/hearth.mjs';
import { MixinApi } from '@mixin.dev/mixin-node-sdk';

const nobody = MixinApi({ requestConfig: { baseURL: hearth.api } });

test('favourite bots are on one\'s profile for others to see, three at most', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const bots = await Promise.all(['One', 'Two', 'Three', 'Four'].map((name) => bot(name)));

  for (const one of bots.slice(0, 3)) {
    const [added] = [await ann.api.app.favorite(one.id)].flat();
    assert.equal(added.app_id, one.id);
    assert.equal(added.user_id, ann.id);
  }
  await assert.rejects(ann.api.app.favorite(bots[3].id), { code: 20132, status: 202 });
  const seen = await ben.api.app.favorites(ann.id);
  assert.deepEqual(seen.map((one) => one.app_id), bots.slice(0, 3).map((one) => one.id));
  await ann.api.app.unfavorite(bots[1].id);
  await assert.rejects(ann.api.app.favorite(ben.id), { code: 404 });

  assert.deepEqual(
    (await ben.api.app.favorites(ann.id)).map((one) => one.app_id),
    [bots[0].id, bots[2].id],
  );
});

test('currencies come as numbers, to anybody', async () => {
  for (const rates of [await nobody.external.exchangeRates(), await nobody.request({ method: 'get', url: '/fiats' })]) {
    assert.ok(rates.some((one) => one.code === 'USD' && one.rate === 1));
    for (const one of rates) assert.equal(typeof one.rate, 'number');
  }
});

test('there is no PIN to get wrong, no TURN server that nobody set up, no wallet', async () => {
  const ann = await person('Ann');

  assert.deepEqual(await ann.api.user.logs({ category: 'PIN_INCORRECT', limit: 5 }), []);
  assert.deepEqual(await ann.api.request({ method: 'get', url: '/turn' }), []);
  assert.deepEqual(await ann.api.asset.fetchList(), []);
});

test('who is reported is blocked as well', async () => {
  const { user: ben, conversation } = await acquainted('Ben', await person('Ann'));
  const { participants } = await ben.api.conversation.fetch(conversation);
  const ann = participants.find((one) => one.user_id !== ben.id).user_id;

  const reported = await ben.api.request({
    method: 'post',
    url: '/reports',
    data: { user_id: ann, action: 'BLOCK' },
  });

  assert.equal(reported.user_id, ann);
  assert.equal(reported.relationship, 'BLOCKING');
  assert.equal((await ben.api.user.fetch(ann)).relationship, 'BLOCKING');
});

test('a long link gets a short id, under which others find it as it was', async () => {
  const [ann, ben] = await Promise.all([person('Ann'), person('Ben')]);
  const target = `mixin://transfer/${randomUUID()}?memo=%3Cb%3E&amount=1`;

  const { scheme_id } = await ann.api.code.schemes(target);
  const seen = await ben.api.request({ method: 'get', url: `/schemes/${scheme_id}` });

  assert.equal(seen.scheme_id, scheme_id);
  assert.equal(seen.target, target);
  await assert.rejects(ben.api.request({ method: 'get', url: `/schemes/${randomUUID()}` }), { code: 404 });
});

test('what is not here says so', async () => {
  const ann = await person('Ann');
  const { api } = ann;

  await assert.rejects(api.app.fetchList(), { code: 404, status: 202 });
  await assert.rejects(api.app.billing(ann.id), { code: 404 });
  await assert.rejects(api.transfer.fetch(randomUUID()), { code: 404 });
});
