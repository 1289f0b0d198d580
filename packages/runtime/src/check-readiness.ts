import { within } from "@longhaul/domain";

/** What has to work for a process to be ready, by name. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

export interface Readiness {
  readonly ready: boolean;
  /** `ok` or `failed`, by check; why one failed is not for everybody who can ask. */
  readonly checks: Readonly<Record<string, "ok" | "failed">>;
  /** Only while the process is about to end. */
  readonly stopping?: true;
}

const TIMEOUT_MS = 2_000;

/**
 * Runs all checks at the same time, each for two seconds at most.
 * @param onFailure called with the error of a failed check, for the log
 */
export async function checkReadiness(
  checks: ReadinessChecks,
  onFailure: (name: string, err: unknown) => void = () => undefined,
): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await within(TIMEOUT_MS, check(), `the check of ${name}`);
        return [name, "ok"] as const;
      } catch (err) {
        onFailure(name, err);
        return [name, "failed"] as const;
      }
    }),
  );
  return { ready: results.every(([, result]) => result === "ok"), checks: Object.fromEntries(results) };
}
