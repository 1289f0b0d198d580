import pg from "pg";

/**
 * A connection to Postgres that can't end the process. A pool listens for errors of idle clients only: one that is cut
 * while it is checked out would otherwise be an uncaught exception. What runs on it rejects all the same.
 *
 * A statement that got no answer in time takes its connection with it: whatever comes next on it, a ROLLBACK say, fails at
 * once instead of waiting behind it, and a pool makes a new one.
 *
 * Every client and pool of ours is made with this class.
 */
export class GuardedClient extends pg.Client {
  constructor(settings?: pg.ClientConfig) {
    super(settings);
    this.on("error", () => undefined);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    const guarded = (...args: unknown[]): unknown => {
      const done = args.at(-1);
      if (typeof done === "function") {
        const callback = done as (err: unknown, ...rest: unknown[]) => void;
        args[args.length - 1] = (err: unknown, ...rest: unknown[]): void => {
          this.#giveUpIfSilent(err);
          callback(err, ...rest);
        };
        return query(...args);
      }
      const answer = query(...args);
      if (answer instanceof Promise) answer.catch((err: unknown) => this.#giveUpIfSilent(err));
      return answer;
    };
    this.query = guarded as typeof this.query;
  }

  #giveUpIfSilent(err: unknown): void {
    // pg gives it no code.
    if (err instanceof Error && err.message === "Query read timeout") this.end(() => undefined);
  }
}
