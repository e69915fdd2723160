import { InputError } from '../../../errors.ts';
import { MEANING_WORDS, STANDING_WORDS, STATE_WORDS } from '../../../outputs/act-words.ts';
import { shownState } from '../../../outputs/index-state.ts';
import { SIGNATURE_FAULT_WORDS as en } from '../../../outputs/words/en/signature-faults.ts';
import { SIGNATURE_FAULT_WORDS as zh } from '../../../outputs/words/zh/signature-faults.ts';
import { subjectOfFolder } from '../../../persons/published-result.ts';
import { MEANING_TEXTS, MEANINGS } from '../../../persons/steps.ts';
import type { SubjectActs } from '../../../persons/subject-acts.ts';
import { readBeginning } from '../../../runtime/audit-log/begin-log.ts';
import { nodeDisk } from '../../../runtime/disk/disk.ts';
import { openShelf } from '../../../runtime/disk/draft.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { actedResult } from '../../../runtime/persons/acted-result.ts';
import { readActs } from '../../../runtime/persons/read-acts.ts';
import { fileFault } from '../../../runtime/persons/signature-files.ts';
import { terminal } from '../../terminal/terminal.ts';
import { textTable } from '../../terminal/text-table.ts';

interface Options {
  readonly out?: string;
  readonly meanings?: true;
  readonly json?: true;
}

/** `cytolot signatures [LOT]`: what each subject is, who signed, and whether that stands. */
export function signaturesCommand(lot: string | undefined, { out, meanings, json }: Options): Promise<number> {
  if (meanings === true) {
    listMeanings();
    return Promise.resolve(0);
  }
  if (lot === undefined && out === undefined)
    throw new InputError('usage/bad-argument', 'Expected a lot, or a store after --out, found neither.');
  const chosen = lot === undefined ? null : actedResult(nodeDisk, lot, out ?? null);
  const shelf = openShelf(chosen?.root ?? out ?? '.', nodeSurroundings());
  readBeginning(shelf);
  const all = [...readActs(shelf).subjects.values()].filter(({ subject }) => chosen === null || subject === subjectOfFolder(chosen.folder));
  const subjects = all.map((acts) => listed(acts, (path, folder) => fileFault(shelf, { path, folder, acts })));
  if (json === true) terminal.json({ subjects });
  else for (const subject of subjects) show(subject);
  return Promise.resolve(0);
}

function listMeanings(): void {
  terminal.out(
    textTable(
      ['step', 'meaning', ''],
      MEANING_TEXTS.map((meaning) => [MEANINGS[meaning], MEANING_WORDS[meaning].en, MEANING_WORDS[meaning].zh]),
    ),
  );
}

type Listed = ReturnType<typeof listed>;

function listed(acts: SubjectActs, faultOf: (path: string, folder: string) => keyof typeof en | null) {
  const { subject, state, latest, signatures, faulty } = acts;
  const { meaning, releasedBefore } = shownState(acts);
  const right = signatures.map(({ index, path, folder, step, record, actor, actorSource, standing }) => {
    const { name, keyId, meaning: means, reason, timeUtc, zone } = record;
    const fault = faultOf(path, folder);
    const why = fault === null ? (standing === 'stands' ? null : STANDING_WORDS[standing]) : wordsOfFault(fault);
    const code = fault ?? (standing === 'stands' ? null : standing);
    return {
      index,
      path,
      folder,
      step,
      name,
      keyId,
      meaning: means,
      reason,
      timeUtc,
      zone,
      actor,
      actorSource,
      valid: code === null,
      code,
      why,
    };
  });
  const wrong = faulty.map(({ index, path, fault, name }) => ({ index, path, name, valid: false, code: fault, why: wordsOfFault(fault) }));
  return { subject, analysis: latest.folder, state, meaning, releasedBefore, signatures: right, claims: wrong };
}

function show({ subject, analysis, state, meaning, releasedBefore, signatures, claims }: Listed): void {
  const means = meaning === null ? '' : ` (${MEANING_WORDS[meaning].en} / ${MEANING_WORDS[meaning].zh})`;
  const before = releasedBefore ? '; an earlier analysis was released' : '';
  terminal.out(`${subject}: ${STATE_WORDS[state].en} / ${STATE_WORDS[state].zh}${means}, ${analysis.slice(subject.length + 1)}${before}\n`);
  const rows = [
    ...signatures.map((one) => [
      one.name,
      one.meaning,
      `${one.timeUtc} (${one.zone})`,
      one.folder.slice(subject.length + 1),
      one.why === null ? 'valid / 有效' : `${one.why.en} / ${one.why.zh}`,
      one.reason,
    ]),
    ...claims.map((one) => [one.name ?? '–', '–', '–', '–', `${one.why.en} / ${one.why.zh}`, '']),
  ];
  if (rows.length > 0) terminal.out(textTable(['name', 'meaning', 'when', 'analysis', 'valid', 'reason'], rows));
}

function wordsOfFault(fault: keyof typeof en): { readonly en: string; readonly zh: string } {
  return { en: en[fault], zh: zh[fault] };
}
