/** Gating-ML 2.0 made by hand, element by element. */

const SPACES = ['gating', 'transformations', 'datatypes'].map((name) => `http://www.isac-net.org/std/Gating-ML/v2.0/${name}`);
export const document = (...elements: readonly string[]) =>
  `<gating:Gating-ML xmlns:gating="${SPACES[0]}" xmlns:transforms="${SPACES[1]}" xmlns:data-type="${SPACES[2]}">${elements.join('')}</gating:Gating-ML>`;

/** What a dimension is measured on, and its bounds. */
export interface DimensionByHand {
  /** Of a parameter, or of a ratio transformation where `ratio` is its id. */
  readonly name?: string;
  readonly ratio?: string;
  readonly comp?: string;
  readonly scale?: string;
  readonly min?: number;
  readonly max?: number;
}

/** A dimension of a gate. */
export function dimension(of: DimensionByHand): string {
  return measured('dimension', of);
}

/** A divider with its values in any order. */
export function divider(id: string, of: DimensionByHand, values: readonly number[]): string {
  return measured('divider', of, { id, inner: values.map((value) => `<gating:value>${value}</gating:value>`).join('') });
}

function measured(
  element: string,
  { name, ratio: derived, comp = 'uncompensated', scale, min, max }: DimensionByHand,
  { id, inner = '' }: { readonly id?: string; readonly inner?: string } = {},
): string {
  const attributes = Object.entries({ id, min, max, 'compensation-ref': comp, 'transformation-ref': scale })
    .flatMap(([key, value]) => (value === undefined ? [] : [` gating:${key}="${value}"`]))
    .join('');
  const subject =
    derived === undefined
      ? `<data-type:fcs-dimension data-type:name="${name}"/>`
      : `<data-type:new-dimension data-type:transformation-ref="${derived}"/>`;
  return `<gating:${element}${attributes}>${subject}${inner}</gating:${element}>`;
}

export const gate = (element: string, id: string, inner: string, parent?: string) =>
  `<gating:${element} gating:id="${id}"${parent === undefined ? '' : ` gating:parent_id="${parent}"`}>${inner}</gating:${element}>`;
export const rectangle = (id: string, dimensions: readonly DimensionByHand[], parent?: string) =>
  gate('RectangleGate', id, dimensions.map((one) => dimension(one)).join(''), parent);
export const boolean = (id: string, operator: string, operands: readonly string[], parent?: string) => {
  const references = operands.map((one) =>
    one.startsWith('!')
      ? `<gating:gateReference gating:ref="${one.slice(1)}" gating:use-as-complement="true"/>`
      : `<gating:gateReference gating:ref="${one}"/>`,
  );
  return gate('BooleanGate', id, `<gating:${operator}>${references.join('')}</gating:${operator}>`, parent);
};
export const point = (values: readonly number[]) => values.map((value) => `<gating:coordinate data-type:value="${value}"/>`).join('');
export const transformation = (id: string, kind: string, numbers: Readonly<Record<string, number>>, inner = '') =>
  `<transforms:transformation transforms:id="${id}"><transforms:${kind}${Object.entries(numbers)
    .map(([key, value]) => ` transforms:${key}="${value}"`)
    .join('')}>${inner}</transforms:${kind}></transforms:transformation>`;
/** With `boundMin` and `boundMax` of its result. */
export const bounded = (element: string, bounds: Readonly<Record<string, number>>) =>
  element.replace(
    '<transforms:transformation',
    `<transforms:transformation${Object.entries(bounds)
      .map(([name, value]) => ` transforms:${name}="${value}"`)
      .join('')}`,
  );
export const ratio = (id: string, [top, bottom]: readonly [string, string], numbers: Readonly<Record<string, number>>) =>
  transformation(id, 'fratio', numbers, [top, bottom].map((name) => `<data-type:fcs-dimension data-type:name="${name}"/>`).join(''));
const names = (list: string, all: readonly string[]) =>
  `<transforms:${list}>${all.map((name) => `<data-type:fcs-dimension data-type:name="${name}"/>`).join('')}</transforms:${list}>`;
export const spectrumMatrix = (
  id: string,
  fluorochromes: readonly string[],
  detectors: readonly string[],
  rows: readonly (readonly number[])[],
) =>
  `<transforms:spectrumMatrix transforms:id="${id}">${names('fluorochromes', fluorochromes)}${names('detectors', detectors)}${rows
    .map(
      (row) =>
        `<transforms:spectrum>${row.map((value) => `<transforms:coefficient transforms:value="${value}"/>`).join('')}</transforms:spectrum>`,
    )
    .join('')}</transforms:spectrumMatrix>`;

export const quadrant = (id: string, positions: Readonly<Record<string, number>>) =>
  `<gating:Quadrant gating:id="${id}">${Object.entries(positions)
    .map(([ref, location]) => `<gating:position gating:divider_ref="${ref}" gating:location="${location}"/>`)
    .join('')}</gating:Quadrant>`;
