type CleanUp = () => void | Promise<void>;

const cleanUps: CleanUp[] = [];

/** What each test file does last. */
export async function cleanUpAll(): Promise<void> {
  const results = await Promise.allSettled(cleanUps.splice(0).map(async (cleanUp) => cleanUp()));
  const reasons: unknown[] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (reasons.length > 0) {
    throw reasons.length === 1 ? reasons[0] : new AggregateError(reasons, "clean-up failed");
  }
}

/** Runs `cleanUp` after all tests and hooks of the test file; what it throws fails the file. */
export function atFileEnd(cleanUp: CleanUp): void {
  cleanUps.push(cleanUp);
}
