import pg from "pg";

/**
 * A Postgres client whose errors can't end the process. A pool listens for errors of idle clients only, so the error of a
 * checked-out client that is cut would be an uncaught exception. Its queries still reject.
 *
 * When a statement times out without an answer, the client ends its connection. The next statement, such as a ROLLBACK, then
 * fails at once instead of waiting, and a pool opens a new connection.
 *
 * All our clients and pools use this class.
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
    // pg sets no code on this error.
    if (err instanceof Error && err.message === "Query read timeout") this.end(() => undefined);
  }
}
