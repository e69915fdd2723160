/** Every way in which a readable FCS file may depart from its standard. `docs/errors.md` lists them; a definition says which it admits. */
export const DEPARTURES = {
  'fcs/data-end-off-by-one': 'DATA ends one byte after the last event.',
} as const;

export type DepartureCode = keyof typeof DEPARTURES;
