/** How a pass over a log is watched and stopped. */
export interface RunOptions {
  /** Aborting makes the pass reject with the signal's reason, within a fraction of a second at any log size. */
  readonly signal?: AbortSignal | undefined;
  /** Told from time to time how much of the pass is done: 0 to 1, never falling, 1 at the end. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}
