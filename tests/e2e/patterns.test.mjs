// Candlestick patterns on the chart: what is marked is what the server found, and it can be asked why.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstSymbol, patterns, volume } from './support/api.mjs';
import { kOnPhone, kPhone } from './support/browser.mjs';
import { isMock, Server } from './support/server.mjs';
import { siteOf } from './support/site.mjs';

const server = new Server({ history: 8_000 });
let symbol;
const site = siteOf(server, {
  ready: async (origin) => (symbol = server.historySymbol ?? (await firstSymbol(origin)).symbol),
});

const marked = async (v) =>
  Number((await v.text('pattern-legend')).match(/([\d,]+) candles/)?.[1].replaceAll(',', '') ?? 0);

/** How many are marked once that stays as it is: a name chosen narrows what is there page by page. */
async function settled(v) {
  let seen = -1;
  let since = Date.now();
  await v.until(async () => {
    const now = await marked(v);
    if (now !== seen) [seen, since] = [now, Date.now()];
    return Date.now() - since > 1_000;
  }, 'as many as before');
  return seen;
}

async function openMarked(hash, options) {
  const v = await site.visit(options);
  await v.open(hash);
  await v.ready();
  await v.until(async () => (await marked(v)) > 0, 'patterns are marked');
  return v;
}

test('an address marks the patterns the server has, and only those sure enough', async () => {
  const v = await openMarked(`#/chart/${symbol}/1m?pat=30`);
  const page = await patterns(site.origin, symbol, '1m', `?min_confidence=30&limit=20000`);
  const held = Number((await v.text('count')).replaceAll(/\D/g, ''));
  const from = Date.now() - (held + 15) * 60_000;
  const expected = new Set(page.patterns.map(({ time }) => Date.parse(time)).filter((time) => time >= from));
  // The window's edge may lie a few minutes beside ours.
  const found = await marked(v);
  assert.ok(Math.abs(found - expected.size) <= 15, `${found} marked, the server has ${expected.size}`);
  await v.shot('patterns');
  await v.page.getByTestId('patterns').click();
  await v.page.getByLabel('Least confidence').fill('45');
  await v.until(() => v.hash.includes('pat=45'), 'the address has the confidence');
  await v.page.keyboard.press('Escape');
  await v.until(async () => (await marked(v)) < found, 'fewer are sure enough');
  await v.close();
});

test('by keyboard from mark to mark, and the card says what, how sure, why and how ordinary', async () => {
  const v = await openMarked(`#/chart/${symbol}/1m?pat=30`);
  await v.page.getByTestId('chart').focus();
  await v.page.keyboard.press(',');
  const card = v.page.getByTestId('pattern-card');
  await card.waitFor();
  const text = await card.innerText();
  const [, date, clock] = /(\d{4}-\d\d-\d\d|\d\d \w{3} \d{4}) (\d\d:\d\d)/.exec(text) ?? [];
  assert.ok(clock, `a time in: ${text}`);
  const time = new Date(`${date} ${clock}Z`);
  const at = await patterns(
    site.origin,
    symbol,
    '1m',
    `?from=${time.getTime()}&to=${time.getTime() + 60_000}&min_confidence=30`,
  );
  assert.ok(at.patterns.length > 0, `the server has patterns at ${time.toISOString()}`);
  const surest = at.patterns.toSorted((a, b) => b.confidence - a.confidence)[0];
  assert.ok(text.includes(surest.title), `${surest.title} in: ${text}`);
  assert.match(text, new RegExp(`${Math.round(surest.confidence)}\\s+${surest.label.replace('_', ' ')}`));
  assert.match(text, /× 0\.8 = /);
  assert.match(text, /Fires [\d.]+ times in 1,000 candles here \(counted over [\d,]+\)/);
  if (!isMock) assert.match(text, /After 5 candles: [+−]?[\d.]+\s%/);
  await v.shot('pattern-card');
  const before = text;
  await v.page.keyboard.press(',');
  await v.until(async () => (await card.innerText()) !== before, 'the mark before it');
  await v.page.keyboard.press('.');
  await v.until(async () => (await card.innerText()) === before, 'and back');
  await v.page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });
  await v.close();
});

