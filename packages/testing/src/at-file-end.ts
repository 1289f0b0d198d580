import { afterAll } from "vitest";

type CleanUp = () => void | Promise<void>;

const cleanUps: CleanUp[] = [];

async function cleanUpAll(): Promise<void> {
  const results = await Promise.allSettled(cleanUps.splice(0).map(async (cleanUp) => cleanUp()));
  const reasons: unknown[] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (reasons.length > 0) {
    throw reasons.length === 1 ? reasons[0] : new AggregateError(reasons, "clean-up failed");
  }
}

// Registered with the import, hence before every hook of the test file, hence run after them. Outside of a test run
// there is no end of a file: who starts something ends it.
if (process.env["VITEST"] !== undefined) afterAll(cleanUpAll);

/** Runs `cleanUp` after all tests and hooks of the test file; what it throws fails the file. */
export function atFileEnd(cleanUp: CleanUp): void {
  cleanUps.push(cleanUp);
}
