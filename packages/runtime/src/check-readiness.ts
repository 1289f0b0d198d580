/** What has to work for a process to be ready, by name. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

export interface Readiness {
  readonly ready: boolean;
  /** `ok`, or what is wrong, by check. */
  readonly checks: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 2000;

/** Runs all checks at the same time, each for two seconds at most. */
export async function checkReadiness(checks: ReadinessChecks): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, string]> => {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<string>((resolve) => {
        timer = setTimeout(() => resolve(`no answer within ${TIMEOUT_MS} ms`), TIMEOUT_MS);
      });
      const answer = check().then(
        () => "ok",
        () => "failed",
      );
      const result = await Promise.race([answer, timeout]);
      clearTimeout(timer);
      return [name, result];
    }),
  );
  return { ready: results.every(([, result]) => result === "ok"), checks: Object.fromEntries(results) };
}
