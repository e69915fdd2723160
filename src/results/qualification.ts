import type { Title } from '../attributes/attribute-result.ts';

/** One check of a qualification: what was expected and found, and whether that is right. */
export interface QualificationCheck {
  readonly id: string;
  readonly title: Title;
  readonly expected: string;
  readonly found: string;
  readonly outcome: 'passed' | 'failed';
}

/** Checks that belong together: of the installation, or of one reference case. */
export interface QualificationPart {
  readonly id: string;
  readonly title: Title;
  /** Where the expected values come from; `null` = from the release itself. */
  readonly source: Title | null;
  readonly checks: readonly QualificationCheck[];
}

/** What a qualification found on one machine. */
export interface Qualification {
  readonly software: string;
  readonly node: string;
  readonly platform: string;
  readonly host: string;
  readonly user: string;
  readonly performedAt: string;
  /** SHA-256 over the list of installed files: the same for every installation of the release. */
  readonly installationSha256: string | null;
  readonly installation: readonly QualificationPart[];
  readonly operation: readonly QualificationPart[];
  /** Ways to a wrong release, each with its honest counterpart. */
  readonly hazards: readonly QualificationPart[];
  /** Hazards that need a test rig: shown by the tests of the project, and not on this machine. */
  readonly shownByTests: readonly HazardByTests[];
}

export interface HazardByTests {
  readonly id: string;
  readonly hazard: Title;
  /** What prevents it. */
  readonly control: string;
  /** The file of the test. */
  readonly test: string;
}

export function qualificationOutcome({ installation, operation, hazards }: Qualification): 'passed' | 'failed' {
  return [...installation, ...operation, ...hazards].some(({ checks }) => checks.some(({ outcome }) => outcome === 'failed'))
    ? 'failed'
    : 'passed';
}
