import type { IntervalMethod, IntervalMethodName } from '../../../attributes/interval-method.ts';

/** How each method is called in one language: `of` says the methods of the limits that entered. */
export type IntervalMethodWords = Readonly<Record<IntervalMethodName, (of: string, method: IntervalMethod) => string>>;
