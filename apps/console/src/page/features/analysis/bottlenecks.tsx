import { formatDuration, formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import type { Discovery } from "./report.ts";

const MOST = 10;

/** Where cases lose their time: before which step, and on which way. */
export function Bottlenecks({ bottlenecks }: { readonly bottlenecks: NonNullable<Discovery["bottlenecks"]> }) {
  const texts = t.value.analysis.bottlenecks;
  const steps = bottlenecks.activities.map((item) => ({ ...item, name: item.activity }));
  const ways = bottlenecks.transitions.map((item) => ({ ...item, name: `${item.from} → ${item.to}` }));
  return (
    <div class="columns">
      {(
        [
          [texts.steps, steps],
          [texts.ways, ways],
        ] as const
      ).map(([title, items]) => (
        <section key={title} class="card">
          <h2>{title}</h2>
          <ol class="bars">
            {items.slice(0, MOST).map(({ name, shareOfCycleTime, waits, meanWaitSec, medianWaitSec }) => (
              <li key={name}>
                <span class="bar-name">{name}</span>
                <span class="bar">
                  <span style={{ width: `${Math.min(100, 100 * shareOfCycleTime)}%` }} />
                </span>
                <small>
                  {texts.facts(
                    formatShare(shareOfCycleTime),
                    formatNumber(waits),
                    formatDuration(meanWaitSec),
                    formatDuration(medianWaitSec),
                  )}
                </small>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
