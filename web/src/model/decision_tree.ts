import type { ConfluenceFactor, DecisionTrace } from '../api/types';
import { formatChange, formatPrice, formatTime, minus } from './format';
import { spaced } from './signal_table';

/** passed and failed: of what was asked; skipped: not asked, or does not apply; none: nothing to pass. */
export type Outcome = 'passed' | 'failed' | 'skipped' | 'none';

/** One line of a trace, and what it rests on. */
export interface TraceLine {
  /** Within its parent. */
  key: string;
  outcome: Outcome;
  text: string;
  figures: string;
  children: TraceLine[];
}

type Gate = DecisionTrace['gates'][number];

/** "+0.250", "−0.100": three decimals, so that what is added can be added by eye. */
export const signed = (value: number) => formatChange(value, 3);
const plain = (value: number) => formatPrice(value, 3);

/** What a gate asks, and its figures in a unit of their own. */
const kGates: Record<string, { text: string; unit: (value: number) => string }> = {
  data: { text: 'The data is good', unit: (value) => value.toFixed(0) },
  warm_up: { text: 'Enough history', unit: (value) => value.toFixed(0) },
  direction: { text: 'The score points somewhere', unit: plain },
  structure: { text: 'Structure does not point the other way', unit: plain },
  confluence: { text: 'Reasons agree on the price', unit: plain },
  entry_filters: { text: 'Entry filters', unit: (value) => `${Math.round(value * 100)}\u202f%` },
  confidence: { text: 'Confidence', unit: (value) => `${value.toFixed(1)}\u202f%` },
  risk_reward: { text: 'Reward for the risk', unit: (value) => value.toFixed(2) },
  repeat: { text: 'The side may signal again', unit: (value) => `${value.toFixed(0)}\u202fmin` },
};

const gateText = (name: string) => kGates[name]?.text ?? spaced(name);
const inUnit = (name: string, value: number) => minus((kGates[name]?.unit ?? plain)(value));

function line(
  key: string,
  text: string,
  figures: string,
  outcome: Outcome = 'none',
  children: TraceLine[] = [],
): TraceLine {
  return { key, outcome, text, figures, children };
}

/** The gates in the order they are asked, each with what its value was made of. */
export function gateLines(trace: DecisionTrace, decimals: number): TraceLine[] {
  return trace.gates.map((gate) => {
    const outcome = !gate.asked ? 'skipped' : gate.passed ? 'passed' : 'failed';
    return line(gate.name, gateText(gate.name), gateFigures(gate), outcome, partsOf(gate, trace, decimals));
  });
}

function gateFigures(gate: Gate): string {
  if (!gate.asked) return 'not asked';
  const { name, value, threshold, margin } = gate;
  const sign = margin > 0 ? '+' : '';
  return `${inUnit(name, value)}, needs ${inUnit(name, threshold)}, margin ${sign}${inUnit(name, margin)}`;
}

function partsOf(gate: Gate, trace: DecisionTrace, decimals: number): TraceLine[] {
  if (gate.name === 'direction') return readingLines(trace);
  if (gate.name === 'confluence') return factorLines(trace, decimals);
  if (gate.name === 'data') return [line('state', 'State of the data', trace.data)];
  if (!gate.asked) return [];
  if (gate.name === 'entry_filters') return filterLines(trace);
  if (gate.name === 'confidence') return confidenceLines(trace);
  return gate.name === 'risk_reward' ? planLines(trace, decimals) : [];
}

/** The readings, whose contributions sum to the score. */
function readingLines(trace: DecisionTrace): TraceLine[] {
  const lines = trace.readings.map((reading) =>
    line(
      reading.name,
      spaced(reading.name),
      reading.known
        ? `${signed(reading.value)} × weight ${plain(reading.weight)} = ${signed(reading.contribution)}`
        : 'not known yet',
      reading.known ? 'none' : 'skipped',
      reading.timeframes.map(({ timeframe, known, value }) =>
        line(timeframe, timeframe, known ? signed(value) : 'not known yet', known ? 'none' : 'skipped'),
      ),
    ),
  );
  const sum = trace.readings.reduce((total, { contribution }) => total + contribution, 0);
  return [...lines, sumLine(sum, trace.score, signed)];
}

/** The factors and the bonus, which sum to the confluence. */
function factorLines(trace: DecisionTrace, decimals: number): TraceLine[] {
  const { factors, bonus, score, against } = trace.confluence;
  if (factors.length === 0 && score === 0 && against === 0) return [];
  const lines = factors.map((factor, i) => factorLine(factor, i, decimals));
  if (bonus > 0) lines.push(line('bonus', 'Fibonacci level at a zone', signed(bonus)));
  const sum = factors.reduce((total, { contribution }) => total + contribution, bonus);
  return [
    ...lines,
    sumLine(sum, score, plain),
    line('against', 'Of the other side, for comparison', plain(against)),
  ];
}

