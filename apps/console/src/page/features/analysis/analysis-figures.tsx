import { formatDuration, formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Time } from "../../ui/time.tsx";
import { Facts } from "../../ui/facts.tsx";
import type { Choice } from "./choices.ts";
import type { Discovery, Distribution } from "./report.ts";

/** How many cases, how long they take (in working time, too, where there is a calendar), and how that is spread. */
export function AnalysisFigures({
  discovery,
  onChoose,
}: {
  readonly discovery: Discovery;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.analysis.figures;
  const { known } = t.value.figures;
  const { caseDurations, workingTime, charts, rework } = discovery;
  const times = (distribution: Distribution | undefined): string | undefined =>
    distribution === undefined
      ? undefined
      : texts.times(
          formatDuration(distribution.median),
          formatDuration(distribution.mean),
          formatDuration(distribution.p95),
        );
  const classes = charts?.durations ?? [];
  const most = Math.max(1, ...classes.map(({ cases }) => cases));
  return (
    <section class="card">
      <h2>{texts.title}</h2>
      <Facts
        facts={[
          [texts.cases, formatNumber(discovery.cases), known.casesAnalyzed.meaning],
          [texts.events, formatNumber(discovery.events), known.recordsAnalyzed.meaning],
          [texts.variants, formatNumber(discovery.variantCount), known.processVariants.meaning],
          [texts.duration, times(caseDurations), texts.meanings.duration],
          [texts.working, times(workingTime?.caseDurations), texts.meanings.working],
          [
            texts.rework,
            rework === undefined ? undefined : formatShare(rework.cases / Math.max(1, discovery.cases)),
            texts.meanings.rework,
          ],
          [texts.first, discovery.firstEvent === undefined ? undefined : <Time at={discovery.firstEvent} />],
          [texts.last, discovery.lastEvent === undefined ? undefined : <Time at={discovery.lastEvent} />],
        ]}
      />
      {classes.length > 1 && (
        <>
          <h3>{texts.spread}</h3>
          <div class="histogram">
            {classes.map(({ fromSec, toSec, cases }) => {
              const span = `${formatDuration(fromSec)} – ${formatDuration(toSec)}`;
              return (
                <button
                  key={fromSec}
                  type="button"
                  class="histogram-bar"
                  aria-label={texts.choose(span, formatNumber(cases))}
                  title={`${span}: ${formatNumber(cases)}`}
                  onClick={() => onChoose({ kind: "duration", minSec: fromSec, maxSec: toSec })}
                >
                  <span style={{ height: `${(100 * cases) / most}%` }} />
                  <small>{formatDuration(fromSec)}</small>
                </button>
              );
            })}
          </div>
        </>
      )}
    </section>
  );
}
