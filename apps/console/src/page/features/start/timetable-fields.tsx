import { t } from "../../texts/language.ts";

/** When a schedule starts its operation. */
export interface Timetable {
  readonly cron: string;
  readonly timeZone: string;
}

const EVERY_MORNING = "0 6 * * *";

/** Form fields: start once now, or on a schedule. */
export function TimetableFields({
  timetable,
  onChange,
}: {
  readonly timetable: Timetable | null;
  readonly onChange: (timetable: Timetable | null) => void;
}) {
  const texts = t.value.schedules;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={timetable !== null}
          onChange={({ currentTarget }) =>
            onChange(currentTarget.checked ? { cron: EVERY_MORNING, timeZone: here } : null)
          }
        />
        {texts.repeat}
      </label>
      {timetable !== null && (
        <div class="form-grid">
          <label class="field">
            <span>{texts.cron}</span>
            <input
              class="mono"
              required
              maxLength={200}
              value={timetable.cron}
              onInput={({ currentTarget }) => onChange({ ...timetable, cron: currentTarget.value })}
            />
          </label>
          <label class="field">
            <span>{texts.timeZone}</span>
            <input
              required
              maxLength={64}
              value={timetable.timeZone}
              onInput={({ currentTarget }) => onChange({ ...timetable, timeZone: currentTarget.value })}
            />
          </label>
        </div>
      )}
    </>
  );
}
