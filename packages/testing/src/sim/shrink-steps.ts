/**
 * Leaves out steps as long as what is left still fails (delta debugging: Zeller and Hildebrandt, 2002), in ever smaller parts.
 * @param fails whether it fails with these steps alone
 * @param mostTries runs to be spent on it
 */
export async function shrinkSteps(
  steps: readonly number[],
  fails: (kept: readonly number[]) => Promise<boolean>,
  mostTries: number,
): Promise<readonly number[]> {
  let kept = steps;
  let tries = 0;
  for (
    let size = Math.ceil(kept.length / 2);
    size >= 1 && tries < mostTries;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    // What came long before may well not be needed.
    for (let from = 0; from < kept.length && tries < mostTries; tries++) {
      const without = kept.filter((_, idx) => idx < from || idx >= from + size);
      if (await fails(without)) kept = without;
      else from += size;
    }
  }
  return kept;
}
