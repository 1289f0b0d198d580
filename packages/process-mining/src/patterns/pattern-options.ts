/** What counts as a pattern. */
export interface PatternOptions {
  /** Share of cases from which a sequence is frequent. Default 0.1. */
  readonly frequentShare?: number | undefined;
  /** Share of cases up to which a sequence is rare. Default 0.01. */
  readonly rareShare?: number | undefined;
  /** Activities in a sequence at most. Default 5; the shortest has 2. */
  readonly longest?: number | undefined;
  /** Sequences and paths listed at most, each; all are counted. Default 100. */
  readonly listed?: number | undefined;
}
