import { type AnyGiven, allFields, type GivenFields } from '../../given-fields.ts';
import type { FieldsOf, Message } from '../../message.ts';
import { GATE_FAULT } from './gate-fault.ts';

/** What was left out of a gate file, or is read otherwise than it stands there; none stops the reading. `docs/errors.md` lists the codes. */
export const GATE_NOTES = {
  'gate-file/left-out': {
    meaning: 'A gate of the file, and what lies below it, has no counterpart here and is left out.',
    fields: { gate: 'text', called: { oneOf: ['gate', 'gate-of', 'population'] }, element: { orNull: 'text' }, ...GATE_FAULT },
  },
  'gate-file/needs-missing': {
    meaning: 'A gate needs another one that was left out, so that it is left out too.',
    fields: { gate: 'text', needs: 'text' },
  },
  'gate-file/combines-several': {
    meaning: 'A gate combines a population of whose name there are several, so that it is left out.',
    fields: { gate: 'text', of: 'text' },
  },
  'gate-file/not-in-tree': {
    meaning: "A gate of the file is not in the workspace's tree, so that it is left out.",
    fields: { gate: 'text' },
  },
  'gate-file/same-name': {
    meaning: 'Several populations have one path; a number tells them apart here.',
    fields: { population: 'text', here: 'text' },
  },
  'gate-file/read-as': {
    meaning: 'A gate that combines others is read as the combination that the note says.',
    fields: { gate: 'text', operator: { oneOf: ['and', 'or', 'not'] }, of: { list: 'text' } },
  },
  'gate-file/polygon-at-end': {
    meaning: 'A polygon reaches an end of its scales, where the other program piles up events that lie off them.',
    fields: { gate: 'text' },
  },
  'gate-file/curly-quadrant': {
    meaning: 'A curly quadrant is drawn with curves that its program does not publish.',
    fields: { gate: 'text' },
  },
  'gate-file/no-own-gates': {
    meaning: 'A tube has no gates of its own; those of a worksheet are not read.',
    fields: {},
  },
  'gate-file/group-gates': {
    meaning: 'A group of the workspace has populations that its sample does not have; those of the sample alone are counted.',
    fields: { group: 'text', populations: { list: 'text' }, count: 'integer' },
  },
  'gate-file/derived-parameter': {
    meaning: 'A derived parameter is neither a sum of parameters nor a ratio of two sums; gates on it are left out.',
    fields: { parameter: 'text', formula: { orNull: 'text' } },
  },
  'gate-file/spectral-matrix': {
    meaning: 'The matrix of a sample is a spectral unmixing, which is not read; gates on unmixed parameters are left out.',
    fields: { matrix: 'text' },
  },
  'gate-file/matrix-without-affix': {
    meaning: 'A matrix gives compensated parameters no names of their own; gates on its parameters are left out.',
    fields: { matrix: 'text' },
  },
  'gate-file/unknown-transform': {
    meaning: 'The transform of a parameter is not known; gates on it are left out.',
    fields: { transform: 'text', parameter: 'text' },
  },
  'gate-file/time-gain': {
    meaning: 'The other program counts time in other steps: coordinates of gates on it are converted.',
    fields: { parameter: 'text', gain: 'number', timeStepSeconds: 'number' },
  },
  'gate-file/no-covariance': {
    meaning:
      'The matrix of an ellipsoid is no covariance; events are taken as the formula of Gating-ML says, and the shape may be no ellipse.',
    fields: { gate: 'text', fault: { oneOf: ['not-symmetric', 'not-definite'] } },
  },
  'gate-file/other-extension': {
    meaning: 'The file has an extension of a program that is not known here; it is not read.',
    fields: { elements: { list: 'text' } },
  },
  'gate-file/not-read': {
    meaning:
      'An attribute or an element among the gates is none that its program is known to write, or stands there twice; it was not read.',
    fields: {
      element: 'text',
      kind: { oneOf: ['attribute', 'element', 'second-element'] },
      part: 'text',
      count: 'integer',
      line: 'integer',
    },
  },
  'gate-file/more-notes': { meaning: 'There are more notes than are listed.', fields: { count: 'integer' } },
  'gate-file/other-prefix': {
    meaning:
      'A gate is on compensated values and the file has only those as acquired, or the other way round: the values of the file are counted.',
    fields: { parameter: 'text', used: 'text', values: { oneOf: ['as-acquired', 'compensated-in-file'] } },
  },
  // what a command finds of a gate file beside the events
  'gate-file/other-events': {
    meaning: 'The sample of the gate file had another number of events than the file that is gated.',
    fields: { sample: 'text', stored: 'integer', events: 'integer' },
  },
  'gate-file/other-compensation': {
    meaning: 'The compensation that the gate file states is not that of the file, which is used.',
    fields: {},
  },
  'gate-file/counts-differ': {
    meaning: 'Counts differ by more than 1 % from those that the gate file stores.',
    fields: { all: { list: { record: { population: 'text', count: 'integer', stored: 'integer' } } }, unlisted: 'integer' },
  },
  'gate-file/without-place': {
    meaning: 'Events below 0 have no place on a logarithmic axis, so that no gate on it holds them.',
    fields: { parameter: 'text', count: 'integer', events: 'integer' },
  },
  'gate-file/outside-data': {
    meaning:
      'A population is empty since its gate lies wholly beyond the values that the events have: a unit or a scale may be another one.',
    fields: { population: 'text', parameter: 'text', least: 'number', greatest: 'number', parent: 'integer' },
  },
  'gate-file/one-sample': {
    meaning: 'The gate file has several samples; the gates of one of them were taken.',
    fields: { sample: 'text', samples: 'integer' },
  },
  'gate-file/groups': { meaning: 'The sample is in groups of the workspace.', fields: { groups: { list: 'text' } } },
  'gate-file/own-matrix': {
    meaning: 'The gate file compensates by a matrix of its own, which was not written to a file.',
    fields: {},
  },
} as const;