test('the pointer over a marked candle shows the same card', async () => {
  const v = await openMarked(`#/chart/${symbol}/1m?pat=0`);
  const box = await v.page.getByTestId('chart').boundingBox();
  const card = v.page.getByTestId('pattern-card');
  for (let x = 0.3; x < 0.9 && (await card.count()) === 0; x += 0.01) {
    await v.page.mouse.move(box.x + box.width * x, box.y + box.height * 0.5);
    await v.page.waitForTimeout(60);
  }
  await card.waitFor();
  await v.close();
});

test('names narrow what is marked, and stand in the address', async () => {
  const v = await openMarked(`#/chart/${symbol}/1m?pat=0`);
  const all = await marked(v);
  await v.page.getByTestId('chart').focus();
  await v.page.keyboard.press('p');
  const dialog = v.page.getByRole('dialog', { name: 'Patterns' });
  await dialog.waitFor();
  await dialog.getByRole('button', { name: 'Only doji' }).click();
  await v.until(() => /pat=0:\w*DOJI/.test(decodeURIComponent(v.hash)), 'names in the address');
  await v.shot('pattern-dialog');
  await v.page.keyboard.press('Escape');
  await v.until(async () => (await marked(v)) < all, 'fewer are marked');
  const hash = v.hash;
  const few = await settled(v);
  await v.page.reload();
  await v.ready();
  await v.until(async () => (await marked(v)) > 0, 'marked again');
  assert.equal(await settled(v), few, 'the same after a reload');
  assert.equal(v.hash, hash);
  await v.page.getByRole('button', { name: 'Mark no patterns' }).click();
  await v.page.getByTestId('pattern-legend').waitFor({ state: 'detached' });
  assert.ok(!v.hash.includes('pat='));
  await v.close();
});

test('a candle that closes brings its patterns at once', async (t) => {
  const live = await firstSymbol(site.origin);
  const v = await openMarked(`#/chart/${live.symbol}/1m?pat=0`);
  const told = () => v.frames.filter((frame) => frame.includes('"pattern_update"')).length;
  // Nearly every candle shows some pattern; three minutes without any would be a fault.
  await v.until(() => told() > 0, 'a pattern is told', 190_000);
  const message = JSON.parse(v.frames.findLast((frame) => frame.includes('"pattern_update"')));
  await v.page.getByTestId('chart').focus();
  await v.page.keyboard.press(',');
  const card = v.page.getByTestId('pattern-card');
  await v.until(async () => {
    const text = await card.innerText();
    return message.data.patterns.some(({ title }) => text.includes(title));
  }, 'the card of the newest mark has it');
  assert.match(await card.innerText(), /Seen when the candle closed/);
  await v.shot('patterns-live');
  t.diagnostic(`${message.data.patterns.length} patterns on the candle`);
  await v.close();
});

test(
  'what the forming candle shows is told, and marked hollow until it closes',
  { skip: isMock },
  async () => {
    const live = (await firstSymbol(site.origin)).symbol;
    const v = await site.visit();
    let page;
    let opened = null;
    let shown = [];
    await v.page.routeWebSocket(/\/ws\/stream/, (socket) => {
      page = socket;
      socket.connectToServer().onMessage((text) => {
        const message = JSON.parse(text);
        const { type, data } = message;
        if (type === 'candle' && data.state === 'forming') opened = data.candle[0];
        // The server's own word on the candle keeps its number and says what this story does.
        if (type === 'pattern_forming') data.patterns = shown;
        socket.send(JSON.stringify(message));
      });
    });
    const say = (patterns) => {
      shown = patterns;
      const time = new Date(opened).toISOString();
      const data = { symbol: live, venue: 'sim', timeframe: '1m', state: 'provisional', time, patterns };
      const envelope = { type: 'pattern_forming', channel: `patterns:${live}:1m`, data };
      page.send(JSON.stringify({ ...envelope, timestamp: new Date().toISOString() }));
    };
    await v.open(`#/chart/${live}/1m?pat=90`);
    await v.ready();
    await v.until(() => opened !== null, 'a candle forms', 60_000);
    const hammer = {
      name: 'CDLHAMMER',
      title: 'Hammer',
      direction: 'bullish',
      value: 100,
      level: 1,
      candles: 1,
    };
    const told = v.page.getByTestId('forming-patterns');
    await v.until(async () => {
      say([hammer]);
      return (await told.count()) === 1;
    }, 'the legend says so');
    assert.match(await told.innerText(), /forming: ▲ Hammer/);
    await v.shot('patterns-forming');
    say([]);
    await told.waitFor({ state: 'detached' });
    await v.close();
  },
);

