import type { Response } from "express";
import type Joi from "joi";
import { takesKey, type Answer, type Endpoint } from "./define-endpoint.ts";
import { COMMON_STATUSES, faultStatuses } from "./fault-statuses.ts";
import type { SchemaName } from "./named-schemas.ts";
import { RESPONSE_HEADERS, type ResponseHeader } from "./shared-headers.ts";

/** Whether a status is one that an endpoint may answer. Where pages lead on, browsers follow: that is not declared. */
function mayAnswer(endpoint: Endpoint, status: number): boolean {
  if (endpoint.answers[status] !== undefined) return true;
  if (status < 400) return status >= 300 && status !== 304;
  return COMMON_STATUSES.has(status) || faultStatuses(endpoint).includes(status);
}

const RESPONSE_HEADER_NAMES = Object.keys(RESPONSE_HEADERS) as ResponseHeader[];

/** Whether an answer may have one of the headers that endpoints declare. */
function mayHave(endpoint: Endpoint, { headers = [] }: Answer, name: ResponseHeader): boolean {
  if (name === "RateLimit" || name === "RateLimit-Policy") return endpoint.permission !== "public";
  return headers.includes(name) || (name === "Idempotent-Replayed" && takesKey(endpoint));
}

/** Declared where files of any type are sent. */
const ANY_FILE = "application/octet-stream";

/**
 * Holds what is answered against what the endpoint declares: its status, also of faults, its headers, its media type and, as
 * far as it isn't streamed, its JSON. A mismatch is our own fault, and the answer then a 500.
 */
export function checkAnswers(
  res: Response,
  endpoint: Endpoint,
  schemas: Readonly<Record<SchemaName, Joi.Schema<unknown>>>,
): void {
  const { id, answers } = endpoint;
  // The answer about a mismatch isn't checked itself.
  let hasFailed = false;
  const judge = (look: () => void): void => {
    if (hasFailed) return;
    try {
      look();
    } catch (err) {
      hasFailed = true;
      res.statusCode = 500;
      throw err;
    }
  };
  const isJson = (): boolean => mediaOf(res) === "application/json";
  const judgeHead = (): void => {
    const { statusCode: status } = res;
    if (!mayAnswer(endpoint, status)) throw new Error(`${id} answers ${status}, which it doesn't declare`);
    const answer = answers[status];
    if (answer === undefined) return;
    const undeclared = RESPONSE_HEADER_NAMES.filter((name) => res.hasHeader(name) && !mayHave(endpoint, answer, name));
    if (undeclared.length > 0)
      throw new Error(`${id} answers ${status} with ${undeclared.join()}, which it doesn't declare`);
    const media = mediaOf(res);
    if (media === null) return;
    const { schema, media: others = [] } = answer;
    if (!others.includes(media) && !others.includes(ANY_FILE) && !(schema !== undefined && isJson()))
      throw new Error(`${id} answers ${media}, which it doesn't declare`);
  };
  const judgeBody = (body: unknown): void => {
    const name = answers[res.statusCode]?.schema;
    if (name !== undefined && isJson() && (typeof body === "string" || Buffer.isBuffer(body)))
      refuseMismatch(JSON.parse(body.toString()), schemas[name], id);
  };
  const writeHead = res.writeHead.bind(res) as (...head: unknown[]) => Response;
  res.writeHead = (...head: unknown[]) => {
    judge(judgeHead);
    return writeHead(...head);
  };
  const end = res.end.bind(res) as (...last: unknown[]) => Response;
  res.end = (...last: unknown[]) => {
    // What is streamed isn't looked into.
    if (!res.headersSent) judge(() => judgeBody(last[0]));
    return end(...last);
  };
}

/** @throws Error where a value isn't as its schema says. @param what answers it */
export function refuseMismatch(value: unknown, schema: Joi.Schema<unknown>, what: string): void {
  const { error } = schema.validate(value, { convert: false, abortEarly: false });
  if (error !== undefined) throw new Error(`answer of ${what} does not match its schema: ${error.message}`);
}

/** The media type without its parameters; null where there is none. */
function mediaOf(res: Response): string | null {
  const header = res.getHeader("Content-Type");
  return typeof header === "string" ? (header.split(";")[0] ?? null) : null;
}
