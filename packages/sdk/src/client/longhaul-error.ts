import type { Problem } from "../generated/contract.ts";

/** The error of a problem answer (`application/problem+json`, RFC 9457), or of a request without an answer. */
export class LonghaulError extends Error {
  override readonly name = "LonghaulError";
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** What went wrong, in the contract's words; `no_answer` when no answer came, `not_json` when it wasn't Longhaul's. */
  readonly code: Problem["error"]["code"] | "no_answer" | "not_json";
  /** Names the request in the server's log. */
  readonly requestId: string | undefined;
  /** Faults of the request's body by JSON pointer. */
  readonly errors: NonNullable<Problem["errors"]>;
  /** What else the server says of it. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    message: string,
    options: {
      readonly status: number;
      readonly code: LonghaulError["code"];
      readonly problem?: Problem;
      readonly cause?: unknown;
    },
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.status = options.status;
    this.code = options.code;
    this.requestId = options.problem?.requestId;
    this.errors = options.problem?.errors ?? [];
    this.details = options.problem?.error.details ?? {};
  }
}

/** The error of an answer with a status of 400 or more. */
export async function errorOf(response: Response): Promise<LonghaulError> {
  const text = await response.text().catch(() => "");
  let problem: Problem | undefined;
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    // A proxy's page, say.
  }
  if (problem?.error?.code === undefined)
    return new LonghaulError(`${response.status} ${response.statusText}: ${text.slice(0, 200)}`, {
      status: response.status,
      code: "not_json",
    });
  const faults = (problem.errors ?? []).map(({ pointer, detail }) => `${pointer || "/"}: ${detail}`);
  return new LonghaulError([problem.detail, ...faults.slice(0, 5)].join("\n  "), {
    status: response.status,
    code: problem.error.code,
    problem,
  });
}
