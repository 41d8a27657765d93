// A bot of the first years that sells something: it asks for a payment, hears of it, and pays it back.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { payload } from '../support/device.mjs';
import { asset, bot, issue, person } from '../support/hearth.mjs';

const market = async () => {
  const points = await asset(2);
  const ann = await person('Ann');
  const shop = await bot('Shop');
  await issue(points, ann, '100');
  await ann.api.pin.update('', '123456');
  await shop.api.pin.update('', '654321');
  return { points, ann, shop };
};

test('somebody pays a bot, which hears of it, looks it up and pays it back', async () => {
  const { points, ann, shop } = await market();
  const device = await shop.connect();
  const order = { asset_id: points.asset_id, opponent_id: shop.id, amount: '10.5', trace_id: randomUUID(), memo: 'tea' };
  const asked = await shop.api.payment.request(order);
  assert.deepEqual([asked.status, asked.recipient.user_id, asked.asset.asset_id, asked.amount], ['pending', shop.id, points.asset_id, '10.5']);

  const paid = await ann.api.transfer.toUser('123456', order);

  assert.deepEqual([paid.type, paid.amount, paid.opponent_id, paid.memo, paid.trace_id], ['transfer', '-10.5', shop.id, 'tea', order.trace_id]);
  await device.count(1);
  const [told] = device.messages;
  assert.deepEqual([told.category, told.user_id], ['SYSTEM_ACCOUNT_SNAPSHOT', ann.id]);
  const heard = payload(told);
  assert.deepEqual([heard.amount, heard.counter_user_id, heard.opponent_id, heard.trace_id, heard.memo], ['10.5', ann.id, ann.id, order.trace_id, 'tea']);
  assert.deepEqual([heard.opening_balance, heard.closing_balance], ['0', '10.5']);
  const taken = await shop.api.transfer.snapshot(heard.snapshot_id);
  assert.equal(taken.amount, '10.5');
  assert.deepEqual(await shop.api.transfer.snapshots({ asset: points.asset_id, opponent: ann.id, limit: 1 }), [taken]);
  assert.deepEqual(await shop.api.asset.snapshots(points.asset_id), [taken]);
  assert.deepEqual(await ann.api.transfer.fetch(order.trace_id), paid);
  assert.equal((await shop.api.payment.request(order)).status, 'paid');
  assert.equal((await ann.api.code.fetch(asked.code_id)).status, 'paid');

  const back = await shop.api.transfer.toUser('654321', { asset_id: heard.asset_id, opponent_id: heard.counter_user_id, amount: heard.amount, trace_id: randomUUID() });

  assert.equal(back.closing_balance, '0');
  assert.equal((await ann.api.asset.fetch(points.asset_id)).balance, '100');
  assert.deepEqual(await shop.api.asset.fetchList(), []);
  await device.drop();
});

test('the same transfer is made once, and one that can not be made has its code', async () => {
  const { points, ann, shop } = await market();
  const order = { asset_id: points.asset_id, opponent_id: shop.id, amount: '1', trace_id: randomUUID(), memo: '' };
  const pay = (more, pin = '123456') => ann.api.transfer.toUser(pin, { ...order, trace_id: randomUUID(), ...more });

  const paid = await ann.api.transfer.toUser('123456', order);

  assert.deepEqual(await ann.api.transfer.toUser('123456', order), paid);
  await assert.rejects(pay({ trace_id: order.trace_id, amount: '2' }), { code: 10002 });
  await assert.rejects(pay({ amount: '99.01' }), { code: 20117 });
  await assert.rejects(pay({}, '000000'), { code: 20119 });
  await assert.rejects(pay({ amount: '0.001' }), { code: 20120 });
  await assert.rejects(pay({ opponent_id: ann.id }), { code: 403 });
  await assert.rejects(pay({ opponent_id: randomUUID() }), { code: 404 });
  assert.equal((await ann.api.asset.fetch(points.asset_id)).balance, '99');
});

test('a bot written since 2023 hears of it in its own way', async () => {
  const { points, ann } = await market();
  const shop = await bot('Shop of today', { safe: true });
  const device = await shop.connect();

  await ann.api.transfer.toUser('123456', { asset_id: points.asset_id, opponent_id: shop.id, amount: '1', trace_id: randomUUID(), memo: 'tea' });

  await device.count(1);
  const [told] = device.messages;
  assert.equal(told.category, 'SYSTEM_SAFE_SNAPSHOT');
  const heard = payload(told);
  assert.deepEqual([heard.amount, heard.opponent_id, Buffer.from(heard.memo, 'hex').toString()], ['1', ann.id, 'tea']);
  const taken = await shop.api.safe.fetchSafeSnapshot(heard.snapshot_id);
  assert.deepEqual([taken.amount, taken.memo, taken.request_id], ['1', heard.memo, heard.trace_id]);
  assert.deepEqual(await shop.api.safe.fetchSafeSnapshots({ limit: 1 }), [taken]);
  assert.deepEqual((await shop.api.safe.assets()).map((one) => [one.asset_id, one.balance]), [[points.asset_id, '1']]);
  await device.drop();
});
