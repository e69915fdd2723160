import type { GivenFields } from '../../given-fields.ts';
import type { DESIGN_FAULT } from '../reason-fields.ts';

/** Why a design is not whole. */
export type DesignFault = GivenFields<typeof DESIGN_FAULT>;
