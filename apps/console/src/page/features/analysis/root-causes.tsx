import { formatDuration, formatNumber } from "../../texts/formats.ts";
import { language, t } from "../../texts/language.ts";
import { ChooseLink } from "./choose-link.tsx";
import type { Choice } from "./choices.ts";
import { choicesOf } from "./condition-choices.ts";
import type { Condition, RootCause, RootCauses as Causes } from "./findings.ts";
import { GroupsCard } from "./groups-card.tsx";
import { Meter } from "./meter.tsx";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/** A Sunday. */
const FIRST_SUNDAY_MS = Date.UTC(2023, 0, 1);
const DAY_MS = 86_400_000;

/** Groups of cases that take longer than the others, what explains most first. */
export function RootCauses({
  rootCauses: { causes, segmentsCompared, lists },
  onChoose,
}: {
  readonly rootCauses: Causes;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { causes: texts, columns } = t.value.findings;
  return (
    <GroupsCard
      title={texts.title}
      found={lists?.causes.total ?? causes.length}
      compared={segmentsCompared}
      none={texts.none}
      columns={[columns.mean, columns.otherMean, texts.longer, texts.explained]}
      meanings={[
        [texts.longer, texts.meanings.longer],
        [texts.explained, texts.meanings.explained],
      ]}
    >
      {causes.map((cause) => (
        <CauseRow key={JSON.stringify(cause.conditions)} cause={cause} onChoose={onChoose} />
      ))}
    </GroupsCard>
  );
}

function CauseRow({
  cause: { conditions, cases, meanSec, otherMeanSec, differenceLowSec, differenceHighSec, shareExplained },
  onChoose,
}: {
  readonly cause: RootCause;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { causes: texts, columns } = t.value.findings;
  return (
    <tr>
      <GroupCell conditions={conditions} onChoose={onChoose} />
      <td class="cell-number" data-label={columns.cases}>
        {formatNumber(cases)}
      </td>
      <td class="cell-number" data-label={columns.mean}>
        {formatDuration(meanSec)}
      </td>
      <td class="cell-number" data-label={columns.otherMean}>
        {formatDuration(otherMeanSec)}
      </td>
      <td class="cell-number" data-label={texts.longer}>
        {texts.between(formatDuration(differenceLowSec), formatDuration(differenceHighSec))}
      </td>
      <td class="cell-number" data-label={texts.explained}>
        <Meter share={shareExplained} />
      </td>
    </tr>
  );
}

/** What the cases of a group have in common, and a way to look at them. */
export function GroupCell({
  conditions,
  onChoose,
}: {
  readonly conditions: readonly Condition[];
  readonly onChoose: (choice: Choice) => void;
}) {
  const choices = choicesOf(conditions);
  return (
    <td class="cell-name">
      <span class="finding-name">{conditions.map(conditionText).join(t.value.findings.causes.and)}</span>
      {choices.length > 0 && (
        <ChooseLink
          choices={choices}
          isShort={conditions.every(({ kind }) => kind !== "resource")}
          onChoose={onChoose}
        />
      )}
    </td>
  );
}

function conditionText({ kind, what, value }: Condition): string {
  const { conditions } = t.value.findings.causes;
  switch (kind) {
    case "resource":
      return conditions.resource(what, value);
    case "activity":
      return conditions.activity(value);
    case "weekday":
      return conditions.weekday(weekdayText(value));
    case "attribute":
      return conditions.attribute(what, /^[≤≥] /u.test(value) ? value : `= ${value}`);
  }
}

function weekdayText(name: string): string {
  const day = WEEKDAYS.indexOf(name);
  if (day < 0) return name;
  return new Intl.DateTimeFormat(language.value, { weekday: "long", timeZone: "UTC" }).format(
    FIRST_SUNDAY_MS + day * DAY_MS,
  );
}
