import got, { RequestError, TimeoutError } from "got";
import { ForbiddenAddressError, type GuardedAgents } from "./guarded-agents.ts";

/** What came of one attempt to send. */
export type SendOutcome =
  | {
      readonly outcome: "answered";
      readonly statusCode: number;
      readonly retryAfter: string | undefined;
      readonly excerpt: string;
    }
  | {
      readonly outcome: "failed";
      readonly kind: "timeout" | "forbidden_address" | "network_error";
      readonly message: string;
    };

export interface SendRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one request; never rejects. */
export type Sender = (request: SendRequest) => Promise<SendOutcome>;

/** More of an answer is not read. */
const MAX_RESPONSE_BYTES = 16_384;
const EXCERPT_CHARACTERS = 1000;

/** A sender on got: one attempt, no redirects, no decompression, the answer cut off at 16 KB, all within one timeout. */
export function createGotSender(agents: GuardedAgents, timeoutMs: number): Sender {
  return async ({ url, headers, body }) => {
    const stream = got.stream.post(url, {
      headers: { "content-type": "application/json", "user-agent": "Longhaul-Webhooks/1.0", ...headers },
      body,
      agent: { http: agents.http, https: agents.https },
      timeout: { request: timeoutMs },
      retry: { limit: 0 },
      followRedirect: false,
      decompress: false,
      throwHttpErrors: false,
    });
    try {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes >= MAX_RESPONSE_BYTES) break;
      }
      const { response } = stream;
      if (response === undefined)
        return { outcome: "failed", kind: "network_error", message: "the connection ended without an answer" };
      const excerpt = Buffer.concat(chunks)
        .subarray(0, MAX_RESPONSE_BYTES)
        .toString("utf8")
        .slice(0, EXCERPT_CHARACTERS);
      return {
        outcome: "answered",
        statusCode: response.statusCode,
        retryAfter: response.headers["retry-after"],
        excerpt,
      };
    } catch (err) {
      return describeFailure(err);
    } finally {
      stream.destroy();
    }
  };
}

function describeFailure(err: unknown): SendOutcome {
  const cause = err instanceof RequestError && err.cause instanceof Error ? err.cause : err;
  if (cause instanceof ForbiddenAddressError || (err instanceof RequestError && err.code === "ERR_FORBIDDEN_ADDRESS")) {
    return { outcome: "failed", kind: "forbidden_address", message: "the URL leads to an address that is not public" };
  }
  if (err instanceof TimeoutError)
    return { outcome: "failed", kind: "timeout", message: "no complete answer within the timeout" };
  const message = err instanceof Error ? err.message : String(err);
  return { outcome: "failed", kind: "network_error", message: message.slice(0, 500) };
}
