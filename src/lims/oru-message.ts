import type { Dispatch } from './dispatch.ts';
import { encodeHl7, type Hl7Segment } from './hl7.ts';
import { type LimsNote, limsNote } from './lims-notes.ts';
import { type ReportedResult, reportedResult } from './reported-result.ts';
import { isTakenBackState, rowsToSay, TAKEN_BACK } from './taken-back.ts';

/** How a message names its ends, and what it says of the patient, whom a lot does not have. */
export interface Hl7Names {
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  /** MSH-11: P in use, T for training, D while it is set up. */
  readonly processing: 'P' | 'T' | 'D';
  /** `lot` = a PID with the lot as identifier, for engines that demand one. */
  readonly patient: 'none' | 'lot';
  /** Our unit → UCUM, such as `10^6 cells` → `10*6{cells}`; a unit that is not among them is sent as it is, without the name of a system. */
  readonly units: Readonly<Record<string, string>>;
}

/** MSH-10: the first 20 hexadecimal digits of the key, which is as much as the field takes. */
export function controlIdOf(key: string): string {
  return key.slice(0, 20);
}

/** Flags of table 0078: a result beyond a limit, and one that has none. */
const FLAGS: Readonly<Record<string, string>> = { PASS: 'N', FAIL: 'A' };

/** Result status of table 0085 (OBX-11): final, corrected, pending, not obtained; what was posted before and is wrong now, and what is deleted. */
function statusOf({ revision }: Dispatch, { state }: ReportedResult): string {
  if (state === TAKEN_BACK.reopened) return 'W';
  if (state === TAKEN_BACK.withdrawn) return 'D';
  if (state === 'PENDING') return 'I';
  if (state === 'INVALID') return 'X';
  return revision === 1 ? 'F' : 'C';
}

/**
 * ORU^R01 of HL7 v2.5.1. Every result is one OBR and one OBX; a value with an operator is SN, words are ST. MSH-7 is when the result was published, not the time of
 * sending, which would make every attempt another message.
 */
export function oruMessage(dispatch: Dispatch, names: Hl7Names): string | LimsNote {
  const results = rowsToSay(dispatch).map(reportedResult);
  const message = encodeHl7([
    header(dispatch, names),
    ...patient(dispatch, names),
    ...results.flatMap((one, i) => segmentsOf(dispatch, one, { index: i + 1, names })),
  ]);
  if (typeof message === 'string') return message;
  const { segment, value, loss } = message;
  // A control character is shown by its place alone.
  return limsNote('lims/not-representable', { row: '', field: segment, value: value.slice(0, 60), loss });
}

function header({ key, publishedAt }: Dispatch, names: Hl7Names): Hl7Segment {
  const { sendingApplication, sendingFacility, receivingApplication, receivingFacility, processing } = names;
  const fields = [
    sendingApplication,
    sendingFacility,
    receivingApplication,
    receivingFacility,
    hl7Time(publishedAt),
    '',
    ['ORU', 'R01', 'ORU_R01'],
    controlIdOf(key),
    processing,
    '2.5.1',
  ];
  // MSH-15 and -16 stay empty: original mode, one acknowledgement. MSH-18: the character set.
  return { name: 'MSH', fields: [...fields, ...blank(5), 'UNICODE UTF-8'] };
}

function patient({ lot }: Dispatch, { patient: said }: Hl7Names): readonly Hl7Segment[] {
  return said === 'none' ? [] : [{ name: 'PID', fields: ['1', '', [lot, '', '', 'cytolot', 'XX'], '', ['', '']] }];
}

function segmentsOf(
  dispatch: Dispatch,
  result: ReportedResult,
  { index, names }: { readonly index: number; readonly names: Hl7Names },
): readonly Hl7Segment[] {
  const { analysis, lot, method, instruments, key, replaces, disposition, approval } = dispatch;
  const code = [result.row, result.title, 'L'];
  const status = statusOf(dispatch, result);
  // Table 0123 (OBR-25) knows neither W nor D: what is taken back corrects what was said.
  const orderStatus = isTakenBackState(result.state) ? 'C' : status;
  const [time, report] = [hl7Time(result.acquiredAt), hl7Time(result.testedAt)];
  const specimens = (result.samples.length === 0 ? [lot] : result.samples).map(
    (sample, i): Hl7Segment => ({ name: 'SPM', fields: [String(i + 1), ['', sample], '', [result.stage]] }),
  );
  const obr = [String(index), '', [analysis, 'cytolot'], code, '', '', time, ...blank(14), report, '', '', orderStatus];
  const obx = [
    '1',
    typeOf(result),
    code,
    result.occasion,
    observedOf(result),
    unitOf(result, names),
    rangeOf(result),
    FLAGS[result.state] ?? '',
    '',
    '',
    status,
    '',
    '',
    report,
    '',
    '',
    [method.id, method.version, 'L'],
    [instruments.join(' ')],
  ];
  const notes = [
    `${isTakenBackState(result.state) ? 'state' : 'outcome'}=${result.state}`,
    `approval=${approval}`,
    ...(isTakenBackState(result.state) ? [] : [`disposition=${disposition}`, `criterion=${result.criterion}`]),
    `key=${key}`,
    ...(replaces === null ? [] : [`replaces=${replaces}`]),
  ];
  return [{ name: 'OBR', fields: obr }, { name: 'OBX', fields: obx }, { name: 'NTE', fields: ['1', 'L', notes.join('\n')] }, ...specimens];
}

const blank = (count: number): readonly string[] => Array.from({ length: count }, () => '');

const isNumber = ({ value }: ReportedResult) => /^-?\d+(\.\d+)?$/.test(value);

function typeOf(result: ReportedResult): string {
  if (result.value === '') return '';
  if (!isNumber(result)) return 'ST';
  return result.operator === '' ? 'NM' : 'SN';
}

/** SN-1 takes `<`, `<=`, `>`, `>=`; SN-2 the number (chapter 2A, section 2.A.72). */
function observedOf(result: ReportedResult): string | readonly string[] {
  return typeOf(result) === 'SN' ? [result.operator, result.value] : result.value;
}

function unitOf({ unit, value }: ReportedResult, { units }: Hl7Names): string | readonly string[] {
  if (unit === '' || value === '') return '';
  const ucum = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return ucum === undefined ? [unit, unit, 'L'] : [ucum, unit, 'UCUM'];
}

/** OBX-7: `low-high`, `>=low`, `<high`, with whether the end itself meets. */
function rangeOf({ limitLower, limitLowerClosed, limitUpper, limitUpperClosed }: ReportedResult): string {
  if (limitLower !== '' && limitUpper !== '') return `${limitLower}-${limitUpper}`;
  if (limitLower !== '') return `${limitLowerClosed === 'true' ? '>=' : '>'}${limitLower}`;
  return limitUpper === '' ? '' : `${limitUpperClosed === 'true' ? '<=' : '<'}${limitUpper}`;
}

/** `2026-11-18T09:40:00+08:00` as `20261118094000+0800`, a day as `20261118`; '' of anything else. */
export function hl7Time(text: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (match === null) return '';
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', zone = ''] = match;
  return `${year}${month}${day}${hour}${minute}${second}${zone === 'Z' ? '+0000' : zone.replace(':', '')}`;
}
