import type { Vocabulary } from '../xml/vocabulary.ts';

/** What FACSDiva writes of a gate: its keys stand once each; those that are not read (colours, statistics) are many and are not listed. */
export const FACSDIVA_VOCABULARY: Vocabulary = {
  gates: { many: ['gate'] },
  gate: {
    read: ['fullname', 'type'],
    one: [
      'region',
      'name',
      'parent',
      'num_events',
      'is_x_parameter_log',
      'is_y_parameter_log',
      'is_x_parameter_scaled',
      'is_y_parameter_scaled',
      'x_parameter_scale_value',
      'y_parameter_scale_value',
    ],
    passedOver: 'others',
  },
  region: { read: ['type', 'xparm', 'yparm'], harmless: ['name'], one: ['points'], many: ['point'] },
  points: { many: ['point'] },
  point: { read: ['x', 'y'] },
};
