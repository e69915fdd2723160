import { InputError } from '../../errors.ts';
import type { EventBlock } from '../../fcs/fcs-file.ts';
import type { GatingPlan } from '../gating-plan.ts';
import type { BlockLayout, EventValues } from '../selection.ts';

/** Whether all needed values of a block's events are finite: a value that is none must never be compared. */
export function areFinite(values: EventValues, eventCount: number, { stride, offsets }: BlockLayout): boolean {
  for (let event = 0, base = 0; event < eventCount; event++, base += stride) {
    for (const offset of offsets) if (!Number.isFinite(values[base + offset])) return false;
  }
  return true;
}

/** The error that names the first value of a block that is not finite. */
export function notFinite({ columns, dataSet }: GatingPlan, { stride, offsets }: BlockLayout, block: EventBlock): InputError {
  const place = { file: dataSet.file, dataSet: dataSet.number };
  for (let event = 0; event < block.eventCount; event++) {
    for (const [c, position] of columns.entries()) {
      const value = block.values[event * stride + (offsets[c] ?? 0)] ?? Number.NaN;
      if (Number.isFinite(value)) continue;
      const name = dataSet.parameters[position]?.name ?? '';
      return new InputError(
        'fcs/not-a-number',
        `Expected a finite number as '${name}' of event ${block.firstEvent + event + 1}, found ${value}.`,
        place,
      );
    }
  }
  throw new Error('a block was refused whose values are all finite');
}
