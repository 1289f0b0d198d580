/** Thrown by a processor: the job goes back to sleep and runs again later. */
export class PostponeJob extends Error {
  override readonly name = "PostponeJob";
  readonly delayMs: number;

  constructor(delayMs: number) {
    super(`again in ${delayMs} ms`);
    this.delayMs = delayMs;
  }
}

/** Thrown by a processor: the job fails, as it should; nobody needs to be told. */
export class RefuseJob extends Error {
  override readonly name = "RefuseJob";
}
