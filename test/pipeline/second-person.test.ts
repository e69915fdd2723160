import { describe, expect, it } from 'vitest';
import { InputErrors } from '../../src/errors.ts';
import { personNameKey } from '../../src/person-name.ts';
import { NO_PERSONS } from '../../src/pipeline/entry-persons.ts';
import { parseCounts } from '../../src/pipeline/tables/counts.ts';
import { parseExclusions, withCheckedExclusions } from '../../src/pipeline/tables/exclusions.ts';
import { parseExternalResults } from '../../src/pipeline/tables/external-results.ts';
import { parseInvestigations, withCheckedConclusions } from '../../src/pipeline/tables/investigation-rows.ts';
import { parseReferenceStandards } from '../../src/pipeline/tables/reference-standards.ts';
import { parseSampleList } from '../../src/pipeline/tables/sample-list.ts';
import { secondPersonReasons, withSecondPerson } from '../../src/pipeline/tables/second-person.ts';

const rowsOf = (text: string) => text.split('\n').map((line, index) => ({ line: index + 1, cells: line.split(',') }));
const codes = (persons: Partial<typeof NO_PERSONS>) =>
  secondPersonReasons({ ...NO_PERSONS, ...persons, place: 'counts.csv:2', column: 'entered_by' }, 'attribute').map(({ code }) => code);

describe('a row that a second person must check', () => {
  it.each([
    ['nobody is named', {}, ['pending/not-checked']],
    ['only who entered it', { enteredBy: 'Li Wei' }, ['pending/not-checked']],
    ['only who checked it', { checkedBy: 'Anna Berg' }, ['pending/not-checked']],
    ['a name of invisible signs alone is none', { enteredBy: 'Li Wei', checkedBy: '\u200b \u00ad' }, ['pending/not-checked']],
    ['a name of separators alone is none', { enteredBy: '-', checkedBy: 'Anna Berg' }, ['pending/not-checked']],
    ['two persons', { enteredBy: 'Li Wei', checkedBy: 'Anna Berg' }, []],
    ['one person', { enteredBy: 'Li Wei', checkedBy: 'Li Wei' }, ['held/same-person']],
    ['in other letters', { enteredBy: 'Li Wei', checkedBy: 'LI WEI' }, ['held/same-person']],
    ['in full width', { enteredBy: 'Li Wei', checkedBy: 'Ｌｉ　Ｗｅｉ' }, ['held/same-person']],
    ['with white space', { enteredBy: 'Li Wei', checkedBy: '  Li  Wei\u00a0' }, ['held/same-person']],
    ['composed and decomposed', { enteredBy: 'Jos\u00e9', checkedBy: 'Jose\u0301' }, ['held/same-person']],
    ['with an invisible sign', { enteredBy: 'Li Wei', checkedBy: 'Li\u200b Wei' }, ['held/same-person']],
    ['with another separator', { enteredBy: 'li.wei', checkedBy: 'li_wei' }, ['held/same-person']],
    ['sharp s and its capitals', { enteredBy: 'Weiß', checkedBy: 'WEISS' }, ['held/same-person']],
    ['a digit more is another person', { enteredBy: 'analyst-1', checkedBy: 'analyst-11' }, []],
    [
      'checked the day before',
      { enteredBy: 'Li Wei', enteredAt: '2026-11-19', checkedBy: 'Anna Berg', checkedAt: '2026-11-18' },
      ['held/checked-before-entry'],
    ],
    ['checked on the day', { enteredBy: 'Li Wei', enteredAt: '2026-11-19', checkedBy: 'Anna Berg', checkedAt: '2026-11-19' }, []],
    [
      'checked an hour before',
      { enteredBy: 'Li Wei', enteredAt: '2026-11-19T10:00+08:00', checkedBy: 'Anna Berg', checkedAt: '2026-11-19T09:00+08:00' },
      ['held/checked-before-entry'],
    ],
    [
      'checked at the instant itself',
      { enteredBy: 'Li Wei', enteredAt: '2026-11-19T10:00+08:00', checkedBy: 'Anna Berg', checkedAt: '2026-11-19T10:00+08:00' },
      [],
    ],
  ])('%s', (_, persons, expected) => {
    expect(codes(persons)).toEqual(expected);
  });

  it('keeps letters of every script apart', () => {
    expect(new Set(['李伟', '李薇', 'Ли Вэй', 'Li Wei'].map(personNameKey)).size).toBe(4);
  });
});

