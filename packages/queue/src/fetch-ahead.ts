import { randomUUID } from "node:crypto";
import type { IQueueBackend } from "bullmq";

/** How the token of a fetch for one place alone begins. */
const ONE = "one:";

/** A token for a fetch of one job alone. */
export const tokenOfOne = (): string => `${ONE}${randomUUID()}`;

/** Of a store's answer to a fetch: the job, if there was one, and its id. */
type Answer = readonly unknown[];

interface Fetched {
  readonly answer: Answer;
  /** Under which it was fetched. */
  readonly token: string;
}

export interface FetchAhead {
  /** The token under which a job was fetched, if that isn't the one that the loop asked with. */
  readonly ownToken: (jobId: string) => string | undefined;
  /** Gives the jobs back that were fetched and not asked for: a worker that takes no more jobs would keep them from the others. */
  readonly giveBack: () => Promise<void>;
}

/**
 * Fetches for all free places of a worker at once, because BullMQ's loop asks for one job after the other: what it asks for next is
 * there already. Each job has a token of its own.
 * @param freePlaces how many jobs may be fetched now
 */
export function fetchAhead(backend: IQueueBackend, freePlaces: () => number): FetchAhead {
  const fetch = backend.moveToActive.bind(backend);
  const tokens = new Map<string, string>();
  /** Jobs that were fetched and not asked for yet, of all fetches: two may be under way at once. */
  let ahead: Fetched[] = [];
  /** That a fetch found no more jobs, which is told once all of `ahead` are taken. */
  let none: Answer | undefined;

  backend.moveToActive = async (asked, name): Promise<unknown[]> => {
    const next = ahead.shift();
    if (next !== undefined) return take(next, asked);
    if (none !== undefined) {
      const told = [...none];
      none = undefined;
      return told;
    }
    const count = asked.startsWith(ONE) ? 1 : Math.max(1, freePlaces());
    const others = Array.from({ length: count - 1 }, () => randomUUID());
    const outcomes = await Promise.allSettled(
      [asked, ...others].map(async (token): Promise<Fetched> => ({ answer: await fetch(token, name), token })),
    );
    const answers = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    const empty = answers.find(({ answer }) => !answer[0])?.answer;
    // Behind those that another fetch has brought meanwhile: whoever is told that there are none waits for more.
    ahead.push(...answers.filter(({ answer }) => answer[0]));
    const first = ahead.shift();
    if (first !== undefined) {
      none = empty ?? none;
      return take(first, asked);
    }
    if (empty === undefined) throw outcomes.find((outcome) => outcome.status === "rejected")?.reason;
    return [...empty];
  };

  function take({ answer, token }: Fetched, asked: string): unknown[] {
    if (token !== asked) tokens.set(String(answer[1]), token);
    return [...answer];
  }

  return {
    ownToken(jobId) {
      const token = tokens.get(jobId);
      tokens.delete(jobId);
      return token;
    },
    async giveBack() {
      const given = ahead;
      [ahead, none] = [[], undefined];
      await Promise.all(
        given.map(async ({ answer, token }) => backend.moveJobFromActiveToWait(String(answer[1]), token)),
      );
    },
  };
}
