/** Colours of the page by role; every text colour is at least 4.5 : 1 on every ground it stands on, which a test computes. */
export const pageColours = {
  light: {
    paper: '#ffffff',
    soft: '#f4f6f8',
    ink: '#16202c',
    secondary: '#45515f',
    tertiary: '#5f6b7a',
    hairline: '#d5dbe2',
    rule: '#16202c',
    fails: '#a3201a',
    'fails-ground': '#fbeceb',
    invalid: '#7a4b00',
    'invalid-ground': '#fdf3dd',
    meets: '#1b6e4b',
    link: '#0b5394',
  },
  dark: {
    paper: '#12171d',
    soft: '#1a2129',
    ink: '#e8ecf1',
    secondary: '#b9c3ce',
    tertiary: '#98a4b1',
    hairline: '#313b46',
    rule: '#c9d2dc',
    fails: '#ff9d94',
    'fails-ground': '#3a1b1b',
    invalid: '#f2c266',
    'invalid-ground': '#33270f',
    meets: '#74d3a6',
    link: '#8ec2f5',
  },
} as const;

/** The plate that plots lie on in dark mode; their own colours stay. */
export const PLATE = '#f2f4f6';

export function colourVariables(theme: keyof typeof pageColours): string {
  return Object.entries(pageColours[theme])
    .map(([role, colour]) => `--${role}:${colour};`)
    .join('');
}
