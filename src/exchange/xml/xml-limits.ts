/** Before the first element: a DOCTYPE, comments. */
export const LONGEST_PROLOG = 1024 * 1024;
/** Of one start tag, and how many attributes it may have. */
export const LONGEST_TAG = 1024 * 1024;
export const MOST_ATTRIBUTES = 1000;
/** Of a text, a comment or a name: plots are kept in texts. */
export const LONGEST_TOKEN = 16 * 1024 * 1024;

interface XmlLimits {
  readonly characters: number;
  /** Elements that are read, and those of them that are kept as a tree. */
  readonly elements: number;
  readonly kept: number;
  readonly depth: number;
  /** Elements that are passed over with all that is in them: they hold no gates. */
  readonly passedOver: ReadonlySet<string>;
}

/** Far above any real strategy, low enough to be refused in about a second. */
export const GATES_LIMITS: XmlLimits = {
  characters: 128 * 1024 * 1024,
  elements: 250_000,
  kept: 250_000,
  depth: 64,
  passedOver: new Set(),
};
/** These hold the gates of every sample, over and over, among plots and layouts. */
export const LIMITS_BY_ROOT: Readonly<Record<string, XmlLimits>> = {
  Workspace: {
    ...GATES_LIMITS,
    elements: 4_000_000,
    kept: 1_000_000,
    passedOver: new Set([
      'Graph',
      'Cytometers',
      'Matrices',
      'LayoutEditor',
      'TableEditor',
      'PlateEditorState',
      'Scripts',
      'SOPS',
      'StagingArea',
    ]),
  },
  bdfacs: {
    ...GATES_LIMITS,
    elements: 4_000_000,
    kept: 1_000_000,
    passedOver: new Set(['acquisition_worksheets', 'worksheets', 'worksheet_template', 'keywords', 'lasers']),
  },
};
