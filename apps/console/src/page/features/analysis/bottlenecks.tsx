import { formatDuration, formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import type { Choice } from "./choices.ts";
import { ChooseButtons } from "./choose-buttons.tsx";
import type { Discovery } from "./report.ts";

const MOST = 10;

/** Where cases lose their time: before which step, and on which way. */
export function Bottlenecks({
  bottlenecks,
  onChoose,
}: {
  readonly bottlenecks: NonNullable<Discovery["bottlenecks"]>;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.analysis.bottlenecks;
  const steps = bottlenecks.activities.map((item) => ({
    ...item,
    name: item.activity,
    choices: [
      { kind: "with", activity: item.activity },
      { kind: "without", activity: item.activity },
    ] satisfies Choice[],
  }));
  const ways = bottlenecks.transitions.map((item) => ({
    ...item,
    name: `${item.from} → ${item.to}`,
    choices: [
      { kind: "withPath", from: item.from, to: item.to },
      { kind: "withoutPath", from: item.from, to: item.to },
    ] satisfies Choice[],
  }));
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
            {items.slice(0, MOST).map(({ name, choices, shareOfCycleTime, waits, meanWaitSec, medianWaitSec }) => (
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
                <ChooseButtons choices={choices} onChoose={onChoose} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
