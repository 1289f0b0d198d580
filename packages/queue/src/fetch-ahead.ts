import { randomUUID } from "node:crypto";
import type { IQueueBackend } from "bullmq";

/** Of a store's answer to a fetch: the job, if there was one, and its id. */
type Answer = readonly unknown[];

/**
 * Fetches for all free places of a worker at once, because BullMQ's loop asks for one job after the other: what it asks for next is
 * there already. Each job has a token of its own.
 * @param freePlaces how many jobs may be fetched for this token
 * @returns the token under which a job was fetched, if that isn't the one that the loop asked with
 */
export function fetchAhead(
  backend: IQueueBackend,
  freePlaces: (token: string) => number,
): (jobId: string) => string | undefined {
  const fetch = backend.moveToActive.bind(backend);
  const tokens = new Map<string, string>();
  let ahead: Answer[] = [];

  backend.moveToActive = async (token, name): Promise<unknown[]> => {
    const next = ahead.shift();
    if (next !== undefined) return [...next];
    const others = Array.from({ length: freePlaces(token) - 1 }, () => randomUUID());
    const outcomes = await Promise.allSettled([token, ...others].map(async (own) => fetch(own, name)));
    const jobs: Answer[] = [];
    let none: Answer | undefined;
    for (const [idx, outcome] of outcomes.entries()) {
      if (outcome.status === "rejected") continue;
      const answer: Answer = outcome.value;
      if (!answer[0]) none = answer;
      else {
        jobs.push(answer);
        if (idx > 0) tokens.set(String(answer[1]), others[idx - 1] ?? token);
      }
    }
    const [first, ...rest] = none === undefined ? jobs : [...jobs, none];
    if (first === undefined) throw outcomes.find((outcome) => outcome.status === "rejected")?.reason;
    ahead = rest;
    return [...first];
  };
  return (jobId) => {
    const token = tokens.get(jobId);
    tokens.delete(jobId);
    return token;
  };
}
