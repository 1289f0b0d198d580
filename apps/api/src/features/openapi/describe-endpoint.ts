import { ownValue } from "@longhaul/domain";
import { ERROR_STATUS, jsonSchemaOf, type ErrorCode, type JsonSchema } from "@longhaul/contracts";
import type { Answer, Endpoint } from "./endpoint.ts";
import { ENDPOINT_DESCRIPTIONS } from "./endpoint-descriptions.ts";
import { describeCallbacks } from "./event-messages.ts";
import type { SchemaName } from "./named-schemas.ts";
import { REQUEST_HEADERS, type RequestHeader, type ResponseHeader } from "./shared-headers.ts";

const GUID = { type: "string", format: "uuid" };
const ID = { type: "string", maxLength: 64 };
const TEXT = { type: "string" };

/** What stands for `{names}` in paths. */
const PATH_PARAMETERS: Readonly<Record<string, JsonSchema>> = {
  tenantId: GUID,
  projectId: GUID,
  datasetId: GUID,
  operationId: ID,
  batchId: ID,
  webhookId: ID,
  scheduleId: ID,
  deliveryId: ID,
  keyId: ID,
  token: TEXT,
  name: TEXT,
  file: TEXT,
};

/** One method of a path as an Operation Object of OpenAPI. */
export function describeEndpoint(endpoint: Endpoint): JsonSchema {
  const { id, tag, summary, callbacks } = endpoint;
  const description = ownValue(ENDPOINT_DESCRIPTIONS, id);
  const isScoped = endpoint.permission !== "public";
  const parameters = [
    ...pathParameters(endpoint.path),
    ...(endpoint.query === undefined ? [] : queryParameters(jsonSchemaOf(endpoint.query))),
    ...requestHeaders(endpoint).map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description: `${description}${needs(endpoint)}` }),
    ...(isScoped ? {} : { security: [] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBody(endpoint),
    responses: {
      ...Object.fromEntries(faultStatuses(endpoint, isScoped).map((status) => [status, problem(status)])),
      ...Object.fromEntries(
        Object.entries(endpoint.answers).map(([status, answer]) => [status, response(answer, endpoint, isScoped)]),
      ),
    },
    ...(callbacks === undefined ? {} : { callbacks: describeCallbacks(callbacks) }),
  };
}

function pathParameters(path: string): JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    const schema = ownValue(PATH_PARAMETERS, name);
    if (schema === undefined) throw new Error(`the path parameter ${name} is not described`);
    return { name, in: "path", required: true, schema };
  });
}

const needs = ({ permission }: Endpoint): string =>
  permission === "public" || permission === "any" ? "" : ` Needs the permission \`${permission}\`.`;

/** The keys of a query's schema; what has no type of its own arrives as text. */
function queryParameters(query: JsonSchema): JsonSchema[] {
  const { properties = {}, required = [] } = query as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: { type: "string", ...schema },
  }));
}

const requestHeaders = ({ headers = [], isIdempotent }: Endpoint): readonly RequestHeader[] =>
  isIdempotent === true ? [...headers, "Idempotency-Key"] : headers;

function requestBody({ body, jsonBody, isBodyOptional, isUpload }: Endpoint): JsonSchema {
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

function response(answer: Answer, { isIdempotent }: Endpoint, isScoped: boolean): JsonSchema {
  const { description, schema, media = [] } = answer;
  const headers: readonly ResponseHeader[] = [
    ...(answer.headers ?? []),
    ...(isIdempotent === true ? (["Idempotent-Replayed"] as const) : []),
    ...(isScoped ? (["RateLimit", "RateLimit-Policy"] as const) : []),
  ];
  const content = {
    ...(schema === undefined ? {} : { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } }),
    ...Object.fromEntries(media.map((type) => [type, contentOf(type)])),
  };
  return {
    description,
    ...(headers.length === 0
      ? {}
      : { headers: Object.fromEntries(headers.map((name) => [name, { $ref: `#/components/headers/${name}` }])) }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

/** Statuses of problems: those that any endpoint of its kind may answer, and its own. */
function faultStatuses(endpoint: Endpoint, isScoped: boolean): number[] {
  const codes: readonly ErrorCode[] = [
    ...(isScoped
      ? (["validation_failed", "unauthenticated", "not_found", "rate_limited", "temporarily_unavailable"] as const)
      : []),
    ...(endpoint.body === undefined
      ? []
      : (["payload_too_large", "request_timeout", "unsupported_media_type"] as const)),
    ...(isScoped && endpoint.permission !== "any" ? (["forbidden"] as const) : []),
    ...(endpoint.isIdempotent === true ? (["idempotency_in_flight", "idempotency_key_reused"] as const) : []),
    ...(endpoint.faults ?? []),
    "headers_too_large",
    "internal_error",
  ];
  return [...new Set(codes.map((code) => ERROR_STATUS[code]))];
}

const problem = (status: number): JsonSchema => ({ $ref: `#/components/responses/Problem${status}` });

/** Headers of requests as Parameter Objects. */
export function describeRequestHeaders(): JsonSchema {
  return Object.fromEntries(
    Object.entries(REQUEST_HEADERS).map(([name, header]) => [name, { name, in: "header", ...header }]),
  );
}
