import './in-process-workers.ts';
import { HAZARD_SECTIONS } from './all-hazards.ts';
import { testHazards } from './test-hazards.ts';

testHazards(HAZARD_SECTIONS, 5);
