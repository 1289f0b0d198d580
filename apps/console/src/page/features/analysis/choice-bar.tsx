import { useClient } from "../../api/client.ts";
import { navigate } from "../../router/router.ts";
import { formatDuration, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Action } from "../../ui/action.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";
import { filteredParameters, type Choice } from "./choices.ts";
import type { Parameters } from "./report.ts";

/** What was chosen so far, and the start of an analysis of it. */
export function ChoiceBar({
  name,
  parameters,
  choices,
  onChange,
}: {
  /** Name of the open analysis. */
  readonly name: string;
  readonly parameters: Parameters;
  readonly choices: readonly Choice[];
  readonly onChange: (choices: readonly Choice[]) => void;
}) {
  const client = useClient();
  const texts = t.value.analysis.choices;
  const { error, isBusy, attempt } = useAttempt();
  if (choices.length === 0) return <p class="soft">{texts.hint}</p>;
  const analyse = async (): Promise<void> => {
    const { id } = await client.operations.start({
      operationType: "ProcessMiningAnalysis",
      operationName: `${name} · ${choices.map(wordsOf).join(" · ")}`.slice(0, 200),
      parameters: filteredParameters(parameters, choices),
    });
    navigate(`/operations/${encodeURIComponent(id)}`);
  };
  return (
    <section class="card choices-bar" aria-label={texts.title}>
      <ul class="chips">
        {choices.map((choice, idx) => (
          <li key={JSON.stringify(choice)} class="chip">
            {wordsOf(choice)}
            <button
              type="button"
              aria-label={texts.remove(wordsOf(choice))}
              onClick={() => onChange(choices.filter((_, other) => other !== idx))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <Action permission="operate" kind="is-primary" isBusy={isBusy} onClick={() => attempt(analyse)}>
        {texts.analyse}
      </Action>
      <button type="button" class="button is-quiet" onClick={() => onChange([])}>
        {t.value.operations.list.clear}
      </button>
      <FaultLine error={error} />
    </section>
  );
}

/** A choice in words. */
export function wordsOf(choice: Choice): string {
  const texts = t.value.analysis.choices;
  switch (choice.kind) {
    case "with":
    case "without":
    case "startsWith":
    case "endsWith":
      return texts[choice.kind](choice.activity);
    case "withPath":
    case "withoutPath":
      return texts[choice.kind](`${choice.from} → ${choice.to}`);
    case "onlyVariant":
    case "withoutVariant":
      return texts[choice.kind](choice.activities.join(" → "));
    case "attribute":
      return `${choice.column} = ${choice.value}`;
    case "range":
      return [
        choice.column,
        ...(choice.min === undefined ? [] : [`≥ ${formatNumber(choice.min, 20)}`]),
        ...(choice.max === undefined ? [] : [`≤ ${formatNumber(choice.max, 20)}`]),
      ].join(" ");
    case "time":
      return texts.time(choice.startDate.slice(0, 10), choice.endDate.slice(0, 10));
    case "duration":
      return texts.duration(formatDuration(choice.minSec), formatDuration(choice.maxSec));
  }
}
