import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { may } from "../../api/me.ts";
import { useOperationTypes, type OperationType } from "../../api/operation-types.ts";
import { changeQuery, navigate, query } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";
import { PRIORITIES } from "../operations/priorities.ts";
import { DatasetChoice } from "./dataset-choice.tsx";
import { SchemaForm, type Values } from "./schema-form.tsx";
import { TimetableFields, type Timetable } from "./timetable-fields.tsx";

/** Starts an operation: its type, what it works on, its parameters. */
export function StartScreen() {
  const texts = t.value.start;
  const types = useOperationTypes();
  const requested = query.value.get("type");
  const type = types.find(({ operationType }) => operationType === requested) ?? types[0];
  return (
    <>
      <PageTitle title={t.value.shell.newOperation} />
      <div class="type-choice" role="radiogroup" aria-label={texts.type}>
        {types.map(({ operationType, description }) => (
          <label key={operationType} class={type?.operationType === operationType ? "choice is-chosen" : "choice"}>
            <input
              type="radio"
              name="type"
              checked={type?.operationType === operationType}
              onChange={() => changeQuery({ type: operationType })}
            />
            <span>
              <strong>{operationType}</strong>
              <small>{description}</small>
            </span>
          </label>
        ))}
      </div>
      {type === undefined ? (
        <p class="loading">{t.value.shell.loading}</p>
      ) : (
        <StartForm key={type.operationType} type={type} />
      )}
    </>
  );
}

function StartForm({ type }: { readonly type: OperationType }) {
  const client = useClient();
  const texts = t.value.start;
  const [name, setName] = useState("");
  const [priority, setPriority] = useState<(typeof PRIORITIES)[number]>("Normal");
  const [values, setValues] = useState<Values>({});
  const { error, isBusy, onSubmit } = useAttempt();
  const [timetable, setTimetable] = useState<Timetable | null>(null);
  // One request, however often the button is pressed and the answer lost.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const dataset = query.value.get("dataset") ?? "";
  const start = async (): Promise<void> => {
    const parameters = { ...values, ...(type.needsDataset && dataset !== "" ? { datasetId: dataset } : {}) };
    const operation = {
      operationType: type.operationType,
      operationName: name.trim() || type.operationType,
      priority,
    };
    const key = `${idempotencyKey}-${hashOf(JSON.stringify([operation, parameters, timetable]))}`;
    const once = { idempotencyKey: key };
    if (timetable === null) {
      const { id } = await client.operations.start({ ...operation, parameters }, once);
      navigate(`/operations/${encodeURIComponent(id)}`);
    } else {
      const schedule = { scheduleName: operation.operationName, ...timetable };
      const { id } = await client.schedules.create({ ...schedule, operation: { ...operation, parameters } }, once);
      navigate(`/schedules/${encodeURIComponent(id)}`);
    }
  };
  return (
    <form class="start" onSubmit={onSubmit(start)}>
      {type.needsDataset && (
        <section class="card">
          <h2>{texts.dataset}</h2>
          <DatasetChoice chosen={dataset} onChoose={(id) => changeQuery({ dataset: id })} />
        </section>
      )}
      <section class="card">
        <h2>{texts.parameters}</h2>
        <SchemaForm
          schema={type.parameters}
          values={values}
          leaveOut={type.needsDataset ? ["datasetId"] : []}
          onChange={setValues}
        />
      </section>
      <section class="card">
        <div class="form-grid">
          <label class="field">
            <span>{texts.name}</span>
            <input
              name="name"
              maxLength={200}
              placeholder={type.operationType}
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
          <label class="field">
            <span>{t.value.operation.priority}</span>
            <select
              value={priority}
              onChange={({ currentTarget }) =>
                setPriority(PRIORITIES.find((one) => one === currentTarget.value) ?? "Normal")
              }
            >
              {PRIORITIES.map((one) => (
                <option key={one} value={one}>
                  {t.value.operations.priority[one]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <TimetableFields timetable={timetable} onChange={setTimetable} />
        <FaultLine error={error} />
        <div class="dialog-actions">
          {!may("operate") && <span class="soft">{t.value.shell.readOnly}</span>}
          <button
            class="button is-primary"
            disabled={isBusy || !may("operate") || (type.needsDataset && dataset === "")}
            title={type.needsDataset && dataset === "" ? texts.chooseDataset : undefined}
          >
            {timetable === null ? texts.start : t.value.schedules.save}
          </button>
        </div>
      </section>
    </form>
  );
}

/** A short name of a text, the same for the same. */
function hashOf(text: string): string {
  let hash = 0;
  for (const char of text) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) | 0;
  return (hash >>> 0).toString(36);
}
