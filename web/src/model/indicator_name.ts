import type { IndicatorInfo } from '../api/types';

/** An indicator with its parameters filled in: "RSI:period=14" in URLs and requests. */
export interface IndicatorChoice {
  id: string;
  /** By parameter name, as far as given. */
  parameters: Record<string, number>;
}

/** Reads "NAME" or "NAME:p=v,p=v"; null when it is not of that form. */
export function parseChoice(text: string): IndicatorChoice | null {
  const match = /^([A-Za-z][A-Za-z0-9_]*)(?::(.+))?$/.exec(text.trim());
  if (match === null) return null;
  const parameters: Record<string, number> = {};
  for (const pair of match[2]?.split(',') ?? []) {
    const [name, value, ...rest] = pair.split('=');
    const number = Number(value);
    const isGood = rest.length === 0 && !!name && /^[a-z][a-z0-9_]*$/.test(name) && value !== '';
    if (!isGood || !Number.isFinite(number)) return null;
    parameters[name!] = number;
  }
  return { id: match[1]!.toUpperCase(), parameters };
}

/** Reads a ';'-separated list; what cannot be read and what stands there twice is left out. */
export function parseChoices(text: string): IndicatorChoice[] {
  const choices = text.split(';').flatMap((part) => parseChoice(part) ?? []);
  const seen = new Set<string>();
  return choices.filter((choice) => {
    const key = choiceText(choice);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** The text of a choice, parameters in the order they stand in it. */
export function choiceText(choice: IndicatorChoice): string {
  const pairs = Object.entries(choice.parameters).map(([name, value]) => `${name}=${value}`);
  return pairs.length > 0 ? `${choice.id}:${pairs.join(',')}` : choice.id;
}

/**
 * The choice with the parameters of the catalogue row, in the row's order: the server's canonical form, which leaves
 * out options at their default. Values out of range are moved to the nearest allowed one, unknown parameters dropped.
 */
export function complete(choice: IndicatorChoice, info: IndicatorInfo): IndicatorChoice {
  const parameters: Record<string, number> = {};
  for (const parameter of info.parameters) {
    const given = choice.parameters[parameter.name] ?? parameter.default;
    const whole = parameter.integer ? Math.round(given) : given;
    const value = Math.min(parameter.max, Math.max(parameter.min, whole));
    if (parameter.option && value === parameter.default) continue;
    parameters[parameter.name] = value;
  }
  return { id: info.id, parameters };
}

/** "RSI 14", "MACD 12 26 9": for people. */
export function shortTitle(choice: IndicatorChoice): string {
  return [choice.id, ...Object.values(choice.parameters)].join(' ');
}
