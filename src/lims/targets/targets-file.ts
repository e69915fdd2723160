import * as z from 'zod';
import type { OpenTarget } from '../target.ts';
import { TARGETS } from './registry.ts';

/** A target with what every kind has. */
const commonOf = z.object({ type: z.enum(TARGETS.ids), id: z.string(), send: z.enum(['approved', 'analysed']) });

const [first, ...others] = TARGETS.members;

/** `targets.yaml`: the systems that results are sent to. */
export const targetsSchema = z
  .strictObject({
    targets: z.array(z.discriminatedUnion('type', [first.schema, ...others.map(({ schema }) => schema)])).min(1),
  })
  .refine(({ targets }) => new Set(targets.map((target) => commonOf.parse(target).id)).size === targets.length, {
    message: 'Expected an id of its own for every target',
    path: ['targets'],
  });

/** A target of the file, ready to be spoken to. */
export interface ConfiguredTarget extends OpenTarget {
  readonly id: string;
  readonly type: string;
  /** Which results it gets. */
  readonly gets: 'approved' | 'analysed';
}

/** The targets of a file that the schema let through. */
export function openTargets({ targets }: z.output<typeof targetsSchema>): readonly ConfiguredTarget[] {
  return targets.map((settings) => {
    const { type, id, send } = commonOf.parse(settings);
    return { ...TARGETS.of(type).open(settings), type, id, gets: send };
  });
}
