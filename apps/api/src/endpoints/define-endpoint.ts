import type { ErrorCode, Permission } from "@longhaul/contracts";
import type { Request, Response } from "express";
import type Joi from "joi";
import type { ApiContext } from "../context.ts";
import type { SchemaName } from "./named-schemas.ts";
import type { RequestHeader, ResponseHeader } from "./shared-headers.ts";
import type { Tag } from "./tags.ts";

/** Where the routes of a project begin. */
export const PROJECT = "/api/{tenantId}/{projectId}";

/** An answer of status 2xx or 304. */
export interface Answer {
  readonly description: string;
  /** Of a JSON answer. */
  readonly schema?: SchemaName;
  /** Media types of an answer that isn't JSON. */
  readonly media?: readonly string[];
  readonly headers?: readonly ResponseHeader[];
}

/** What a token must permit: `any` is whatever covers the project, `public` needs no token. */
export type Access = Permission | "any" | "public";

/**
 * One method of one path: what clients are told of it, what it lets in, and what answers it. Router, 405, permissions, audit
 * log, document, `llms.txt` and tests follow from it. Whatever follows from the path, the method or a schema is not said here.
 */
export interface Endpoint {
  /** A POST takes an `Idempotency-Key`, which makes a repetition harmless. */
  readonly method: "get" | "post" | "patch" | "delete";
  /** With `{parameters}`. */
  readonly path: string;
  /** The router lets in by it, and the document tells it. */
  readonly permission: Access;
  /** Unique: generated clients name their functions after it, and the audit log its actions. */
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  /** What a client has to know beside the summary. */
  readonly description: string;
  readonly query?: Joi.ObjectSchema;
  readonly headers?: readonly RequestHeader[];
  readonly body?: SchemaName;
  /** Whether it also works without a body. */
  readonly isBodyOptional?: boolean;
  /** Whether the body is `multipart/form-data`. */
  readonly isUpload?: boolean;
  /** The body where it may also be JSON. */
  readonly jsonBody?: SchemaName;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Beside those that any endpoint of its kind may answer. */
  readonly faults?: readonly ErrorCode[];
  /** The addresses that its body may name for what becomes of it. */
  readonly callbacks?: "operation" | "batch";
  /** Makes what answers it, once for each process. @param all for endpoints that tell of the others */
  readonly handle: (ctx: ApiContext, all: readonly Endpoint[]) => Handler;
}

type Handler = (req: Request, res: Response) => void | Promise<void>;

/** An endpoint, to stand in its feature's `endpoints.ts`, which `list-endpoints.ts` joins with the others. */
export const defineEndpoint = (endpoint: Endpoint): Endpoint => endpoint;
