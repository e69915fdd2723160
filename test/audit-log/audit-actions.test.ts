import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AUDIT_ACTIONS } from '../../src/audit-log/audit-actions.ts';

describe('the actions of the log', () => {
  it('stand in docs/audit-log.md, every one with its meaning and no other', () => {
    const page = readFileSync(fileURLToPath(new URL('../../docs/audit-log.md', import.meta.url)), 'utf8');
    const section = page.split('## Actions')[1]?.split('\n## ')[0] ?? '';
    const rows = [...section.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, action, meaning]) => [action, meaning]);
    expect(rows).toEqual(Object.entries(AUDIT_ACTIONS));
  });
});
