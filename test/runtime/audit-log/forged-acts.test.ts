import { beforeEach, describe, expect, it } from 'vitest';
import { isWrong } from '../../../src/audit-log/verify-notes.ts';
import { actEvent } from '../../../src/persons/act-event.ts';
import { formatSignatureRecord } from '../../../src/persons/signature-record.ts';
import type { Meaning, State } from '../../../src/persons/steps.ts';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { sha256 } from '../../../src/runtime/audit-log/ed25519.ts';
import { verifyStore } from '../../../src/runtime/audit-log/verify-store.ts';
import {
  enrolmentOf,
  hash,
  log,
  methodApprovalOf,
  type Publication,
  personNamed,
  publish,
  put,
  resultText,
  type SignedStore,
  signatureOf,
  signedFields,
  signedStore,
  textAt,
  withdrawalOf,
} from './signed-store.ts';

let made: SignedStore;
beforeEach(async () => {
  made = await signedStore();
});

/** What an enrolled approver can write without the program: an entry of any step, signed as it should be. */
async function write(publication: Publication, meaning: Meaning, { from, number }: { from: State; number: number }): Promise<string> {
  const record = signatureOf(made.person, { ...signedFields(made.shelf, publication), meaning, reason: 'complete' });
  const event = actEvent({ folder: publication.folder, from, signature: record, number }, sha256);
  put(made.shelf, event.object, formatSignatureRecord(record));
  await appendEntry(made.shelf, event);
  return event.object;
}

const APPROVED: readonly (readonly [Meaning, State])[] = [
  ['reviewed', 'analysed'],
  ['approved', 'reviewed'],
];

async function released(publication: Publication, meaning: Meaning): Promise<string> {
  for (const [i, [one, from]] of APPROVED.entries()) await write(publication, one, { from, number: i + 1 });
  return write(publication, meaning, { from: 'approved', number: 3 });
}

const found = (): readonly string[] =>
  verifyStore(made.shelf, { known: [], key: null, witnesses: [] })
    .notes.filter(isWrong)
    .map(({ code, place, fields }) => `${code} ${'why' in fields ? fields.why : ''} ${place}`.replace('  ', ' '));

describe('verify, of acts that were written without the program by somebody with a key', () => {
  it('finds nothing where every rule was kept', async () => {
    await appendEntry(made.shelf, methodApprovalOf(made.shelf, made.person));
    await released(await publish(made.shelf, 'D'), 'released');
    expect(found()).toEqual([]);
  });

  it('finds a release of a result that does not conform', async () => {
    await appendEntry(made.shelf, methodApprovalOf(made.shelf, made.person));
    const publication = await publish(made.shelf, 'D', { text: resultText('D', 'does not conform'), disposition: 'does not conform' });
    const place = await released(publication, 'released');
    expect(found()).toEqual([`verify/signature-wrong other-disposition ${place}`]);
  });

  it('finds one whose entry of publication says that the result conforms', async () => {
    await appendEntry(made.shelf, methodApprovalOf(made.shelf, made.person));
    const publication = await publish(made.shelf, 'D', { text: resultText('D', 'does not conform') });
    await released(publication, 'released');
    expect(found()).toEqual([`verify/publication-differs lots/D/release/0001/result.json`]);
  });

  it.each([
    [
      'exceptional release where the method has none',
      'does not conform',
      {},
      'released exceptionally, out of specification',
      'exception-not-permitted',
    ],
    ['release on rapid results where the method has none', 'pending', {}, 'released on rapid results, others pending', 'not-pending'],
    ['approval by the account that analysed', 'conforms', { approverDiffersFromAnalyst: true }, 'released', 'approver-is-analyst'],
    ['approval by the reviewer', 'conforms', { approverDiffersFromReviewer: true }, 'released', 'approver-is-reviewer'],
  ] as const)('finds %s', async (_title, disposition, release, meaning, why) => {
    await appendEntry(made.shelf, methodApprovalOf(made.shelf, made.person));
    const publication = await publish(made.shelf, 'D', { text: resultText('D', disposition, release), disposition });
    await released(publication, meaning);
    const number = why.startsWith('approver') ? '0002' : '0003';
    expect(found()).toEqual([`verify/act-not-allowed ${why} signatures/${publication.resultSha256}/${number}.json`]);
  });

  it('finds that the account of the record, not that of the entry, analysed', async () => {
    await appendEntry(made.shelf, methodApprovalOf(made.shelf, made.person));
    const text = resultText('D', 'conforms', { approverDiffersFromAnalyst: true });
    const publication = await publish({ ...made.shelf, actor: 'service' }, 'D', { text, user: 'Rui Reviewer' });
    await released(publication, 'released');
    expect(found()).toEqual([`verify/act-not-allowed approver-is-analyst signatures/${publication.resultSha256}/0002.json`]);
  });

  it('finds approval and release by a method that nobody approved, and by one that was approved behind them', async () => {
    const publication = await publish(made.shelf, 'D');
    await released(publication, 'released');
    await appendEntry(made.shelf, methodApprovalOf(made.shelf, made.person));
    const at = (number: string): string =>
      `verify/act-not-allowed method-not-approved signatures/${publication.resultSha256}/${number}.json`;
    expect(found()).toEqual([at('0002'), at('0003')]);
  });

  it('finds other files that were published in the place of those that were signed', async () => {
    const publication = await publish(made.shelf, 'D');
    const place = await write(publication, 'reviewed', { from: 'analysed', number: 1 });
    const manifest = `${publication.folder}/manifest.sha256`;
    const other = publication.manifest.replace(/^[0-9a-f]{64} {2}report\.html$/m, (line) => line.replace(/^[0-9a-f]{64}/, hash('other')));
    put(made.shelf, `${publication.folder}/report.html`, 'other');
    put(made.shelf, manifest, other);
    const key = textAt(made.shelf, `jobs/${publication.job}/key.json`);
    await log(made.shelf, { ...publication, manifest: other }, key);
    expect(found()).toEqual([`verify/signature-wrong other-files ${place}`]);
  });

  it('shows that the key of the store took the place of the only approver', async () => {
    const withdrawn = withdrawalOf(made.shelf, made.person, made.signing);
    await appendEntry(made.shelf, withdrawn);
    await appendEntry(made.shelf, enrolmentOf(made.shelf, personNamed('Eve'), made.signing));
    const { notes } = verifyStore(made.shelf, { known: [], key: null, witnesses: [] });
    expect(notes.filter(({ code }) => code === 'verify/by-store-key').map(({ fields }) => fields)).toEqual([{ index: 8 }, { index: 9 }]);
    expect(found()).toEqual([]);
  });

  it('shows an entry that was dated back', async () => {
    const now = made.shelf.clock.now().getTime();
    const early = { ...made.shelf, clock: { ...made.shelf.clock, now: () => new Date(now - 10 * 60_000 - 1) } };
    await appendEntry(early, { action: 'held', object: 'x', objectSha256: null, old: null, new: null, reason: null });
    const { notes } = verifyStore(made.shelf, { known: [], key: null, witnesses: [] });
    expect(notes.filter(({ code }) => code === 'verify/time-goes-back').map(({ place }) => place)).toEqual([
      'log/entries/000/000/008/entry.json',
    ]);
    expect(found()).toEqual([]);
  });
});
