/** What `hold` gives once a job has given its place away. */
export const FREED = Symbol("freed");

/**
 * The places of a worker, one for each job that it runs at once. A job of which only the end is left to be written gives its place
 * to the next one, so that this one begins meanwhile. At most as many jobs as there are places end without one; others wait for that.
 */
export class JobPlaces {
  readonly #atOnce: number;
  readonly #frees = new WeakMap<object, () => void>();
  readonly #waiting = new Set<() => void>();
  #ending = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /**
   * Gives a job a place while it runs.
   * @param options `mayFree` is asked when the job could give its place away, and `onFree` called when it does
   * @param run runs the job to its end; before it takes the next job along, it asks whether the job's place is still its own: if so, it
   * stays so
   * @returns what `run` gives, or FREED as soon as the job has given its place away; `run` goes on
   */
  async hold<Result>(
    job: object,
    { mayFree, onFree }: { readonly mayFree: () => boolean; readonly onFree: () => void },
    run: (keepPlace: () => boolean) => Promise<Result>,
  ): Promise<Result | typeof FREED> {
    const freed = Promise.withResolvers<typeof FREED>();
    let hasPlace = true;
    let isKept = false;
    const free = (): void => {
      this.#waiting.delete(free);
      if (!hasPlace || isKept || !mayFree()) return;
      if (this.#ending >= this.#atOnce) {
        this.#waiting.add(free);
        return;
      }
      hasPlace = false;
      this.#ending++;
      onFree();
      freed.resolve(FREED);
    };
    this.#frees.set(job, free);
    const keepPlace = (): boolean => (isKept = hasPlace);
    const end = run(keepPlace).finally(() => {
      this.#frees.delete(job);
      this.#waiting.delete(free);
      if (!hasPlace) this.#ended();
    });
    return Promise.race([end, freed.promise]);
  }

  /** The job gives its place away as soon as it may. */
  free(job: object): void {
    this.#frees.get(job)?.();
  }

  #ended(): void {
    this.#ending--;
    for (const free of this.#waiting) {
      if (this.#ending >= this.#atOnce) break;
      free();
    }
  }
}
