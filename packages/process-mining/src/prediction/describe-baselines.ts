import type { FollowerCounts } from "./next-activity-baselines.ts";
import type { PredictionModels } from "./predict-process.ts";
import { endOfCase } from "./prefix-vocabulary.ts";

/** Contexts seen less often are left out of the file. */
const leastOccurrences = 2;

/** The baselines as plain JSON: what most often followed each context of latest activities, and the median hours. */
export function describeBaselines(models: PredictionModels): unknown {
  const codes = models.features[0]?.codes ?? [];
  const classes = [...models.vocabulary.activities, endOfCase];
  const contexts = models.nextActivity.followers.flatMap((followers, length) =>
    describeContexts(followers, length, codes, classes),
  );
  const medians = models.remainingTime?.medians;
  return {
    nextActivity: { order: "latest activity first; use the longest context that matches", contexts },
    ...(medians === undefined
      ? {}
      : {
          remainingHours: {
            median: medians.overall,
            medianAfterLastActivity: Object.fromEntries(
              [...medians.byLastActivity].map(([code, hours]) => [codes[code] ?? "", hours]),
            ),
          },
        }),
  };
}

function describeContexts(
  followers: FollowerCounts,
  length: number,
  codes: readonly string[],
  classes: readonly string[],
): unknown[] {
  return [...followers].flatMap(([key, counts]) => {
    const occurrences = Number([...counts.values()].reduce((sum, count) => sum + count, 0).toFixed(2));
    if (occurrences < leastOccurrences) return [];
    const [label, count] = [...counts].reduce((most, next) =>
      next[1] > most[1] || (next[1] === most[1] && next[0] < most[0]) ? next : most,
    );
    const latest = Array.from({ length }, (_, back) => codes[Math.floor(key / 256 ** (length - 1 - back)) % 256] ?? "");
    return [{ latest, next: classes[label] ?? "", share: count / occurrences, occurrences }];
  });
}
