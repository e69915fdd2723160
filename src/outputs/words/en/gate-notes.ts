import type { GATE_NOTES, GateNoteFields } from '../../../exchange/document/notes.ts';
import type { Sentences } from '../../../message.ts';
import { shownNumber } from '../../../shown-number.ts';

/** The notes on a gate file, in English; each stands after the name of its file, and of its sample or tube. */
export const GATE_NOTE_SENTENCES = {
  'gate-file/left-out': (fields) => {
    const { gate, called, element } = fields;
    const what = { gate: `the gate '${gate}'`, 'gate-of': `the gate of '${gate}' (${element ?? 'none'})`, population: `'${gate}'` };
    const kind = called === 'population' && element !== null ? ` (${element})` : '';
    return `${what[called]}${kind} is left out, and what lies below it: ${cause(fields)}.`;
  },
  'gate-file/needs-missing': ({ gate, needs }) => `'${gate}' needs '${needs}', which is not here; it is left out.`,
  'gate-file/combines-several': ({ gate, of }) => `'${gate}' is left out: it combines '${of}', of which there are several.`,
  'gate-file/not-in-tree': ({ gate }) => `'${gate}' is left out: the workspace's tree does not have it.`,
  'gate-file/same-name': ({ population, here }) => `there are several populations '${population}'; one of them is called '${here}' here.`,
  'gate-file/read-as': ({ gate, operator, of }) => {
    const names = of.map((name) => `'${name}'`);
    return `the gate '${gate}' is read as ${operator === 'not' ? 'not ' : ''}${names.join(` ${operator} `)}.`;
  },
  'gate-file/polygon-at-end': ({ gate }) =>
    `the polygon '${gate}' reaches an end of its scales: events off the scale lie outside of it here.`,
  'gate-file/curly-quadrant': ({ gate }) =>
    `the curly quadrant '${gate}' is drawn with y = y0 + 0.001 (x - x0)² and x = x0 + 0.001 (y - y0)² on 256 channels: FlowJo does not publish its curves. Compare the counts.`,
  'gate-file/no-own-gates': () => 'it has no gates of its own; those of a worksheet are not read.',
  'gate-file/group-gates': ({ group, populations, count }) => {
    const more = count > populations.length ? ` and ${count - populations.length} more` : '';
    return `its group '${group}' has ${populations.map((path) => `'${path}'`).join(', ')}${more}, which the sample does not have: only the sample's own gates are counted. Apply the group's gates to the sample in FlowJo if they are meant.`;
  },
  'gate-file/derived-parameter': ({ parameter, formula }) =>
    `the derived parameter '${parameter}' ${formula === null ? 'has no formula' : `is '${formula}'`}, no sum of parameters and no ratio of two sums, such as '(<A> + <B>) / <C>'; gates on it are left out.`,
  'gate-file/spectral-matrix': ({ matrix }) =>
    `its matrix '${matrix}' is a spectral unmixing, which is not read; gates on unmixed parameters are left out. Export the unmixed events from FlowJo and gate those.`,
  'gate-file/matrix-without-affix': ({ matrix }) =>
    `its matrix '${matrix}' gives compensated parameters no prefix or suffix, so that a gate does not say whether its values are compensated; gates on parameters of the matrix are left out.`,
  'gate-file/unknown-transform': ({ transform, parameter }) =>
    `the ${transform} transform of '${parameter}' is not known; gates on it are left out.`,
  'gate-file/time-gain': ({ parameter, gain, timeStepSeconds }) =>
    `'${parameter}' counts ${gain} a step in FlowJo and ${timeStepSeconds} here ($TIMESTEP): coordinates of its gates are multiplied by the quotient.`,
  'gate-file/no-covariance': ({ gate, fault }) =>
    `the matrix of the ellipsoid '${gate}' is ${fault === 'not-symmetric' ? 'not symmetric' : 'not positive definite'}, so no covariance: events are taken as the formula of Gating-ML says, and their shape may be no ellipse. Compare the counts.`,
  'gate-file/other-extension': ({ elements }) =>
    `what another program keeps in ${elements.map((name) => `'${name}'`).join(', ')} of its own extension is not read.`,
  'gate-file/not-read': ({ element, kind, part, count, line }) => {
    const what = { attribute: `the attribute '${part}'`, element: `the element '${part}'`, 'second-element': `a second element '${part}'` };
    const times = count === 1 ? `in line ${line}` : `${count} times, first in line ${line}`;
    return `${what[kind]} of '${element}' (${times}) is not read: its program is not known to write it. Compare the counts.`;
  },
  'gate-file/other-prefix': ({ parameter, used, values }) =>
    values === 'as-acquired'
      ? `gates on '${parameter}' are counted on '${used}' as acquired: the sample has no matrix that compensates it.`
      : `gates on '${parameter}' are counted on '${used}', whose values are compensated in the file.`,
  'gate-file/more-notes': ({ count }) => `${count} more notes are not listed.`,
  'gate-file/other-events': ({ sample, stored, events }) =>
    `the sample '${sample}' of the gate file had ${stored} events, this file has ${events}: is it the same file?`,
  'gate-file/other-compensation': () => 'the compensation that the gate file states for this tube is not that of the file, which is used.',
  'gate-file/counts-differ': ({ all, unlisted }) => {
    const found = all.map(({ population, count, stored }) => `'${population}' (${count} here, ${stored} stored)`);
    const more = unlisted > 0 ? ` and ${unlisted} more` : '';
    return `counts differ by more than 1 % from those that the gate file stores: ${found.join(', ')}${more}.`;
  },
  'gate-file/without-place': ({ parameter, count, events }) =>
    `${count} of ${events} events have no place on the logarithmic axis of '${parameter}', being below 0: no gate on it holds them.`,
  'gate-file/outside-data': ({ population, parameter, least, greatest, parent }) =>
    `'${population}' is empty, of ${parent} events: its gate lies wholly beyond the values of '${parameter}', which are ${shownNumber(least, 6)} to ${shownNumber(greatest, 6)}. Compare its unit and scale.`,
  'gate-file/one-sample': ({ sample, samples }) => `gates of the sample '${sample}'; the file has ${samples} samples (--sample).`,
  'gate-file/groups': ({ groups }) => `the sample is in the groups ${groups.map((group) => `'${group}'`).join(', ')}.`,
  'gate-file/own-matrix': () =>
    'the gate file compensates by a matrix of its own; write it with --matrix FILE.csv, or the spillover of each FCS file is taken.',
} as const satisfies Sentences<typeof GATE_NOTES>;