export type GateNoteCode = keyof typeof GATE_NOTES;

type KindsOf<Code extends GateNoteCode> = (typeof GATE_NOTES)[Code]['fields'];

/** The fields of a note by its code. */
export type GateNoteFields<Code extends GateNoteCode> = FieldsOf<KindsOf<Code>>;

/** Where a note belongs: the gate file or the FCS file, and the sample of a workspace or the tube of an experiment. */
export interface GateNotePlace {
  readonly file: string;
  readonly sample?: string;
  readonly tube?: string;
}

/** One note on a gate file: its code with the fields that its register declares, and its place. */
export interface GateNote extends Message {
  readonly code: GateNoteCode;
  readonly place: GateNotePlace;
}

/** Fields that may be `null` can be left out. */
export function gateNote<Code extends GateNoteCode>(code: Code, fields: GivenFields<KindsOf<Code>>, place: GateNotePlace): GateNote;
export function gateNote(code: GateNoteCode, given: AnyGiven, place: GateNotePlace): GateNote {
  return { code, fields: allFields(GATE_NOTES[code].fields, given), place };
}

/** Notes one thing. */
export type NoteGate = <Code extends GateNoteCode>(code: Code, fields: GivenFields<KindsOf<Code>>) => void;

/** Notes beyond this many are counted, not listed: a file must not be able to flood a report. */
const MOST_LISTED = 100;

/** Collects notes about one set of gates. */
export function startNotes(place: GateNotePlace): { readonly note: NoteGate; readonly notes: () => readonly GateNote[] } {
  const listed: GateNote[] = [];
  let count = 0;
  const note: NoteGate = (code, fields) => {
    count += 1;
    if (count <= MOST_LISTED) listed.push(gateNote(code, fields, place));
  };
  const notes = () => (count > MOST_LISTED ? [...listed, gateNote('gate-file/more-notes', { count: count - MOST_LISTED }, place)] : listed);
  return { note, notes };
}
