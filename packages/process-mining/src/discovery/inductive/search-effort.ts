/** Looking for a cut in a graph of n activities costs up to about n³ steps; this many are a few seconds. */
const MOST_STEPS = 2e10;

/**
 * What the miner may still spend on activities without which a part of the log has a cut. Each part of a spaghetti process
 * tries all of its activities, which takes the fourth power of their number. It counts steps, not seconds, so that the same
 * log gets the same model on every machine.
 */
export class SearchEffort {
  readonly #most: number;
  #spent = 0;
  #hasRefused = false;

  constructor(most = MOST_STEPS) {
    this.#most = most;
  }

  /** Whether a graph of so many activities may be tried. */
  spend(activities: number): boolean {
    if (this.#spent >= this.#most) this.#hasRefused = true;
    else this.#spent += activities ** 3;
    return !this.#hasRefused;
  }

  /** Whether something wasn't tried. */
  get hasRefused(): boolean {
    return this.#hasRefused;
  }

  /** 0 to 1. */
  get spentShare(): number {
    return Math.min(1, this.#spent / this.#most);
  }
}
