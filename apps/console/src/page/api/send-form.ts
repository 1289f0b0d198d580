import { LonghaulError } from "@longhaul/sdk";
import { serviceUrl } from "../router/router.ts";
import { endSession, session } from "../session/session.ts";

/** One POST of a form below the project's path. */
export interface SendForm {
  readonly path: string;
  readonly form: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Called while the form is sent, with the sent share, which `fetch` can't report. */
  readonly onSent: (share: number) => void;
}

/** Sends a form and reads the answer's JSON. @throws LonghaulError */
export async function sendForm<T>({ path, form, headers = {}, signal, onSent }: SendForm): Promise<T> {
  const { value } = session;
  const { token = "", tenantId = "", projectId = "" } = value ?? {};
  const request = new XMLHttpRequest();
  request.open("POST", new URL(`api/${tenantId}/${projectId}${path}`, serviceUrl));
  request.setRequestHeader("authorization", `Bearer ${token}`);
  request.setRequestHeader("accept", "application/json");
  request.setRequestHeader("idempotency-key", crypto.randomUUID());
  for (const [name, text] of Object.entries(headers)) request.setRequestHeader(name, text);
  request.upload.addEventListener("progress", ({ loaded, total }) => onSent(total === 0 ? 0 : loaded / total));
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.addEventListener("load", () => resolve());
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    request.addEventListener("error", () => reject(new LonghaulError("no answer", { status: 0, code: "no_answer" })));
    request.send(form);
  });
  if (request.status === 401) endSession(request.getResponseHeader("date"));
  if (request.status < 400) return JSON.parse(request.responseText) as T;
  throw faultOf(request);
}

type Problem = NonNullable<ConstructorParameters<typeof LonghaulError>[1]["problem"]>;

function faultOf({ status, responseText, statusText }: XMLHttpRequest): LonghaulError {
  try {
    const problem = JSON.parse(responseText) as Problem;
    return new LonghaulError(problem.detail, { status, code: problem.error.code, problem });
  } catch {
    return new LonghaulError(`${status} ${statusText}`, { status, code: "not_json" });
  }
}
