import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { limsMessage, limsMessageSchema } from '../../src/lims/lims-message.ts';
import { limsSchemas } from '../../src/lims/targets/json-schemas.ts';
import { sampleDispatch } from './sample-dispatch.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

it.each(limsSchemas())('$path is what the code says (else: npm run schemas)', ({ path, text }) => {
  expect(JSON.parse(readFileSync(`${root}${path}`, 'utf8'))).toEqual(JSON.parse(text));
});

it('a message is of its closed schema, and the same bytes every time', () => {
  const text = limsMessage(sampleDispatch());
  expect(limsMessageSchema.parse(JSON.parse(text)).results).toHaveLength(sampleDispatch().rows.length);
  expect(limsMessage(sampleDispatch())).toBe(text);
});
