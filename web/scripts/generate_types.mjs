// Writes src/api/types.ts from src/api/openapi.json: npm run types.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { typesOf } from './typescript.mjs';

const source = new URL('../src/api/openapi.json', import.meta.url);
const target = new URL('../src/api/types.ts', import.meta.url);

export async function generate() {
  const options = await resolveConfig(target);
  return format(typesOf(JSON.parse(readFileSync(source, 'utf8'))), { ...options, parser: 'typescript' });
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(target, await generate());
