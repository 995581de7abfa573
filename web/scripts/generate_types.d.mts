/** The text of src/api/types.ts as src/api/openapi.json makes it. */
export function generate(): Promise<string>;
