/** One sample of a FlowJo workspace made by hand, as FlowJo 10 writes it. */
export interface SampleByHand {
  readonly name?: string;
  readonly id?: string;
  readonly uri?: string;
  readonly keywords?: Readonly<Record<string, string>>;
  /** Elements of `Transformations`; linear scales from 0 to 256 for `linear`. */
  readonly transformations?: string;
  readonly linear?: readonly string[];
  /** `spilloverMatrix` element, or nothing. */
  readonly matrix?: string;
  readonly derived?: string;
  readonly populations: string;
}

const SPACES =
  'xmlns:gating="http://www.isac-net.org/std/Gating-ML/v2.0/gating" xmlns:transforms="http://www.isac-net.org/std/Gating-ML/v2.0/transformations" xmlns:data-type="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes"';

/** A workspace with these samples, all in the group of that name. */
export function workspace(samples: readonly SampleByHand[], group = 'All Samples'): string {
  const references = samples.map(({ id }, i) => `<SampleRef sampleID="${id ?? i + 1}"/>`).join('');
  const groups = `<Groups><GroupNode name="${group}"><Group name="${group}"><SampleRefs>${references}</SampleRefs></Group></GroupNode></Groups>`;
  return `<Workspace version="20.0" ${SPACES}>${groups}<SampleList>${samples.map(sampleText).join('')}</SampleList></Workspace>`;
}

function sampleText(sample: SampleByHand, index: number): string {
  const { name = 'made.fcs', id = String(index + 1), uri = `file:/C:/data/${name}`, keywords = {}, linear = [] } = sample;
  const scales = linear.map((parameter) => linearScale(parameter)).join('');
  const listed = Object.entries(keywords).map(([keyword, value]) => `<Keyword name="${keyword}" value="${value}"/>`);
  return [
    `<Sample><DataSet uri="${uri}" sampleID="${id}"/>${sample.matrix ?? ''}`,
    `<Transformations>${scales}${sample.transformations ?? ''}</Transformations>${sample.derived ?? ''}`,
    `<Keywords>${listed.join('')}</Keywords>`,
    `<SampleNode name="${name}" count="4" sampleID="${id}"><Subpopulations>${sample.populations}</Subpopulations></SampleNode></Sample>`,
  ].join('');
}

/** A linear scale whose channels are its values. */
export function linearScale(parameter: string, { max = 256, gain = 1 } = {}): string {
  return `<transforms:linear transforms:minRange="0" transforms:maxRange="${max}" gain="${gain}"><data-type:parameter data-type:name="${parameter}"/></transforms:linear>`;
}

/** A population whose gate is `shape`, with what lies below it. */
export function population(name: string, shape: string, { count = -1, below = '' } = {}): string {
  return `<Population name="${name}" count="${count}"><Gate gating:id="ID-${name}">${shape}</Gate><Subpopulations>${below}</Subpopulations></Population>`;
}

/** `AndNode`, `OrNode` or `NotNode` of populations by their path. */
export function booleanNode(element: string, name: string, dependents: readonly string[]): string {
  return `<${element} name="${name}" count="-1"><Dependents>${dependents.map((path) => `<Dependent name="${path}"/>`).join('')}</Dependents></${element}>`;
}

/** A `RectangleGate` or `CurlyQuad`; each side as `X: 'min=1 max=2'` in attributes. */
export function box(
  sides: Readonly<Record<string, Readonly<Record<string, number>>>>,
  { element = 'RectangleGate', eventsInside = 1 } = {},
): string {
  const dimensions = Object.entries(sides).map(([parameter, bounds]) => {
    const attributes = Object.entries(bounds).map(([bound, value]) => ` gating:${bound}="${value}"`);
    return `<gating:dimension${attributes.join('')}><data-type:fcs-dimension data-type:name="${parameter}"/></gating:dimension>`;
  });
  return `<gating:${element} eventsInside="${eventsInside}">${dimensions.join('')}</gating:${element}>`;
}

/** A `PolygonGate` or `EllipsoidGate` with the elements of its shape. */
export function onPlane(element: string, [x, y]: readonly [string, string], shape: string): string {
  const dimensions = [x, y].map((name) => `<gating:dimension><data-type:fcs-dimension data-type:name="${name}"/></gating:dimension>`);
  return `<gating:${element} eventsInside="1">${dimensions.join('')}${shape}</gating:${element}>`;
}

export function vertices(points: readonly (readonly [number, number])[]): string {
  return points
    .map(
      ([x, y]) => `<gating:vertex><gating:coordinate data-type:value="${x}"/><gating:coordinate data-type:value="${y}"/></gating:vertex>`,
    )
    .join('');
}

/** A spillover matrix, row by row. */
export function spilloverMatrix(
  rows: Readonly<Record<string, readonly number[]>>,
  { prefix = 'Comp-', name = 'Acquisition-defined', spectral = 0 } = {},
): string {
  const parameters = Object.keys(rows);
  const spillovers = Object.entries(rows).map(([parameter, values]) => {
    const coefficients = values.map(
      (value, i) => `<transforms:coefficient data-type:parameter="${parameters[i] ?? ''}" transforms:value="${value}"/>`,
    );
    return `<transforms:spillover data-type:parameter="${parameter}">${coefficients.join('')}</transforms:spillover>`;
  });
  return `<transforms:spilloverMatrix spectral="${spectral}" prefix="${prefix}" suffix="" name="${name}">${spillovers.join('')}</transforms:spilloverMatrix>`;
}
