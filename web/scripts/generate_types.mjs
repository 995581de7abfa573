// Writes src/api/types.ts and the modules beside it from src/api/openapi.json: npm run types.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { typesOf } from './typescript.mjs';

const source = new URL('../src/api/openapi.json', import.meta.url);
const target = (name) => new URL(`../src/api/${name}.ts`, import.meta.url);

/** The text of each file by its name. */
export async function generate() {
  const modules = typesOf(JSON.parse(readFileSync(source, 'utf8')));
  const texts = {};
  for (const [name, text] of Object.entries(modules)) {
    const options = await resolveConfig(target(name));
    texts[name] = await format(text, { ...options, parser: 'typescript' });
  }
  return texts;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const [name, text] of Object.entries(await generate())) writeFileSync(target(name), text);
}
