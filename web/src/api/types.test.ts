import { expect, it } from 'vitest';
import { generate } from '../../scripts/generate_types.mjs';
import analysis from './analysis_types.ts?raw';
import trading from './trading_types.ts?raw';
import types from './types.ts?raw';

it('has the types that openapi.json makes: else npm run types', async () => {
  expect({ analysis_types: analysis, trading_types: trading, types }).toEqual(await generate());
});
