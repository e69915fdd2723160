import type { Arrived, GivenAnswer } from './lims-stand-in.ts';

interface Analysis {
  readonly uid: string;
  readonly sample: string;
  readonly keyword: string;
  readonly portalType: string;
  readonly unit: string;
  /** Of a service with a calculation: a result that is written is ignored. */
  readonly calculated: boolean;
  result: string;
  operand: string;
  interims: { keyword: string; value: string }[];
  state: string;
}

/** How it departs from a site that does all that it says. */
export interface SenaiteFaults {
  /** The operand of a retracted result stays whatever is written: the fault that made results of `<`. */
  readonly operandStays?: boolean;
  /** Answers an update with 200 and does nothing. */
  readonly passesOver?: boolean;
  readonly unit?: string;
  /** Does the update of that number, from 0, and gives an answer that says nothing. */
  readonly losesAnswer?: number;
  /** Passes over `transition: submit` with 200, as for an account that may write and not submit; fields are written. */
  readonly submitsNothing?: boolean;
  /** Refuses the update of that number, from 0, for ever; nothing of it is done. */
  readonly refuses?: number;
  /** Its catalogue has not this index, and passes over it as Zope does. */
  readonly hasNoIndex?: 'getRequestID' | 'getKeyword';
  /** Shows so many found objects on a page, with the address of the next. */
  readonly pageSize?: number;
  /** Told of each update before it is done. */
  readonly onUpdate?: () => void;
  /** Keeps a result to whole numbers. */
  readonly rounds?: boolean;
}

/**
 * Answers as the JSON API of SENAITE does (senaite.jsonapi): search by catalogue, sample and keyword; `update/<uid>` with fields first, then the transition; a retracted
 * analysis has a successor that takes over its result's operand; objects that are not known are passed over with 200.
 */
export function senaiteSite(
  services: readonly {
    sample: string;
    keyword: string;
    unit: string;
    calculated?: boolean;
    portalType?: string;
    interims?: { keyword: string; value: string }[];
    result?: string;
    state?: string;
  }[],
  faults: SenaiteFaults = {},
) {
  const analyses: Analysis[] = services.map(
    ({ calculated = false, portalType = 'Analysis', unit, interims = [], result = '', state = 'unassigned', ...one }, i) => ({
      ...one,
      uid: `uid-${i}`,
      portalType,
      unit: faults.unit ?? unit,
      calculated,
      result,
      operand: '',
      interims,
      state,
    }),
  );
  const shown = ({ uid, sample, result, operand, unit, state, interims, keyword }: Analysis) => ({
    uid,
    getKeyword: keyword,
    getRequestID: sample,
    Result: result,
    DetectionLimitOperand: operand,
    Unit: unit,
    review_state: state,
    InterimFields: interims,
  });
  const updates = { count: 0 };
  const json = (status: number, body: unknown): GivenAnswer => ({ status, body: JSON.stringify(body) });
  const answer = ({ method, url, headers, body }: Arrived): GivenAnswer => {
    const { pathname, searchParams } = new URL(url, 'http://site');
    if (headers.authorization === undefined) return json(401, { message: 'Unauthorized', success: false });
    if (method === 'GET' && pathname.endsWith('/@@API/senaite/v1/search')) {
      const items = analyses.filter(
        (one) =>
          searchParams.get('catalog') === 'senaite_catalog_analysis' &&
          one.portalType === searchParams.get('portal_type') &&
          (faults.hasNoIndex === 'getRequestID' || one.sample === searchParams.get('getRequestID')) &&
          (faults.hasNoIndex === 'getKeyword' || one.keyword === searchParams.get('getKeyword')),
      );
      const { pageSize = 25 } = faults;
      const next = items.length > pageSize ? `${url}&b_start=${pageSize}` : null;
      return json(200, { count: items.length, pagesize: pageSize, next, previous: null, items: items.slice(0, pageSize).map(shown) });
    }
    const uid = /\/@@API\/senaite\/v1\/update\/([^/]+)$/.exec(pathname)?.[1];
    const found = analyses.find((one) => one.uid === uid);
    if (method !== 'POST' || found === undefined || faults.passesOver === true) return json(200, { count: 0, items: [] });
    const written: Partial<Record<'Result' | 'DetectionLimitOperand' | 'transition', string>> & { InterimFields?: Analysis['interims'] } =
      JSON.parse(body);
    updates.count += 1;
    faults.onUpdate?.();
    if (updates.count - 1 === faults.refuses) return json(400, { message: 'Not allowed', success: false });
    if (found.state !== 'unassigned' && written.Result !== undefined)
      return json(500, { message: 'Not allowed to write the field Result', success: false });
    if (written.Result !== undefined && !found.calculated)
      found.result = faults.rounds === true ? written.Result.replace(/\..*/, '') : written.Result;
    if (written.DetectionLimitOperand !== undefined && faults.operandStays !== true) found.operand = written.DetectionLimitOperand;
    else if (written.DetectionLimitOperand !== undefined && found.operand === '') found.operand = written.DetectionLimitOperand;
    if (written.InterimFields !== undefined) found.interims = written.InterimFields;
    if (written.transition === 'submit' && faults.submitsNothing !== true) found.state = 'to_be_verified';
    if (written.transition === 'retract') {
      found.state = 'retracted';
      analyses.push({
        ...found,
        uid: `uid-${analyses.length}`,
        result: '',
        state: 'unassigned',
        interims: found.interims.map((one) => ({ ...one })),
      });
    }
    if (updates.count - 1 === faults.losesAnswer) return json(503, {});
    return json(200, { count: 1, items: [shown(found)] });
  };
  return { analyses, answer };
}
