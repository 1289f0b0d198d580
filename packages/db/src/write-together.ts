import { isStoreFault } from "@longhaul/stores";

/** Outcome of one item that was written together with others. */
export type WriteOutcome<Out> = { readonly written: Out } | { readonly err: unknown };

/**
 * Writes many things in one statement; where that fails, and not because the database is away, each by itself: what is wrong
 * with one must not hurt the others.
 * @param write gives the outcomes in the order of what was given, and writes all or nothing
 */
export async function writeTogether<In, Out>(
  given: readonly In[],
  write: (given: readonly In[]) => Promise<readonly Out[]>,
): Promise<WriteOutcome<Out>[]> {
  try {
    return (await write(given)).map((written) => ({ written }));
  } catch (err) {
    if (given.length === 1 || isStoreFault(err)) return given.map(() => ({ err }));
    const outcomes: WriteOutcome<Out>[] = [];
    for (const one of given) outcomes.push(...(await writeTogether([one], write)));
    return outcomes;
  }
}
