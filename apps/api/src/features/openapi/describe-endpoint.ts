import { ERROR_STATUS, type ErrorCode, type JsonSchema } from "@longhaul/contracts";
import type { Answer, Endpoint } from "../../endpoints/define-endpoint.ts";
import { describeCallbacks } from "./event-messages.ts";
import type { SchemaName } from "../../endpoints/named-schemas.ts";
import { pathParameters, type QueryParameters } from "./describe-parameters.ts";
import type { RequestHeader, ResponseHeader } from "../../endpoints/shared-headers.ts";

/**
 * One method of a path as an Operation Object of OpenAPI.
 * @param queryOf the parameters of its query
 */
export function describeEndpoint(endpoint: Endpoint, queryOf: QueryParameters["of"]): JsonSchema {
  const { id, tag, summary, description, callbacks } = endpoint;
  const isScoped = endpoint.permission !== "public";
  const faults = faultStatuses(endpoint, isScoped);
  const parameters = [
    ...pathParameters(endpoint.path),
    ...queryOf(endpoint),
    ...requestHeaders(endpoint).map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: `${description}${needs(endpoint)}`,
    ...(isScoped ? {} : { security: [] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBody(endpoint),
    responses: {
      ...Object.fromEntries(faults.map((status) => [status, problem(status)])),
      ...Object.fromEntries(
        Object.entries(endpoint.answers).map(([status, answer]) => [status, response(answer, endpoint)]),
      ),
      // Linters want each endpoint to name a fault of the client's.
      ...(faults.some((status) => status < 500) ? {} : { "4XX": COMMON_PROBLEM }),
      default: COMMON_PROBLEM,
    },
    ...(callbacks === undefined ? {} : { callbacks: describeCallbacks(callbacks) }),
  };
}

const needs = ({ permission }: Endpoint): string =>
  permission === "public" || permission === "any" ? "" : ` Permission: \`${permission}\`.`;

const takesKey = ({ method }: Endpoint): boolean => method === "post";

const requestHeaders = (endpoint: Endpoint): readonly RequestHeader[] => {
  const { headers = [] } = endpoint;
  return takesKey(endpoint) ? [...headers, "Idempotency-Key"] : headers;
};

function requestBody({ rawBody, body = rawBody, jsonBody, isBodyOptional, isUpload }: Endpoint): JsonSchema {
  if (body === undefined) return {};
  const media = isUpload === true ? "multipart/form-data" : "application/json";
  const of = (name: SchemaName): JsonSchema => ({ schema: { $ref: `#/components/schemas/${name}` } });
  const content = { [media]: of(body), ...(jsonBody === undefined ? {} : { "application/json": of(jsonBody) }) };
  return { requestBody: { required: isBodyOptional !== true, content } };
}

/** JSON of no schema may be anything; texts and files are told apart from it, or clients' types would be, too. */
function contentOf(media: string): JsonSchema {
  if (media.endsWith("json")) return {};
  return { schema: { type: "string", ...(/^text\/|\+xml$/.test(media) ? {} : { format: "binary" }) } };
}

function response(answer: Answer, endpoint: Endpoint): JsonSchema {
  const { description, schema, media = [] } = answer;
  const headers: readonly ResponseHeader[] = [
    ...(answer.headers ?? []),
    ...(takesKey(endpoint) ? (["Idempotent-Replayed"] as const) : []),
  ];
  const content = {
    ...(schema === undefined ? {} : { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } }),
    ...Object.fromEntries(media.map((type) => [type, contentOf(type)])),
  };
  return {
    description,
    ...(headers.length === 0 ? {} : { headers: refersTo(headers) }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

/** Headers of answers, by reference. */
export const refersTo = (headers: readonly ResponseHeader[]): JsonSchema =>
  Object.fromEntries(headers.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/** Statuses of what any request may meet, whatever the endpoint: told once, as the response `default`. */
export const COMMON_STATUSES: ReadonlySet<number> = new Set(
  (
    [
      "unauthenticated",
      "forbidden",
      "not_found",
      "request_timeout",
      "payload_too_large",
      "unsupported_media_type",
      "rate_limited",
      "headers_too_large",
      "internal_error",
      "temporarily_unavailable",
    ] as const
  ).map((code) => ERROR_STATUS[code]),
);

/** Statuses of the problems that depend on the endpoint. */
function faultStatuses(endpoint: Endpoint, isScoped: boolean): number[] {
  const codes: readonly ErrorCode[] = [
    ...(isScoped ? (["validation_failed"] as const) : []),
    ...(takesKey(endpoint) ? (["idempotency_in_flight", "idempotency_key_reused"] as const) : []),
    ...(endpoint.faults ?? []),
  ];
  return [...new Set(codes.map((code) => ERROR_STATUS[code]))].filter((status) => !COMMON_STATUSES.has(status));
}

const COMMON_PROBLEM = { $ref: "#/components/responses/CommonProblem" };

const problem = (status: number): JsonSchema => ({ $ref: `#/components/responses/Problem${status}` });