describe('who typed a row, and who checked it', () => {
  const persons = { enteredBy: 'Li Wei', enteredAt: '2026-11-19', checkedBy: 'Anna Berg', checkedAt: '2026-11-20T09:00:00+08:00' };
  const columns = 'entered_by,entered_at,checked_by,checked_at';
  const cells = 'Li Wei,2026-11-19,Anna Berg,2026-11-20T09:00';

  it.each([
    ['counts', () => parseCounts(rowsOf(`lot,stage,name,value,unit,${columns}\nL,final,vcc,1,cells/mL,${cells}`), 'c.csv', '+08:00')],
    [
      'results from elsewhere',
      () => parseExternalResults(rowsOf(`lot,attribute,text,${columns}\nL,appearance,clear,${cells}`), 'e.csv', '+08:00'),
    ],
    [
      'the sample list',
      () => parseSampleList(rowsOf(`file,kind,lot,stage,tube,${columns}\na.fcs,sample,L,final,t,${cells}`), 's.csv', '+08:00'),
    ],
    [
      'reference standards',
      () =>
        parseReferenceStandards(
          rowsOf(
            `lot,kind,assigned_potency,unit,source,qualified_from,retest_date,expiry_date,${columns}\nRS,in-house,1,U,CoA,2026-01-01,,2027-01-01,${cells}`,
          ),
          'r.csv',
          '+08:00',
        ),
    ],
    [
      'excluded wells',
      () =>
        parseExclusions(
          rowsOf('file,well,reason,by,entered_at,checked_by,checked_at\np.csv,C6,bubble,Li Wei,2026-11-19,Anna Berg,2026-11-20T09:00'),
          'x.csv',
          '+08:00',
        ).map(({ by, ...one }) => ({ ...one, enteredBy: by })),
    ],
  ])('of %s', (_, read) => {
    expect(read()).toMatchObject([persons]);
  });

  it.each([
    ['entered_at', 'entered_by', '', '2026-11-19', '', ''],
    ['checked_at', 'checked_by', 'Li Wei', '', '', '2026-11-19'],
  ])('a time (%s) without its person is refused', (time, name, ...given) => {
    const read = () =>
      parseCounts(rowsOf(`lot,stage,name,value,unit,${columns}\nL,final,vcc,1,cells/mL,${given.join(',')}`), 'c.csv', '+08:00');
    expect(read).toThrow(InputErrors);
    expect(read).toThrow(`Expected a name in the column ${name} beside ${time}, found nothing.`);
  });

  it('an investigation is checked where it has a conclusion', () => {
    const head = 'subject,row,occasion,reference,conclusion,cause,closed_at,closed_by,checked_by,checked_at\n';
    const read = (line: string) => parseInvestigations(rowsOf(`${head}${line}`), 'i.csv', '+08:00');
    expect(() => read('L/release,STE,initial,OOS-1,,,,,Anna Berg,')).toThrow('in an investigation that is checked, found nothing.');
    expect(read('L/release,STE,initial,OOS-1,no-impact,,2026-11-19,Li Wei,Anna Berg,2026-11-20')).toMatchObject([
      { closedBy: 'Li Wei', checkedBy: 'Anna Berg', checkedAt: '2026-11-20' },
    ]);
  });
});

describe('of several rows, those that nobody else has checked', () => {
  const list = 'file,well,reason,by,checked_by\n';
  it.each([
    ['none', 'p.csv,C6,bubble,Li Wei,Anna Berg\np.csv,C7,bubble,Li Wei,Anna Berg', [[], []]],
    ['the first', 'p.csv,C6,bubble,Li Wei,\np.csv,C7,bubble,Li Wei,Anna Berg', [['pending/not-checked'], []]],
    ['the last', 'p.csv,C6,bubble,Li Wei,Anna Berg\np.csv,C7,bubble,Li Wei,li wei', [[], ['held/same-person']]],
    ['all', 'p.csv,C6,bubble,Li Wei,\np.csv,C7,bubble,Li Wei,', [['pending/not-checked'], ['pending/not-checked']]],
  ])('%s: excluded wells', (_, rows, expected) => {
    const found = withCheckedExclusions(parseExclusions(rowsOf(`${list}${rows}`), 'x.csv', '+08:00'));
    expect(found.map(({ reasons }) => reasons.map(({ code }) => code))).toEqual(expected);
  });

  const investigations = 'subject,row,occasion,reference,conclusion,cause,closed_at,closed_by,checked_by,checked_at\n';
  it.each([
    ['open', ',,,,,', null],
    ['closed and checked', 'no-impact,,2026-11-19,Li Wei,Anna Berg,', null],
    ['closed alone', 'no-impact,,2026-11-19,Li Wei,,', 'pending/not-checked'],
    ['closed and checked by one', 'no-impact,,2026-11-19,Li Wei,LI WEI,', 'held/same-person'],
    ['checked before it was closed', 'no-impact,,2026-11-19,Li Wei,Anna Berg,2026-11-18', 'held/checked-before-entry'],
  ])('investigations: %s', (_, cells, code) => {
    const rows = parseInvestigations(rowsOf(`${investigations}L/release,STE,initial,OOS-1,${cells}`), 'i.csv', '+08:00');
    expect(withCheckedConclusions(rows).map(({ unproven }) => unproven?.code ?? null)).toEqual([code]);
  });

  it('keep the reasons that they have', () => {
    const [row] = withSecondPerson(
      parseCounts(rowsOf('lot,stage,name,value,unit\nL,final,vcc,1,cells/mL'), 'c.csv', '+08:00'),
      'attribute',
    );
    expect(row?.reasons).toEqual([
      {
        code: 'pending/not-checked',
        scope: 'attribute',
        fields: { place: 'c.csv:2', column: 'entered_by', enteredBy: null, checkedBy: null },
      },
    ]);
  });
});
