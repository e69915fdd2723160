import { describe, expect, it } from 'vitest';
import { InputErrors } from '../../src/errors.ts';
import { parseInvestigations } from '../../src/pipeline/tables/investigation-rows.ts';

const HEAD = 'subject,row,occasion,reference,conclusion,cause,closed_at,closed_by';
const read = (...lines: readonly string[]) =>
  parseInvestigations(
    [HEAD, ...lines].map((line, index) => ({ line: index + 1, cells: line.split(',') })),
    'investigations.csv',
    '+08:00',
  );

function mistake(...lines: readonly string[]): readonly string[] {
  try {
    read(...lines);
  } catch (error) {
    if (error instanceof InputErrors) return error.errors.map((one) => `${one.place.line}: ${one.message}`);
    throw error;
  }
  return [];
}

describe('investigations.csv', () => {
  it('gives subject, row, occasion and conclusion', () => {
    expect(
      read(
        'L1/release,DAP-11,,OOS-7,laboratory-error,wrong antibody,2026-03-04T09:30,qa-2',
        'L/2/stability.25C.6%20months,DAP-2,retest 3,OOS-8,,,,',
      ),
    ).toEqual([
      {
        subject: 'L1/release',
        row: 'DAP-11',
        occasion: { kind: 'initial', number: 1 },
        reference: 'OOS-7',
        conclusion: 'laboratory-error',
        cause: 'wrong antibody',
        closedAt: '2026-03-04T09:30:00+08:00',
        closedBy: 'qa-2',
        place: 'investigations.csv:2',
      },
      {
        subject: 'L/2/stability.25C.6%20months',
        row: 'DAP-2',
        occasion: { kind: 'retest', number: 3 },
        reference: 'OOS-8',
        conclusion: null,
        cause: null,
        closedAt: null,
        closedBy: null,
        place: 'investigations.csv:3',
      },
    ]);
  });

  it.each([
    ['L1/release,,,OOS-7,no-impact,,2026-03-04,qa', '2: Expected a value in the column row, found nothing.'],
    ['L1,R1,,OOS-7,no-impact,,2026-03-04,qa', "2: Expected subject as lot and subject, such as DAP-2026-014/release, found 'L1'."],
    [
      'L1/release,R1,first,OOS-7,no-impact,,2026-03-04,qa',
      "2: Expected occasion to be initial, or repeat-after-invalid or retest with a number such as retest 2; found 'first'.",
    ],
    [
      'L1/release,R1,,OOS-7,lab error,,2026-03-04,qa',
      "2: Expected conclusion to be laboratory-error, no-impact, confirmed or empty, found 'lab error'.",
    ],
    [
      'L1/release,R1,,OOS-7,laboratory-error,,2026-03-04,qa',
      '2: Expected a cause for a laboratory-error, found nothing. Without an assignable cause the result stays: write confirmed.',
    ],
    [
      'L1/release,R1,,OOS-7,no-impact,,soon,qa',
      "2: Expected the date on which the investigation was closed, such as 2026-12-04, in the column closed_at, found 'soon'.",
    ],
    ['L1/release,R1,,OOS-7,no-impact,,2026-03-04,', '2: Expected who closed the investigation in the column closed_by, found nothing.'],
    [
      'L1/release,R1,,OOS-7,,,2026-03-04,',
      '2: Expected a conclusion (laboratory-error, no-impact, confirmed) in an investigation that is closed, found nothing.',
    ],
  ])('refuses %s', (line, message) => expect(mistake(line)).toEqual([message]));

  it('refuses one investigation twice for the same row and occasion', () => {
    expect(mistake('L1/release,R1,initial,OOS-7,,,,', 'L1/release,R1,initial 1,OOS-7,no-impact,,2026-03-04,qa')).toEqual([
      "3: Expected the investigation 'OOS-7' once for its row and occasion; the first is on line 2.",
    ]);
  });
});
