import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { SignJWT, type JWTPayload } from "jose";
import { beforeAll } from "vitest";
import { PRODUCT_JWT_SECRET } from "../product-environment.ts";
import { waitFor } from "../wait-for.ts";

/** An answer of the service; its body is what JSON made of it. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into it in many ways
  readonly body: Record<string, any>;
}

/** What a client can do as a tenant of its own with API and worker, each a process of its own. */
export interface Service {
  readonly tenantId: string;
  readonly projectId: string;
  /** What a client of the project needs. */
  connection(): { readonly url: string; readonly tenantId: string; readonly projectId: string; readonly token: string };
  /** A token with other claims, or of another secret, which the service refuses. */
  mintToken(claims: JWTPayload, secret?: string): Promise<string>;
  /** Calls a path below the project; `json` is sent as POST where `method` isn't given. */
  call(path: string, init?: CallInit): Promise<ServiceAnswer>;
  /** Uploads a file, and waits until it is imported or refused. */
  upload(content: string | Uint8Array<ArrayBuffer>, parts?: UploadParts): Promise<ServiceAnswer>;
  /** Reads an upload again with another mapping, and waits until that is done. */
  remap(datasetId: string, json: unknown, init?: Omit<CallInit, "json">): Promise<ServiceAnswer>;
  /** Starts an operation and waits for its end. @returns its id and its detailed results */
  run(
    operationType: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly operationId: string; readonly results: ServiceAnswer["body"] }>;
  /** Names of the files that are stored, below the tenant's datasets. */
  storedFiles(): Promise<readonly string[]>;
  /** JSON of an artifact by its download URL. */
  download(url: string): Promise<unknown>;
  /** Text of an artifact by its download URL. */
  downloadText(url: string): Promise<string>;
  /** Bytes of an artifact by its download URL. */
  downloadBytes(url: string): Promise<Uint8Array<ArrayBuffer>>;
}

export interface CallInit {
  readonly method?: string;
  readonly json?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the path; the service's own where none is given. */
  readonly tenantId?: string;
}

export interface UploadParts {
  readonly fileName?: string;
  readonly mapping?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Below the project; `/datasets` where none is given. */
  readonly path?: string;
}

const mintToken: Service["mintToken"] = (claims, secret = PRODUCT_JWT_SECRET) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(claims.sub ?? "ann")
    .setExpirationTime(claims.exp ?? "1h")
    .sign(new TextEncoder().encode(secret));

/**
 * A client of a product that is there from beforeAll on, as a tenant that nobody else is.
 * @param place where the product's API is, and the folder of what it stores
 */
export function useClient(place: { readonly origin: () => string; readonly storageFolder: () => string }): Service {
  const { origin, storageFolder } = place;
  const [tenantId, projectId] = [randomUUID(), randomUUID()];
  let token: string;
  beforeAll(async () => {
    token = await mintToken({ tenants: { [tenantId]: { projects: "*" } } });
  });

  const call: Service["call"] = async (path, { method, json, form, headers, tenantId: tenant = tenantId } = {}) => {
    const body = form ?? (json === undefined ? undefined : JSON.stringify(json));
    const response = await fetch(`${origin()}/api/${tenant}/${projectId}${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      ...(body === undefined ? {} : { body }),
      headers: {
        authorization: `Bearer ${token}`,
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as ServiceAnswer["body"],
    };
  };

  /** The service answers 503 where a slow machine doesn't read an upload while a client would wait. */
  async function whenThereIsTime(send: () => Promise<ServiceAnswer>): Promise<ServiceAnswer> {
    let answer = await send();
    await waitFor(async () => answer.status !== 503 || (answer = await send()).status !== 503, {
      what: "an answer to the upload",
    });
    return answer;
  }

  /** An answer that came before the import's end, as it would have been behind it. */
  async function imported(answer: ServiceAnswer): Promise<ServiceAnswer> {
    if (answer.status !== 201 || answer.body["status"] !== "Importing") return answer;
    const path = `/datasets/${String(answer.body["datasetId"])}/versions/${String(answer.body["version"])}`;
    let body = answer.body;
    await waitFor(async () => (body = (await call(path)).body)["status"] !== "Importing", { what: "the import" });
    if (body["status"] === "Ready") return { ...answer, body };
    const { datasetId, error } = body;
    return {
      ...answer,
      status: 422,
      body: { errors: [{ pointer: "/file" }], error: { details: { datasetId, ...error } } },
    };
  }

  const fetchFile = (url: string): Promise<Response> => fetch(new URL(url, origin()));

  return {
    connection: () => ({ url: origin(), tenantId, projectId, token }),
    mintToken,
    async download(url) {
      return (await fetchFile(url)).json();
    },
    async downloadText(url) {
      return (await fetchFile(url)).text();
    },
    async downloadBytes(url) {
      return new Uint8Array(await (await fetchFile(url)).arrayBuffer());
    },
    async storedFiles() {
      const root = join(storageFolder(), "datasets", tenantId);
      const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
      return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    },
    tenantId,
    projectId,
    call,
    async upload(content, { fileName = "log.csv", mapping, headers, path = "/datasets" } = {}) {
      const form = new FormData();
      form.append("file", new Blob([content]), fileName);
      if (mapping !== undefined) form.append("mapping", JSON.stringify(mapping));
      const send = (): Promise<ServiceAnswer> => call(path, { form, ...(headers === undefined ? {} : { headers }) });
      return imported(await whenThereIsTime(send));
    },
    async remap(datasetId, json, init = {}) {
      return imported(await call(`/datasets/${datasetId}/remap`, { json, ...init }));
    },
    async run(operationType, parameters) {
      const accepted = await call("/async/operation", {
        json: { operationType, operationName: operationType, parameters },
      });
      if (accepted.status !== 202) throw new Error(`not accepted: ${JSON.stringify(accepted.body)}`);
      const operationId = String(accepted.body.operationId);
      const results = (): Promise<ServiceAnswer> => call(`/async/operation/${operationId}/results?format=detailed`);
      const ended = await waitFor(
        async () => {
          const answer = await results();
          // 409 is an operation that hasn't ended, 503 a store that didn't answer in time.
          return answer.status === 409 || answer.status === 503 ? null : answer;
        },
        { what: `the end of ${operationType}` },
      );
      return { operationId, results: ended.body };
    },
  };
}
