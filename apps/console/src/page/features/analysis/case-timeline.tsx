import { formatDuration, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Time } from "../../ui/time.tsx";
import type { AnalysedCase } from "@longhaul/sdk";
import type { Choice } from "./choices.ts";
import { ChooseButtons } from "./choose-buttons.tsx";

/** Longest path that a filter by variant takes. */
const LONGEST_PATH = 100;

/** What happened in a case: each step at its time, with what passed before it; a bar shows it to scale. */
export function CaseTimeline({
  item,
  colours,
  onChoose,
}: {
  readonly item: AnalysedCase;
  readonly colours: ReadonlyMap<string, number>;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.analysis.cases;
  const begin = Date.parse(item.start ?? "");
  const whole = Math.max(1, Date.parse(item.end ?? "") - begin);
  const place = (moment: string | undefined): number => (100 * (Date.parse(moment ?? "") - begin)) / whole;
  return (
    <>
      {item.start !== undefined && (
        <div class="case-scale" aria-hidden="true">
          {item.events.map(({ activity, start, end }, idx) => (
            <span
              key={idx}
              class={`case-mark is-colour-${colours.get(activity) ?? 0}`}
              title={activity}
              style={{
                left: `${place(start ?? end)}%`,
                width: start === undefined ? "4px" : `max(4px, ${place(end) - place(start)}%)`,
              }}
            />
          ))}
        </div>
      )}
      <ol class="case-events">
        {item.events.map(({ activity, start, end, resource }, idx) => {
          const before = item.events[idx - 1]?.end;
          const waited = before === undefined || end === undefined ? 0 : Date.parse(start ?? end) - Date.parse(before);
          return (
            <li key={idx}>
              <span class={`case-dot is-colour-${colours.get(activity) ?? 0}`} aria-hidden="true" />
              <span class="case-activity">{activity}</span>
              {end !== undefined && <Time at={end} />}
              {waited > 0 && <small>{texts.after(formatDuration(waited / 1000))}</small>}
              {resource !== undefined && <ChooseResource resource={resource} onChoose={onChoose} />}
            </li>
          );
        })}
      </ol>
      {item.events.length < item.eventCount && (
        <p class="soft">{texts.cut(formatNumber(item.events.length), formatNumber(item.eventCount))}</p>
      )}
      {item.eventCount <= LONGEST_PATH && (
        <ChooseButtons
          choices={[
            { kind: "onlyVariant", activities: item.events.map(({ activity }) => activity) },
            { kind: "withoutVariant", activities: item.events.map(({ activity }) => activity) },
          ]}
          onChoose={onChoose}
        />
      )}
    </>
  );
}

function ChooseResource({
  resource,
  onChoose,
}: {
  readonly resource: string;
  readonly onChoose: (choice: Choice) => void;
}) {
  return (
    <button
      type="button"
      class="link-button"
      aria-label={t.value.analysis.cases.chooseResource(resource)}
      onClick={() => onChoose({ kind: "attribute", column: "resource", value: resource })}
    >
      {resource}
    </button>
  );
}
