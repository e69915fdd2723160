import type { KnownElement, Vocabulary } from '../xml/vocabulary.ts';

/** How a gate is drawn, and ids by which nobody looks here: populations lie within one another. */
const DRAWN = [
  'id',
  'parent_id',
  'quadId',
  'gateResolution',
  'annoOffsetX',
  'annoOffsetY',
  'percentX',
  'percentY',
  'isTinted',
  'tint',
  'lineWeight',
  'userDefined',
];

const OF_POPULATION = ['annotation', 'expanded', 'owningGroup', 'sortPriority'];

const POPULATION: KnownElement = {
  read: ['name', 'count'],
  harmless: OF_POPULATION,
  one: ['Gate', 'Subpopulations'],
  passedOver: ['Graph'],
};

const COMBINATION: KnownElement = { ...POPULATION, one: ['Dependents', 'Subpopulations'] };
const POINTS: KnownElement = { many: ['vertex'] };
const SCALE = (...read: readonly string[]): KnownElement => ({ read, harmless: ['length'], one: ['parameter'] });

/**
 * What FlowJo 10 writes of gates, scales and matrices, by the workspaces that were seen. `distance` of an ellipse is not what its counts come from
 * (see `ellipseOfFoci`); `length` is the number of entries of FlowJo's own table of a scale.
 */
export const FLOWJO_VOCABULARY: Vocabulary = {
  SampleNode: { read: ['name', 'sampleID'], harmless: [...OF_POPULATION, 'count'], one: ['Subpopulations'], passedOver: ['Graph'] },
  // The reader itself leaves out, by name, what is neither.
  Subpopulations: { many: ['Population', 'AndNode', 'OrNode', 'NotNode'], passedOver: 'others' },
  Population: POPULATION,
  AndNode: COMBINATION,
  OrNode: COMBINATION,
  NotNode: COMBINATION,
  Dependents: { many: ['Dependent'] },
  Dependent: { read: ['name'] },
  Gate: { harmless: ['id', 'parent_id'], many: ['RectangleGate', 'PolygonGate', 'EllipsoidGate', 'CurlyQuad'] },
  RectangleGate: { read: ['eventsInside'], harmless: DRAWN, many: ['dimension'] },
  PolygonGate: { read: ['eventsInside'], harmless: DRAWN, many: ['dimension', 'vertex'] },
  EllipsoidGate: { read: ['eventsInside'], harmless: [...DRAWN, 'distance'], many: ['dimension'], one: ['foci', 'edge'] },
  CurlyQuad: { read: ['eventsInside'], harmless: DRAWN, many: ['dimension'] },
  dimension: { read: ['min', 'max'], one: ['fcs-dimension'] },
  'fcs-dimension': { read: ['name'] },
  foci: POINTS,
  edge: POINTS,
  vertex: { many: ['coordinate'] },
  coordinate: { read: ['value'] },
  Transformations: { many: ['linear', 'log', 'fasinh', 'biex', 'logicle', 'hyperlog'] },
  linear: SCALE('minRange', 'maxRange', 'gain'),
  log: SCALE('offset', 'decades'),
  // T, M and A say the scale; W and maxRange are FlowJo's own copies.
  fasinh: { read: ['T', 'M', 'A'], harmless: ['W', 'length', 'maxRange'], one: ['parameter'] },
  biex: SCALE('maxRange', 'pos', 'neg', 'width'),
  logicle: SCALE('T', 'W', 'M', 'A'),
  hyperlog: SCALE('T', 'W', 'M', 'A'),
  parameter: { read: ['name'], harmless: ['userProvidedCompInfix'] },
  spilloverMatrix: {
    read: ['name', 'prefix', 'suffix', 'spectral'],
    harmless: ['color', 'editable', 'id', 'status', 'version'],
    one: ['parameters'],
    many: ['spillover'],
  },
  parameters: { many: ['parameter'] },
  spillover: { read: ['parameter'], harmless: ['userProvidedCompInfix'], many: ['coefficient'] },
  coefficient: { read: ['parameter', 'value'] },
};
