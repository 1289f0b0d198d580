/** What `hold` gives once a job has given its place away. */
export const FREED = Symbol("freed");

/**
 * The places of a worker, one for each job that it runs at once. A job of which only the end is left to be written gives its place
 * to the next one, so that this one begins meanwhile. At most as many jobs as there are places end without one.
 */
export class JobPlaces {
  readonly #atOnce: number;
  readonly #frees = new WeakMap<object, () => boolean>();
  #ending = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /**
   * Gives a job a place while it runs.
   * @param mayFree asked when the job could give its place away
   * @param run runs the job to its end, and asks then whether it still has its place
   * @returns what `run` gives, or FREED as soon as the job has given its place away; `run` goes on
   */
  async hold<Result>(
    job: object,
    mayFree: () => boolean,
    run: (hasPlace: () => boolean) => Promise<Result>,
  ): Promise<Result | typeof FREED> {
    const freed = Promise.withResolvers<typeof FREED>();
    let hasPlace = true;
    this.#frees.set(job, () => {
      if (!hasPlace || this.#ending >= this.#atOnce || !mayFree()) return false;
      hasPlace = false;
      this.#ending++;
      freed.resolve(FREED);
      return true;
    });
    const end = run(() => hasPlace).finally(() => {
      this.#frees.delete(job);
      if (!hasPlace) this.#ending--;
    });
    return Promise.race([end, freed.promise]);
  }

  /** @returns whether the job has given its place away now */
  free(job: object): boolean {
    return this.#frees.get(job)?.() ?? false;
  }
}
