// JSON Schema, as far as our OpenAPI document uses it, as TypeScript. Pure: text in, text out.

const kHead = `/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */
`;
const kPrimitives = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

const refName = (ref) => ref.slice(ref.lastIndexOf('/') + 1);
const propertyName = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`);
const literal = (value) => (value === null ? 'null' : `'${value}'`);

/** A type that stands in an array must be bracketed when it is a union. */
const element = (type) => (type.includes(' | ') && !type.endsWith('}') ? `(${type})` : type);

function arrayType(schema, indent) {
  if (schema.prefixItems) {
    return `readonly [${schema.prefixItems.map((item) => typeOf(item, indent)).join(', ')}]`;
  }
  return `${element(typeOf(schema.items, indent))}[]`;
}

function objectType(schema, indent) {
  if (schema.maxProperties === 0) return 'Record<string, never>';
  if (!schema.properties) return `Record<string, ${typeOf(schema.additionalProperties, indent)}>`;
  return `{\n${members(schema, `${indent}  `)}${indent}}`;
}

function members(schema, indent) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties)
    .map(([name, member]) => {
      const note = member.description ? `${indent}/** ${member.description} */\n` : '';
      const mark = required.has(name) ? '' : '?';
      return `${note}${indent}${propertyName(name)}${mark}: ${typeOf(member, indent)};\n`;
    })
    .join('');
}

function typeOf(schema, indent) {
  if (schema.$ref) return refName(schema.$ref);
  if (schema.oneOf) return schema.oneOf.map((option) => typeOf(option, indent)).join(' | ');
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  const types = [schema.type].flat();
  return types
    .map((type) => {
      if (type === 'array') return arrayType(schema, indent);
      if (type === 'object') return objectType(schema, indent);
      if (type in kPrimitives) return kPrimitives[type];
      throw new Error(`no TypeScript for ${JSON.stringify(schema)}`);
    })
    .join(' | ');
}

function declaration(name, schema) {
  const note = schema.description ? `/** ${schema.description} */\n` : '';
  const isInterface = schema.type === 'object' && schema.properties;
  if (isInterface) return `${note}export interface ${name} {\n${members(schema, '  ')}}\n`;
  return `${note}export type ${name} = ${typeOf(schema, '')};\n`;
}

/** Names of the schemas that a part of the document refers to, also by way of other schemas. */
function referred(part, schemas, found = new Set()) {
  if (Array.isArray(part)) for (const item of part) referred(item, schemas, found);
  else if (part !== null && typeof part === 'object') {
    for (const [key, value] of Object.entries(part)) {
      if (key !== '$ref') referred(value, schemas, found);
      else if (!found.has(refName(value)))
        referred(schemas[refName(value)], schemas, found.add(refName(value)));
    }
  }
  return found;
}

/** Modules by the tags of the operations that alone speak of what stands there, besides the stream. */
const kFamilies = {
  activation_types: ['activation'],
  alert_types: ['alerts'],
  analysis_types: ['analysis'],
  backtest_types: ['backtests'],
  intelligence_types: ['intelligence'],
  operation_types: ['operation', 'quality'],
  trading_types: ['trading'],
};
/** What several families speak of, and what only the stream does: modules look up this way alone, stream, family, shared. */
const kShared = 'shared_types';
const kStream = 'stream_types';

/** The module of each schema. */
function modulesOf(document) {
  const { schemas } = document.components;
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const of = (isWanted) =>
    referred(
      operations.filter((operation) => isWanted(operation.tags[0])),
      schemas,
    );
  const modules = new Map(Object.keys(schemas).map((name) => [name, kStream]));
  for (const name of of((tag) => tag !== 'stream')) modules.set(name, kShared);
  for (const [module, tags] of Object.entries(kFamilies)) {
    const rest = of((tag) => !tags.includes(tag) && tag !== 'stream');
    for (const name of of((tag) => tags.includes(tag))) if (!rest.has(name)) modules.set(name, module);
  }
  return (name) => modules.get(name);
}

function moduleText(schemas, here, moduleOf) {
  const own = Object.entries(schemas).filter(([name]) => moduleOf(name) === here);
  const names = new Map();
  const parts = own.map(([, schema]) => schema);
  for (const name of [...referred(parts, {})].sort()) {
    const module = moduleOf(name);
    if (module !== here) names.set(module, [...(names.get(module) ?? []), name]);
  }
  const imports = [...names]
    .sort()
    .map(([module, list]) => `import type { ${list.join(', ')} } from './${module}';\n`)
    .join('');
  return `${imports}\n${own.map(([name, schema]) => declaration(name, schema)).join('\n')}`;
}

/** The modules with a declaration for every schema of the document, in its order; types.ts gives all of them. */
export function typesOf(document) {
  const { schemas } = document.components;
  const moduleOf = modulesOf(document);
  const modules = [kShared, ...Object.keys(kFamilies), kStream];
  const texts = Object.fromEntries(
    modules.map((module) => [module, kHead + moduleText(schemas, module, moduleOf)]),
  );
  return { ...texts, types: kHead + modules.map((module) => `export type * from './${module}';\n`).join('') };
}
