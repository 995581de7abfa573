import { expect, it } from 'vitest';
import { generate } from '../../scripts/generate_types.mjs';

const files = import.meta.glob<string>('./*types.ts', { query: '?raw', import: 'default', eager: true });

it('has the types that openapi.json makes: else npm run types', async () => {
  const nameOf = (path: string) => path.slice('./'.length, -'.ts'.length);
  const held = Object.fromEntries(Object.entries(files).map(([path, text]) => [nameOf(path), text]));
  expect(held).toEqual(await generate());
});
