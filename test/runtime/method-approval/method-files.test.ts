import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { methodStatusText } from '../../../src/outputs/method-approvals.ts';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { readEntries } from '../../../src/runtime/audit-log/read-entries.ts';
import { useStoreKey } from '../../../src/runtime/audit-log/store-key.ts';
import type { Shelf } from '../../../src/runtime/disk/draft.ts';
import { loadMethod } from '../../../src/runtime/method/load-method.ts';
import { approveMethod } from '../../../src/runtime/method-approval/approve-method.ts';
import { approvalOfResult, methodStepsIn } from '../../../src/runtime/method-approval/read-method-steps.ts';
import { shelfHere } from '../audit-log/log-here.ts';
import { enrolmentOf, hash, newPair, personNamed, type TestPerson } from '../audit-log/signed-store.ts';

const shipped = fileURLToPath(new URL('../../cli/fixtures/new-user/', import.meta.url));
const MATRIX = 'FSC-A,CD3-A\n1,0\n0.02,1\n';

let folder: string;
let shelf: Shelf;
let approver: TestPerson;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-method-files-'));
  for (const name of ['pipeline.yaml', 'specification.yaml']) cpSync(join(shipped, name), join(folder, name));
  const pipeline = readFileSync(join(folder, 'pipeline.yaml'), 'utf8');
  writeFileSync(join(folder, 'pipeline.yaml'), pipeline.replace('{ from: none }', '{ from: matrix, file: spillover.csv }'));
  writeFileSync(join(folder, 'spillover.csv'), MATRIX);
  shelf = shelfHere();
  approver = personNamed('Ada Approver');
  await appendEntry(shelf, enrolmentOf(shelf, approver, await useStoreKey(shelf, newPair())));
});

async function approve(reason = 'VAL-7') {
  const method = await loadMethod(join(folder, 'pipeline.yaml'), null, shelf.disk);
  const signer = { keyId: approver.file.keyId, sign: approver.pair.sign };
  return approveMethod(shelf, { method, from: null, reason, retrospective: null, signer });
}

/** Why a result by the method as it now lies in the folder has no approval; `null` = it has one. */
async function whyNone() {
  const { definition, definitionSha256, revisions, methodFiles } = await loadMethod(join(folder, 'pipeline.yaml'), null, shelf.disk);
  const [revision] = revisions;
  const files = methodFiles.filter(({ kind }) => kind === 'spillover').map(({ path: name, sha256 }) => ({ name, sha256: sha256 ?? '' }));
  const specification = { id: revision?.specification.id ?? '', sha256: revision?.sha256 ?? '' };
  const method = { id: definition.method.id, sha256: definitionSha256 };
  const at = '2026-11-18T06:05:01.000Z';
  const found = approvalOfResult(methodStepsIn([...readEntries(shelf)]), { method, specification, files }, { at, index: null });
  return 'why' in found ? found.why : null;
}

describe('a spillover matrix beside the definition', () => {
  it('is approved with it: name, text and hash stand in the log', async () => {
    const { approval } = await approve();
    expect(approval.files).toEqual([{ name: 'spillover.csv', sha256: hash(MATRIX), text: MATRIX }]);
    expect(await whyNone()).toBeNull();
  });

  it('that is exchanged afterwards is not approved, though the definition is; the next approval shows what differs', async () => {
    await approve();
    writeFileSync(join(folder, 'spillover.csv'), MATRIX.replace('0.02', '0.2'));
    expect(await whyNone()).toBe('another-file');
    const { index, approval } = await approve();
    expect(approval.differences).toMatchObject({
      method: '',
      specification: '',
      files: expect.stringContaining('spillover.csv: changed\n@@ 1 1\n FSC-A,CD3-A\n 1,0\n-0.02,1\n+0.2,1'),
    });
    expect(methodStatusText({ index, ...approval })).toContain('files beside it: differs\n    spillover.csv: changed\n');
    expect(await whyNone()).toBeNull();
  });

  it('of the same texts for the same reason is approved once', async () => {
    const first = await approve();
    expect(await approve()).toMatchObject({ index: first.index, entered: 'before' });
    expect(await approve('VAL-8')).toMatchObject({ entered: 'now', index: first.index + 1 });
  });
});
