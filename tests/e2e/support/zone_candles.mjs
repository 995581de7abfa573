// A market that makes zones: noise, a narrow base, a run away from it, again and again, up and down by turns so that
// price comes back to what it left. The same numbers in every run.
const kCycle = 60;
const kBase = 3;
const kRun = 5;

/** Uniform in [-1, 1): a small generator of its own, for the same candles everywhere. */
function noise(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/**
 * `count` rows of [open, high, low, close], each opening where the one before closed; a base in every `length` of them.
 */
export function zoneCandles(count, length = kCycle) {
  const random = noise(7);
  const rows = [];
  let price = 100;
  for (let i = 0; i < count; i += 1) {
    const [cycle, phase] = [Math.floor(i / length), i % length];
    const isUp = cycle % 3 !== 1 ? random() > -0.1 : random() > 0.1;
    const run = cycle % 2 === 0 ? 1 : -1;
    const back = (100 - price) * 0.004;
    let move = (isUp ? 0.16 : -0.16) * Math.abs(random()) + back;
    let wick = 0.08;
    if (phase >= length - kRun - kBase && phase < length - kRun) [move, wick] = [random() * 0.01, 0.02];
    if (phase >= length - kRun) [move, wick] = [run * (0.12 + 0.05 * Math.abs(random())), 0.02];
    const [open, close] = [price, price + move];
    const high = Math.max(open, close) + wick * (0.5 + Math.abs(random()) / 2);
    const low = Math.min(open, close) - wick * (0.5 + Math.abs(random()) / 2);
    rows.push([open, high, low, close].map((value) => Number(value.toFixed(3))));
    price = Number(close.toFixed(3));
  }
  return rows;
}
