import { expect, it } from 'vitest';
import { generate } from '../../scripts/generate_types.mjs';
import current from './types.ts?raw';

it('has the types that openapi.json makes: else npm run types', async () => {
  expect(current).toBe(await generate());
});
