import { basename } from 'node:path';
import { stringify } from 'yaml';
import { InputError } from '../../../errors.ts';
import { definitionOfGates, matrixCsv } from '../../../exchange/document/definition-of-gates.ts';
import { chooseSet, type GateSet } from '../../../exchange/document/gate-document.ts';
import { gateNote, startNotes } from '../../../exchange/document/notes.ts';
import { withoutBroken } from '../../../exchange/document/without-broken.ts';
import { readGateDocument } from '../../../exchange/registry.ts';
import { sentenceOf } from '../../../outputs/words/sentence.ts';
import { axesOf } from '../../../population/gates/registry.ts';
import { writeOutputFile } from '../../../runtime/disk/output-file.ts';
import { outputTarget } from '../../inputs/output-target.ts';
import { readGateText } from '../../inputs/read-gate-text.ts';
import { gateNoteLine } from '../../terminal/gate-note-line.ts';
import { terminal } from '../../terminal/terminal.ts';
import { sentenceWithCode } from '../../terminal/with-text.ts';

interface ImportOptions {
  readonly sample?: string;
  readonly matrix?: string;
  readonly force?: boolean;
}

/** `cytolot import WORKSPACE > pipeline.yaml`: the gates of a gate file as a starting definition. What needs a look is a comment and a warning. */
export async function importGates(path: string, options: ImportOptions): Promise<number> {
  const file = basename(path);
  const document = readGateDocument(readGateText(path), file);
  const [first] = document.sets;
  const set = withoutDerived(chooseSet(document, { file: '', sample: options.sample ?? first?.sample ?? null }), file);
  refuseMatrices(set, file);
  const csv = matrixCsv(set);
  if (options.matrix !== undefined && csv !== null) writeOutputFile(outputTarget(options.matrix, [path], options), Buffer.from(csv));
  const matrixFile = options.matrix === undefined || csv === null ? null : basename(options.matrix);
  const place = { file };
  const own = [
    ...(set.sample !== null && document.sets.length > 1
      ? [gateNote('gate-file/one-sample', { sample: set.sample, samples: document.sets.length }, place)]
      : []),
    ...(set.groups.length > 0 ? [gateNote('gate-file/groups', { groups: set.groups }, place)] : []),
    ...(csv !== null && matrixFile === null ? [gateNote('gate-file/own-matrix', {}, place)] : []),
  ];
  for (const note of set.notes) terminal.line(`warning: ${gateNoteLine(note)} [${note.code}]`);
  for (const note of own) terminal.line(`warning: ${sentenceWithCode(note)}`);
  const head = [
    `Draft made from ${file} (${document.format}). A draft gives information only.`,
    'Every title, stage, product and attribute here is a placeholder: replace it, name the controls, then set the status.',
    ...set.notes.map(gateNoteLine),
    ...own.map((note) => sentenceOf(note, 'en')),
  ];
  const comments = head.map((line) => `# ${line.replace(/[\r\n]+/g, ' ')}\n`).join('');
  terminal.out(comments + stringify(definitionOfGates(set, matrixFile), { lineWidth: 140, flowCollectionPadding: true }));
  return 0;
}

/** Gates on sums of parameters, which a definition has no axis for, are left out of a workspace's in a note. */
function withoutDerived(set: GateSet, file: string): GateSet {
  if (set.sample === null || Object.keys(set.matrices).length === 0) return set;
  const { note, notes } = startNotes({ file, sample: set.sample });
  const kept = set.gates.filter((gate) => {
    const derived = axesOf(gate).find((axis) => typeof axis !== 'string' && typeof axis.compensated === 'string');
    if (derived === undefined) return true;
    const name = typeof derived !== 'string' && 'ratio' in derived ? derived.ratio.numerator : '';
    note('gate-file/left-out', { gate: gate.name, called: 'population', cause: 'derived-not-read', name });
    return false;
  });
  const gates = withoutBroken(kept, note);
  return { ...set, gates, matrices: {}, notes: [...set.notes, ...notes()] };
}

/** A definition has one compensation a tube: gates that name spectrum matrices of their own cannot stand in it. */
function refuseMatrices({ matrices }: GateSet, file: string): void {
  const names = Object.keys(matrices);
  if (names.length === 0) return;
  const listed = names.slice(0, 20).map((name) => `'${name}'`);
  throw new InputError(
    'exchange/unsupported',
    `Expected gates that are compensated by the file or not at all, found the spectrum matrices ${listed.join(', ')}: a definition has one matrix a tube.`,
    { file },
  );
}
