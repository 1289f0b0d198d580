import { mutateText, mutateValue, oddText } from "./odd-values.ts";
import type { Random } from "./random.ts";
import { createSampler, type Schema } from "./sample-schema.ts";

/** What a generator reads of an OpenAPI document. */
export interface ContractDocument {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, unknown>>;
    readonly parameters: Readonly<Record<string, unknown>>;
  };
}

/** A request as it goes over the wire; `path` begins with a slash. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}

interface Endpoint {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

const HEADERS = [
  ["Idempotency-Key", "a-key"],
  ["Prefer", "respond-async"],
  ["If-None-Match", "*"],
  ["Range", "bytes=0-1"],
  ["Last-Event-ID", "1"],
  ["Accept", "text/html"],
  ["Content-Encoding", "br"],
  ["X-Forwarded-Host", "evil.example"],
] as const;
const TYPES = [
  "application/json",
  "application/json; charset=utf-16",
  "text/plain",
  "multipart/form-data; boundary=x",
] as const;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
const TEXT = { type: "string" } as const;

/**
 * Makes requests from a contract: mostly what it allows, spoilt in one or several places: the values of bodies, their
 * text, queries, headers, methods, paths.
 * @param known values of path parameters that lead somewhere, such as the tenant's id
 */
export function createRequestGenerator(
  document: ContractDocument,
  random: Random,
  known: Readonly<Record<string, string>>,
): () => FuzzRequest {
  const sample = createSampler(document.components.schemas, random);
  const endpoints = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Readonly<Record<string, Endpoint>>).map(([method, endpoint]) => ({
      path,
      method,
      endpoint,
    })),
  );
  const ids = new Map(Object.entries(known));

  const pathOf = (path: string): string =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = ids.get(name);
      const isOdd = random.happens(value === undefined ? 0.5 : 0.03);
      return isOdd ? encodeURIComponent(oddText(random).toWellFormed().slice(0, 200)) : (value ?? "op-none");
    });

  const shared = new Map(Object.entries(document.components.parameters));
  const resolve = (parameter: Parameter | { readonly $ref: string }): Parameter =>
    "$ref" in parameter
      ? (shared.get(parameter.$ref.slice(parameter.$ref.lastIndexOf("/") + 1)) as Parameter)
      : parameter;

  const queryOf = ({ parameters = [] }: Endpoint): string => {
    const query = new URLSearchParams();
    for (const { name, in: where, schema } of parameters.map(resolve)) {
      if (where !== "query" || random.happens(0.5)) continue;
      const value = random.happens(0.5) ? oddText(random) : String(sample(schema ?? TEXT));
      query.append(name, value.toWellFormed().slice(0, 3000));
    }
    if (random.happens(0.1)) query.append(oddText(random).toWellFormed().slice(0, 100), "1");
    return query.size === 0 ? "" : `?${query.toString()}`;
  };

  const bodyOf = ({ requestBody }: Endpoint): string | undefined => {
    const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
    if (schema === undefined) return random.happens(0.1) ? "{}" : undefined;
    let value = sample(schema);
    for (let n = random.below(4); n > 0; n--) value = mutateValue(value, random);
    const text = JSON.stringify(value);
    return random.happens(0.2) ? mutateText(text, random) : text;
  };

  return () => {
    const chosen = endpoints[random.below(endpoints.length)];
    if (chosen === undefined) throw new Error("the contract has no endpoints");
    const method = random.happens(0.05) ? random.pick(METHODS) : chosen.method.toUpperCase();
    const headers = new Map<string, string>();
    for (const [name, value] of HEADERS) {
      if (random.happens(0.08)) headers.set(name, random.happens(0.6) ? value : headerText(oddText(random)));
    }
    const body = method === "GET" || method === "HEAD" ? undefined : bodyOf(chosen.endpoint);
    if (body !== undefined) headers.set("Content-Type", random.happens(0.9) ? TYPES[0] : random.pick(TYPES));
    return {
      method,
      path: pathOf(chosen.path) + queryOf(chosen.endpoint),
      headers: Object.fromEntries(headers),
      ...(body === undefined ? {} : { body: body.slice(0, 950_000).toWellFormed() }),
    };
  };
}

/** What a client can send at all as a header. */
const headerText = (text: string): string =>
  text
    .replaceAll(/[^\x20-\x7e]/g, "?")
    .trim()
    .slice(0, 3000);