function factorLine(factor: ConfluenceFactor, i: number, decimals: number): TraceLine {
  const { type, timeframe, weight, contribution, strength, confidence, freshness, finding } = factor;
  const parts = [
    line(
      'weight',
      'weight × strength × confidence × freshness',
      [weight, strength, confidence, freshness].map(plain).join(' × '),
    ),
    line('price', 'at', formatPrice(factor.price, decimals)),
    line('finding', findingText(finding), `known ${formatTime(Date.parse(finding.known_at))}`),
  ];
  return line(`${i}`, `${spaced(type)}, ${timeframe}`, signed(contribution), 'none', parts);
}

function findingText({ source, kind, zone }: ConfluenceFactor['finding']): string {
  const name = kind === '' ? source : `${source}: ${spaced(kind)}`;
  return zone === undefined
    ? name
    : `${name}, ${zone.status}, ${zone.tests} ${zone.tests === 1 ? 'test' : 'tests'}`;
}

function sumLine(sum: number, total: number, write: (value: number) => string): TraceLine {
  const isSame = Math.abs(sum - total) < 1e-9;
  return isSame
    ? line('sum', 'Sum, the score', write(total))
    : line('sum', 'The parts do not sum to the score', `${write(sum)}, not ${write(total)}`, 'failed');
}

function filterLines(trace: DecisionTrace): TraceLine[] {
  return trace.entry_filters.map(({ name, state, value, threshold }) =>
    state === 'not_applicable'
      ? line(name, spaced(name), 'does not apply', 'skipped')
      : line(name, spaced(name), minus(`${short(value)}, needs ${short(threshold)}`), state),
  );
}
const short = (value: number) => `${Number(value.toFixed(3))}`;

function confidenceLines(trace: DecisionTrace): TraceLine[] {
  const parts = Object.entries(trace.confidence).filter(([name]) => name !== 'value');
  return parts.map(([name, value]) => line(name, spaced(name), short(value)));
}

function planLines(trace: DecisionTrace, decimals: number): TraceLine[] {
  const { plan } = trace;
  if (plan === null) return [];
  const price = (value: number) => formatPrice(value, decimals);
  const targets = plan.targets.map(price).join(', ');
  return [
    line('entry', 'Entry', price(plan.entry)),
    line('stop', plan.stop_at_level ? 'Stop, beyond a level' : 'Stop, by volatility', price(plan.stop)),
    line('target', plan.target_at_level ? 'Targets, at levels' : 'Target, by the risk', targets),
    line('risk', 'Risk of equity', `${short(plan.risk_percent)}\u202f%`),
    line('size', 'Position of that risk', `${(plan.size_hint * 100).toFixed(0)}\u202f% of equity`),
  ];
}

/** What it comes to, in a sentence. */
export function verdictText(trace: DecisionTrace): string {
  if (trace.verdict === 'signal') return `Signal: ${spaced(trace.type)}`;
  const failed = trace.gates.filter(({ asked, passed }) => asked && !passed).map(({ name }) => name);
  const leaning = trace.leaning === 'neutral' ? '' : `, though the score alone says ${spaced(trace.leaning)}`;
  return failed.length === 0
    ? `No signal${leaning}`
    : `No signal: ${failed.map(spaced).join(', ')} failed${leaning}`;
}

/** The nearest change that would flip the outcome, in sentences. */
export function changeTexts(trace: DecisionTrace): string[] {
  const had = trace.verdict === 'signal';
  return trace.nearest_change.map(({ gate, from, to, readings }) => {
    const [is, needs] = [inUnit(gate, from), inUnit(gate, to)];
    if (had) return `${gateText(gate)}: it was ${is}; under ${needs} there would have been no signal.`;
    const alone = readings.map(
      (reading) => `${spaced(reading.name)} from ${signed(reading.from)} to ${signed(reading.to)}`,
    );
    const how = alone.length === 0 ? '' : ` Alone would do: ${alone.join(', or ')}.`;
    return `${gateText(gate)}: it was ${is}, and needs ${needs}.${how}`;
  });
}

/** What decided, so that the same can be decided again. */
export function versionText({ versions }: DecisionTrace): string {
  const { decision, structure, zones, configuration, weights, weights_outcomes } = versions;
  const measured = weights === 'measured' ? ` from ${weights_outcomes} outcomes` : '';
  return `Logic ${decision}, structure ${structure}, zones ${zones}; configuration ${configuration}; ${weights} weights${measured}.`;
}
