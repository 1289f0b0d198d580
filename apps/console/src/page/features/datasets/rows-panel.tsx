import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import type { RowState } from "./dataset.ts";
import { reasonName } from "./reason-name.ts";

const STATES: readonly RowState[] = ["rejected", "repaired", "doubtful"];

interface Row {
  readonly line?: number;
  readonly row?: number;
  readonly element?: string;
  readonly column?: string;
  readonly value?: string;
  readonly reason: string;
}

/** Rows of the upload that were left out, repaired, or read with a doubt. */
export function RowsPanel({
  datasetId,
  totals,
}: {
  readonly datasetId: string;
  readonly totals: Readonly<Record<RowState, { readonly total: number }>> | undefined;
}) {
  const client = useClient();
  const texts = t.value.datasets;
  const [state, setState] = useState<RowState>(
    () => STATES.find((name) => (totals?.[name].total ?? 0) > 0) ?? "rejected",
  );
  const { data, error } = usePolled(`${datasetId}/${state}`, (signal) =>
    client.transport.json<{ readonly rows: readonly Row[] }>({
      path: `/datasets/${encodeURIComponent(datasetId)}/rows`,
      query: { state, limit: 100 },
      signal,
    }),
  );
  return (
    <section class="card">
      <div class="tabs" role="group" aria-label={texts.rows[state]}>
        {STATES.map((name) => (
          <button key={name} type="button" class="tab" aria-pressed={name === state} onClick={() => setState(name)}>
            {texts.rows[name]}
            {totals !== undefined && <span class="tab-count">{formatNumber(totals[name].total)}</span>}
          </button>
        ))}
      </div>
      <FaultLine error={error} />
      {data !== null && data.rows.length === 0 && <p class="soft">{texts.noRows}</p>}
      {data !== null && data.rows.length > 0 && (
        <div class="grid-scroll" tabIndex={0} role="group" aria-label={texts.rows[state]}>
          <table class="grid">
            <thead>
              <tr>
                <th scope="col">{texts.row.line}</th>
                <th scope="col">{texts.row.column}</th>
                <th scope="col">{texts.row.value}</th>
                <th scope="col">{texts.row.reason}</th>
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row, idx) => (
                <tr key={idx}>
                  <td>{row.line ?? row.row ?? row.element ?? ""}</td>
                  <td>{row.column ?? ""}</td>
                  <td>{row.value ?? ""}</td>
                  <td>{reasonName(row.reason)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
