import { LonghaulError } from "@longhaul/sdk";
import { t } from "../texts/language.ts";

/** What went wrong, what to do about it, and the id that the service's log knows the request by. */
export function FaultLine({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  if (error === null || error === undefined) return null;
  const { fault } = t.value.shell;
  const known = error instanceof LonghaulError ? error : null;
  const remedies: Readonly<Record<string, string>> = fault;
  const code = known?.code ?? "other";
  const remedy = Object.hasOwn(remedies, code) ? remedies[code] : fault.other;
  return (
    <div class="fault" role="alert">
      <div>
        <strong>{remedy}</strong>
        {code !== "no_answer" && code !== "not_json" && (
          <p>{known?.errors.length === 0 || known === null ? messageOf(error) : ""}</p>
        )}
        {known !== null && known.errors.length > 0 && (
          <ul>
            {known.errors.slice(0, 8).map(({ pointer, detail }) => (
              <li key={pointer + detail}>
                <code>{pointer || "/"}</code> {detail}
              </li>
            ))}
          </ul>
        )}
        {known?.requestId !== undefined && (
          <small>
            {fault.requestId} <code>{known.requestId}</code>
          </small>
        )}
      </div>
      {onRetry !== undefined && (
        <button type="button" class="button" onClick={onRetry}>
          {fault.tryAgain}
        </button>
      )}
    </div>
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
