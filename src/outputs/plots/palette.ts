/** Colours of the pictures. They are the same in light and dark: a picture in a record never changes. */
export const plotColours = {
  ink: '#16202c',
  secondary: '#45515f',
  axis: '#5f6b7a',
  grid: '#e8ebef',
  gate: '#b8460b',
  gateLabel: '#8a3407',
  control: '#6b7785',
  controlFill: '#aeb6c0',
  reference: '#1f4e79',
  test: '#c4570a',
  limit: '#a3201a',
  band: '#e6f0ea',
  bandEdge: '#1b6e4b',
  residualBand: '#eef1f4',
  halo: '#ffffff',
} as const;

/** Density from sparse to dense, a colour for each twelfth of the events. */
export const densityColours = [
  '#3b2f6b',
  '#3d4285',
  '#38568b',
  '#30698e',
  '#297b8e',
  '#228d8d',
  '#1fa088',
  '#2fb47c',
  '#54c568',
  '#86d549',
  '#bade28',
  '#fde725',
] as const;
