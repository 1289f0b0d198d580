import type { Queues } from "@longhaul/queue";
import { hangMs } from "./test-time.ts";
import { waitFor } from "./wait-for.ts";

/** Limits for a test's own connections to Postgres: what it arranges and looks up may take as long as the machine needs. */
export const patientLimits = (): { readonly connectMs: number; readonly statementMs: number } => ({
  connectMs: hangMs(),
  statementMs: hangMs(),
});

/** Calls that don't reach the store, or must not be repeated. */
const ASKED_ONCE: ReadonlySet<string> = new Set<keyof Queues>(["bullBoardQueues", "close", "flowsInHand"]);

/** The same queues for the set-up and checks of a test: a call is repeated when the store answers late, as `waitFor` does. */
export function patientQueues(queues: Queues): Queues {
  return new Proxy(queues, {
    get(target, name: keyof Queues) {
      const method: unknown = target[name];
      if (typeof method !== "function" || ASKED_ONCE.has(name)) return method;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        let answer: unknown;
        const ask = async (): Promise<true> => {
          answer = await Reflect.apply(method, target, args);
          return true;
        };
        await waitFor(ask, { what: `an answer of the queue to ${name}` });
        return answer;
      };
    },
  });
}
