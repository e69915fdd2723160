import * as z from 'zod';
import type { OpenTarget } from '../target.ts';
import { TARGETS } from './registry.ts';

/** A target with what every kind has. */
const commonOf = z.object({
  type: z.enum(TARGETS.ids),
  id: z.string(),
  formerly: z.string().optional(),
  send: z.enum(['approved', 'analysed']),
});

const [first, ...others] = TARGETS.members;

/** `targets.yaml`: the systems that results are sent to. */
export const targetsSchema = z
  .strictObject({
    targets: z.array(z.discriminatedUnion('type', [first.schema, ...others.map(({ schema }) => schema)])).min(1),
    elsewhere: z
      .array(z.string())
      .default([])
      .describe(
        'Ids of targets that results were sent to and that stand in another file, or are no more: none of the targets here is one of them.',
      ),
  })
  .refine(({ targets }) => new Set(targets.map((target) => commonOf.parse(target).id)).size === targets.length, {
    message: 'Expected an id of its own for every target',
    path: ['targets'],
  })
  .refine(({ targets }) => new Set(targets.map(storedAsOf)).size === targets.length, {
    message: 'Expected no target formerly to have had the id of another',
    path: ['targets'],
  });

function storedAsOf(settings: unknown): string {
  const { id, formerly } = commonOf.parse(settings);
  return formerly ?? id;
}

/** A target of the file, ready to be spoken to. */
export interface ConfiguredTarget extends OpenTarget {
  readonly id: string;
  readonly type: string;
  /** The id under which outbox, keys and log know it: that which it had first. */
  readonly storedAs: string;
  /** Which results it gets. */
  readonly gets: 'approved' | 'analysed';
}

/** The targets of a file that the schema let through. */
export function openTargets({ targets }: z.output<typeof targetsSchema>): readonly ConfiguredTarget[] {
  return targets.map((settings) => {
    const { type, id, send } = commonOf.parse(settings);
    return { ...TARGETS.of(type).open(settings), type, id, storedAs: storedAsOf(settings), gets: send };
  });
}
