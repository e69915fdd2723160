import type { Hazard } from './hazard.ts';
import { SECTION_1 } from './sections/section-1.ts';
import { SECTION_2 } from './sections/section-2.ts';
import { SECTION_3 } from './sections/section-3.ts';
import { SECTION_4 } from './sections/section-4.ts';
import { SECTION_5 } from './sections/section-5.ts';
import { SECTION_6 } from './sections/section-6.ts';
import { SECTION_8 } from './sections/section-8.ts';

export interface HazardSection {
  readonly number: number;
  readonly title: string;
  readonly hazards: readonly Hazard[];
}

/** Numbers that begin with 7 are those that tests of the project show. */
export const HAZARD_SECTIONS: readonly HazardSection[] = [
  { number: 1, title: 'The subject of a result', hazards: SECTION_1 },
  { number: 2, title: 'Identity of inputs, tables, specifications and reagents', hazards: SECTION_2 },
  { number: 3, title: 'Validity and the plan', hazards: SECTION_3 },
  { number: 4, title: 'Limits, roles, pairs and analyses made again', hazards: SECTION_4 },
  { number: 5, title: 'Values', hazards: SECTION_5 },
  { number: 6, title: 'Tables that others read, and the store', hazards: SECTION_6 },
  { number: 8, title: 'Acts of persons', hazards: SECTION_8 },
];
