import type { Alert, AlertCondition, AlertRule, TimeframeName } from '../api/types';
import { kConditionForms, type ConditionType } from './alert_condition';
import { templateFault } from './alert_template';
import type { Faults } from './form_faults';

/** A rule while it is written: numbers as typed, lists as chosen, of every kind of condition at once. */
export interface RuleDraft {
  name: string;
  /** '' = all instruments */
  symbol: string;
  /** '' = any */
  timeframe: TimeframeName | '';
  type: ConditionType;
  numbers: Partial<Record<string, number | null>>;
  lists: Partial<Record<string, readonly string[]>>;
  direction: NonNullable<AlertCondition['direction']> | null;
  when: 'enters' | 'leaves';
  repeat: Alert['repeat'];
  cooldown: number | null;
  /** "2026-11-27T12:00", UTC; '' = never */
  expires: string;
  message: string;
  body: string;
  webhooks: readonly string[];
  enabled: boolean;
}

export const kRepeats: readonly [Alert['repeat'], string][] = [
  ['once_per_candle', 'once a candle'],
  ['once', 'once, then no more'],
  ['always', 'every time'],
];

export function newDraft(symbol: string | null): RuleDraft {
  return {
    name: '',
    symbol: symbol ?? '',
    timeframe: '',
    type: 'price_cross',
    numbers: {},
    lists: {},
    direction: 'either',
    when: 'enters',
    repeat: 'once_per_candle',
    cooldown: 0,
    expires: '',
    message: '',
    body: '',
    webhooks: [],
    enabled: true,
  };
}

export function draftOf(alert: Alert): RuleDraft {
  const { condition } = alert;
  const form = kConditionForms[condition.type];
  return {
    name: alert.name,
    symbol: alert.symbol ?? '',
    timeframe: alert.timeframe ?? '',
    type: condition.type,
    numbers: Object.fromEntries(form.numbers.map(({ name }) => [name, condition[name] ?? null])),
    lists: Object.fromEntries(form.lists.map(({ name }) => [name, condition[name] ?? []])),
    direction: condition.direction ?? null,
    when: condition.when ?? 'enters',
    repeat: alert.repeat,
    cooldown: alert.cooldown_s,
    expires: alert.expires_at?.slice(0, 16) ?? '',
    message: alert.message ?? '',
    body: alert.body ?? '',
    webhooks: alert.webhooks,
    enabled: alert.enabled,
  };
}

/** Another kind of condition: what it has in common with the one before stays. */
export function withType(draft: RuleDraft, type: ConditionType): RuleDraft {
  const { directions } = kConditionForms[type];
  const isKnown = directions.some(([value]) => value === draft.direction);
  return { ...draft, type, direction: isKnown ? draft.direction : (directions[0]?.[0] ?? null) };
}

export function conditionOf(draft: RuleDraft): AlertCondition {
  const form = kConditionForms[draft.type];
  const numbers = form.numbers.flatMap(({ name }) => {
    const value = draft.numbers[name];
    return value == null ? [] : [[name, value]];
  });
  const lists = form.lists.map(({ name }) => [name, draft.lists[name] ?? []]);
  return {
    type: draft.type,
    ...Object.fromEntries([...numbers, ...lists]),
    ...(form.directions.length > 0 ? { direction: draft.direction } : {}),
    ...(form.whens.length > 0 ? { when: draft.when } : {}),
  };
}

/** As it is sent; what is left empty is null, so that it also takes the place of what stood there. */
export function ruleOf(draft: RuleDraft): AlertRule {
  return {
    name: draft.name.trim(),
    symbol: draft.symbol === '' ? null : draft.symbol,
    timeframe: draft.timeframe === '' ? null : draft.timeframe,
    condition: conditionOf(draft),
    repeat: draft.repeat,
    cooldown_s: draft.cooldown ?? 0,
    expires_at: draft.expires === '' ? null : `${draft.expires}:00Z`,
    message: draft.message.trim() === '' ? null : draft.message,
    body: draft.body.trim() === '' ? null : draft.body,
    webhooks: [...draft.webhooks],
    enabled: draft.enabled,
  };
}

/** What can be told without the server, which checks everything again. */
export function faultsOf(draft: RuleDraft): Faults {
  const faults: Record<string, string> = {};
  if (draft.name.trim() === '') faults['name'] = 'A rule needs a name.';
  for (const { name, isNeeded, unit, max } of kConditionForms[draft.type].numbers) {
    const value = draft.numbers[name] ?? null;
    const place = `condition.${name}`;
    if (value === null) {
      if (isNeeded) faults[place] = 'This number is needed.';
    } else if (value < 0 || (isNeeded && value === 0)) faults[place] = 'This must be above 0.';
    else if (value > max) faults[place] = `This must be at most ${max.toLocaleString('en-US')}.`;
    else if (unit === 'candles' && !Number.isInteger(value)) faults[place] = 'Whole candles only.';
  }
  const { low, high } = draft.numbers;
  if (draft.type === 'price_range' && low != null && high != null && low >= high)
    faults['condition.low'] ??= 'Low must be below high.';
  if (draft.cooldown !== null && (draft.cooldown < 0 || !Number.isInteger(draft.cooldown)))
    faults['cooldown_s'] = 'Whole seconds, 0 or more.';
  for (const name of ['message', 'body'] as const) {
    const fault = templateFault(draft[name]);
    if (fault !== null) faults[name] = fault;
  }
  return faults;
}

/** The field of the form that the server's "condition.names[2]" or "message:14" is about. */
export function fieldOf(place: string): string {
  return place.replace(/[[:].*$/, '');
}
