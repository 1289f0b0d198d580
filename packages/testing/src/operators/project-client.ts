import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { PRODUCT_JWT_SECRET } from "../product-environment.ts";
import { waitFor } from "../wait-for.ts";

export interface ClientAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A client of one project, whose API may move. */
export interface ProjectClient {
  readonly tenantId: string;
  readonly projectId: string;
  /** A path below the project; `json` is sent as POST where `method` isn't given. Never rejects: no answer is status 0. */
  call(
    path: string,
    init?: {
      readonly method?: string;
      readonly json?: unknown;
      readonly body?: FormData;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<ClientAnswer>;
  /** Starts a trial operation. @returns its id */
  startTrial(phaseMs: number): Promise<string>;
  /** Waits for an operation's end. @returns its status */
  endOf(operationId: string): Promise<string>;
}

/** Whether clients are told to send the same once more: stores were late, or the same is still being answered. */
export function isToBeRepeated({ status, body }: ClientAnswer): boolean {
  return status === 503 || (body["error"] as { readonly code?: string } | undefined)?.code === "idempotency_in_flight";
}

const LIVE = ["Initiated", "Running"];

/**
 * @param getUrl where the API is now
 * @param options the secret that the API verifies tokens with, and an own project where none is given
 */
export async function projectClient(
  getUrl: () => string,
  options: { readonly tenantId?: string; readonly projectId?: string; readonly secret?: string } = {},
): Promise<ProjectClient> {
  const { tenantId = randomUUID(), projectId = randomUUID(), secret = PRODUCT_JWT_SECRET } = options;
  const token = await new SignJWT({ role: "admin", tenants: { [tenantId]: { projects: "*" } } })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject("ann")
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(secret));
  const call: ProjectClient["call"] = async (path, { method, json, body, headers } = {}) => {
    const sent = body ?? (json === undefined ? null : JSON.stringify(json));
    try {
      const response = await fetch(`${getUrl()}/api/${tenantId}/${projectId}${path}`, {
        method: method ?? (sent === null ? "GET" : "POST"),
        ...(sent === null ? {} : { body: sent }),
        headers: {
          authorization: `Bearer ${token}`,
          ...(json === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
      });
      const text = await response.text();
      return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as ClientAnswer["body"] };
    } catch (err) {
      return { status: 0, body: { err: String(err) } };
    }
  };
  return {
    tenantId,
    projectId,
    call,
    async startTrial(phaseMs) {
      const json = { operationType: "TrialInline", operationName: "Trial", parameters: { phaseMs } };
      const headers = { "idempotency-key": randomUUID() };
      // A busy machine may not answer within what the product gives its statements: then clients are told to repeat it.
      const answer = await waitFor(
        async () => {
          const given = await call("/async/operation", { json, headers });
          return isToBeRepeated(given) ? null : given;
        },
        { what: "an answer to the start of a trial" },
      );
      if (answer.status !== 202) throw new Error(`not accepted: ${answer.status} ${JSON.stringify(answer.body)}`);
      return String(answer.body["operationId"]);
    },
    async endOf(operationId) {
      let status = "";
      await waitFor(
        async () => {
          const answer = await call(`/async/operation/${operationId}`);
          status = String(answer.body["status"]);
          return answer.status === 200 && !LIVE.includes(status);
        },
        { what: `the end of ${operationId}` },
      );
      return status;
    },
  };
}
