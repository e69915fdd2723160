// `npm run schemas`: writes the JSON Schemas that are generated from the code. test/pipeline/json-schemas.test.ts, test/persons/json-schemas.test.ts and test/lims/schemas.test.ts fail while one is stale.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limsSchemas } from '../dist/lims/targets/json-schemas.js';
import { personSchemas } from '../dist/persons/json-schemas.js';
import { publishedSchemas } from '../dist/pipeline/definition/json-schemas.js';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const { path, text } of [...publishedSchemas(), ...personSchemas(), ...limsSchemas()]) {
  writeFileSync(join(root, path), text);
  console.log(path);
}
