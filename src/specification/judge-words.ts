import type { AttributeEstimate } from '../attributes/attribute-result.ts';
import type { Reason } from '../reason.ts';
import type { Criterion } from './criterion.ts';
import type { Judgement } from './judge.ts';
import { specificationReason } from './reasons.ts';

interface WordJudgement {
  readonly judgement: Judgement;
  readonly reasons: readonly Reason[];
}

/** Words that a laboratory writes for "not detected" and its opposite. */
const NOT_DETECTED = ['not detected', 'none detected', '未检出'];
const DETECTED = ['detected', '检出'];

/** Whether the result has one of the words that meet; case and spaces do not matter. */
export function judgeText(criterion: Extract<Criterion, { kind: 'text' }>, estimate: AttributeEstimate): WordJudgement {
  if (estimate.text === null)
    return { judgement: 'undecided', reasons: [specificationReason('specification/no-value', { expected: 'words' })] };
  const wanted = [criterion.en, criterion.zh, ...criterion.accepted].map(plain);
  return { judgement: wanted.includes(plain(estimate.text)) ? 'meets' : 'fails', reasons: [] };
}

/** Not detected: k <= limit of blank and upper limit <= limit of detection; or the words of a laboratory. */
export function judgeNotDetected(estimate: AttributeEstimate): WordJudgement {
  if (estimate.text !== null) return judgeDetectionWord(estimate.text);
  const { k, detection, interval } = estimate;
  const limitOfBlank = detection?.limitOfBlank ?? null;
  const limitOfDetection = detection?.limitOfDetection ?? null;
  if (limitOfBlank === null || limitOfDetection === null) {
    return {
      judgement: 'undecided',
      reasons: [specificationReason('specification/no-detection-limits', {})],
    };
  }
  if (k === null || interval?.upper === null || interval?.upper === undefined) {
    return {
      judgement: 'undecided',
      reasons: [specificationReason('specification/no-interval', { expected: 'upper-limit-of-count' })],
    };
  }
  if (k > limitOfBlank) return { judgement: 'fails', reasons: [] };
  if (interval.upper <= limitOfDetection) return { judgement: 'meets', reasons: [] };
  return {
    judgement: 'undecided',
    reasons: [
      specificationReason('specification/above-detection-limit', { events: estimate.N ?? 0, upper: interval.upper, limitOfDetection }),
    ],
  };
}

function judgeDetectionWord(text: string): WordJudgement {
  if (NOT_DETECTED.includes(plain(text))) return { judgement: 'meets', reasons: [] };
  if (DETECTED.includes(plain(text))) return { judgement: 'fails', reasons: [] };
  const reason = specificationReason('specification/not-a-detection-word', { found: text });
  return { judgement: 'undecided', reasons: [reason] };
}

function plain(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}
