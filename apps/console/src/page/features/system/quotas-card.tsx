import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { formatBytes, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";

const LOOK_AGAIN_MS = 10_000;

const amountOf = (quota: string, amount: number): string =>
  quota.endsWith("Bytes") ? formatBytes(amount) : formatNumber(amount);

/** What the project and its tenant may have, and what they have of it; without a limit only what is there. */
export function QuotasCard() {
  const client = useClient();
  const texts = t.value.system;
  const { data, error, reload } = usePolled("quotas", async (signal) => client.quotas.get({ signal }), {
    everyMs: LOOK_AGAIN_MS,
  });
  const shown = data?.quotas.filter(({ limit, used }) => limit !== undefined || used > 0) ?? [];
  return (
    <section class="card">
      <h2>{texts.quotas}</h2>
      <FaultLine error={error} onRetry={reload} />
      {data !== null && (
        <>
          <div class="grid-scroll" tabIndex={0} role="group" aria-label={texts.quotas}>
            <table class="grid">
              <thead>
                <tr>
                  <th scope="col">{texts.quota}</th>
                  <th scope="col">{texts.quotaOf}</th>
                  <th scope="col">{texts.used}</th>
                  <th scope="col">{texts.limit}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map(({ quota, level, used, limit }) => (
                  <tr key={`${level} ${quota}`}>
                    <td>{texts.quotaNames[quota]}</td>
                    <td>{level === "tenant" ? t.value.shell.tenant : t.value.shell.project}</td>
                    <td>{amountOf(quota, used)}</td>
                    <td>{limit === undefined ? "–" : amountOf(quota, limit)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p class="soft">{texts.weight(formatNumber(data.tenantWeight, 2))}</p>
        </>
      )}
    </section>
  );
}
