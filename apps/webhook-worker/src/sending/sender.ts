import type { Readable } from "node:stream";

/** Outcome of one attempt to send. */
export type SendOutcome =
  | {
      readonly outcome: "answered";
      readonly statusCode: number;
      readonly retryAfter: string | undefined;
      /** The beginning of the answer's body as text. */
      readonly excerpt: string;
      /** The `Location` of the answer, as it was given. */
      readonly location?: string | undefined;
    }
  | {
      readonly outcome: "failed";
      readonly kind: FailureKind;
      /** The message for the customer. */
      readonly message: string;
      /** For the operator only: it may have internal names and addresses. */
      readonly detail?: string;
    };

/**
 * `forbidden_address` says that the URL itself names an address that must not be reached, `no_public_address` that its
 * name doesn't lead to one that may be; `proxy_error` is the fault of our own way out, not of the destination.
 */
export type FailureKind =
  | "timeout"
  | "forbidden_address"
  | "no_public_address"
  | "network_error"
  | "tls_error"
  | "proxy_error";

export interface SendRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whose look-ups it counts among: no tenant's that hang take those of the others. */
  readonly share: string;
}

/** Makes one POST of an attempt within the time that is left for it, its name already looked up. */
export interface Transport {
  send(request: SendRequest, timeoutMs: number): Promise<SendOutcome>;
  close(): Promise<void>;
}

/** Makes one POST and never rejects: no redirects, no decompression, a bounded answer, all within one timeout. */
export interface Sender {
  send(request: SendRequest): Promise<SendOutcome>;
  close(): Promise<void>;
}

/** More of an answer is not read; the connection is closed instead. */
const MAX_RESPONSE_BYTES = 16_384;
const EXCERPT_CHARACTERS = 1000;

/** Reads the beginning of an answer's body, at most 16 KB, and lets go of the rest. */
export async function readBeginning(body: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Costs a third of an asynchronous iteration.
  await new Promise<void>((resolve, reject) => {
    body.on("data", (chunk: Uint8Array) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes < MAX_RESPONSE_BYTES) return;
      resolve();
      body.destroy();
    });
    body.on("error", reject).once("end", resolve);
    body.once("close", () => reject(new Error("the connection ended within the answer")));
  });
  const text = Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString("utf8");
  return text.slice(0, EXCERPT_CHARACTERS);
}