/** Why a gate has none here, as a part of a sentence. */
function cause(fields: GateNoteFields<'gate-file/left-out'>): string {
  const { count, value, text } = fields;
  const name = fields.name ?? '';
  const causes = {
    'no-gate': 'it is no gate',
    'no-shape': 'there is none',
    'other-parent': `its parent '${name}' is not the one in its full name`,
    'gate-type': `a gate of the type ${name} is not read`,
    'unknown-members': `${count ?? '?'} of its members are known by name`,
    'operand-count': `it is of ${count ?? '?'}, not of ${value === 1 ? 'one population' : 'two populations or more'}`,
    'no-region': 'it has no region',
    'region-type': `a region of the type ${name} is not read`,
    'few-coordinates': 'it has fewer than two different coordinates',
    'few-corners': 'it has fewer than three corners',
    'time-unit': 'the unit of its Time is not documented',
    'linear-and-biexponential': `'${name}' is called linear and biexponential at once`,
    'no-log-decades': `'${name}' is logarithmic and the experiment has no log_decades`,
    'biexponential-scale': `'${name}' is biexponential with the scale value '${text ?? ''}'`,
    'not-on-a-parameter': 'it is on something else than a parameter',
    'no-scale': `'${name}' has no scale in the sample`,
    'unknown-gain': `FlowJo counts '${name}' with a gain of ${value ?? '?'}, whose meaning is not published`,
    'no-time-step': `the workspace has no $TIMESTEP, in which the steps of '${name}' are seconds`,
    'perhaps-seconds': `'${name}' may be the time by another name, and the workspace does not say whether FlowJo counts it in seconds or in steps of ${value ?? '?'} s ($TIMESTEP)`,
    'unusable-transform': (text ?? '').replace(/\.$/, ''),
    'derived-not-read': `'${name}' is a derived parameter that is not read`,
    'perhaps-compensated': `'${name}' may be compensated or not`,
    'matrix-not-read': `'${name}' is compensated by a matrix that is not read`,
    'no-side': "it has no 'eventsInside', which says whether the events within are meant",
    'several-shapes': `it has ${count ?? '?'} shapes`,
    'no-dimension': 'it has no dimension',
    'dimension-count': `it has ${count ?? '?'} dimensions`,
    'no-counterpart': 'such a gate has no counterpart here',
    'corner-off-scale': `a corner at ${value ?? '?'} has no place on its scale`,
    'curly-bounds': 'a curly quadrant has one bound on each axis',
    'curly-off-scale': 'its curves meet outside of the scales',
    'no-such-parameter': `'${name}' is no parameter of the file`,
    'several-parameters': `'${name}' may be ${(fields.names ?? []).map((one) => `'${one}'`).join(' or ')} of the file`,
  };
  return causes[fields.cause];
}
