/** What a method asks of persons and lets them do: in `result.json`, so that it is part of what they sign. All absent = asks nothing, lets nothing. */
export interface ReleaseRules {
  /** Who approves did not analyse. */
  readonly approverDiffersFromAnalyst?: boolean;
  /** Who approves did not review. */
  readonly approverDiffersFromReviewer?: boolean;
  /** A lot with pending results may be released on those that there are. */
  readonly onRapidResults?: boolean;
  /** A lot that does not meet its specification may be released by exception: only of a product that is made for the one patient whom it comes from. */
  readonly exceptional?: 'autologous';
}