test('what volume shows is marked, its divergences are lines, and the card tells', async () => {
  const v = await site.visit();
  await v.open(`#/chart/${symbol}/1m?vol=weak`);
  await v.ready();
  const legend = v.page.getByTestId('volume-legend');
  await v.until(
    async () => /[1-9][\d,]* candles marked/.test(await legend.innerText()),
    'findings are marked',
  );
  const answer = await volume(site.origin, symbol, '?timeframe=1m&limit=20000');
  assert.ok(answer.patterns.length > 0);
  const newest = answer.patterns.at(-1);
  await v.page.getByTestId('chart').focus();
  for (let i = 0; i < 400 && (await v.page.getByTestId('pattern-card').count()) === 0; i += 1)
    await v.page.keyboard.press('ArrowLeft');
  const text = await v.page.getByTestId('pattern-card').innerText();
  assert.ok(
    answer.patterns.some(({ title }) => text.includes(title)),
    `a finding of the server, such as ${newest.title}, in: ${text}`,
  );
  await v.shot('volume-marks');
  await v.page.getByTestId('patterns').click();
  await v.page.getByTestId('volume-layer').selectOption('strong');
  await v.until(() => v.hash.includes('vol=strong'), 'the address has the strength');
  await v.page.keyboard.press('Escape');
  await v.page.getByRole('button', { name: 'Mark no volume' }).click();
  await legend.waitFor({ state: 'detached' });
  assert.ok(!v.hash.includes('vol='));
  await v.close();
});

test('the dialog says whether the timeframes agree', { skip: isMock }, async () => {
  const first = (await firstSymbol(site.origin)).symbol;
  const v = await site.visit();
  await v.open(`#/chart/${first}/1m`);
  await v.ready();
  await v.page.keyboard.press('p');
  const line = v.page.getByTestId('agreement');
  await line.waitFor();
  const text = await line.innerText();
  assert.match(text, /no direction|[▲▼◆] (bullish|bearish|neutral), (weak|medium|strong)/);
  for (const timeframe of ['1m', '5m', '15m', '1h', '4h', '1d', '1w'])
    assert.ok(text.includes(timeframe), text);
  await v.shot('pattern-agreement');
  await v.close();
});

test('on a phone: a tap opens the card, and the dialog fits', async () => {
  const v = await openMarked(`#/chart/${symbol}/1m?pat=20`, kOnPhone);
  const box = await v.page.getByTestId('chart').boundingBox();
  const card = v.page.getByTestId('pattern-card');
  for (let x = 0.75; x > 0.1 && (await card.count()) === 0; x -= 0.02) {
    await v.page.touchscreen.tap(box.x + box.width * x, box.y + box.height * 0.45);
    await v.page.waitForTimeout(120);
  }
  await card.waitFor();
  await v.shot('patterns-phone');
  const frame = await card.boundingBox();
  assert.ok(frame.x >= 0 && frame.x + frame.width <= kPhone.width, 'the card is within the screen');
  await v.page.getByTestId('patterns').click();
  await v.page.getByRole('dialog', { name: 'Patterns' }).waitFor();
  await v.shot('pattern-dialog-phone');
  await v.close();
});
