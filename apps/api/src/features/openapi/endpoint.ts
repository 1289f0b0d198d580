import type { ErrorCode, Permission } from "@longhaul/contracts";
import type Joi from "joi";
import type { CallbackGroup } from "./event-messages.ts";
import type { SchemaName } from "./named-schemas.ts";
import type { Tag } from "./tags.ts";
import type { RequestHeader, ResponseHeader } from "./shared-headers.ts";

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

/** What a client needs to know of one method of one path. Whatever follows from the path or a schema is not said here. */
export interface Endpoint {
  readonly method: "get" | "post" | "patch" | "delete";
  /** With `{parameters}`. */
  readonly path: string;
  /** The router lets in by it, and the document tells it. */
  readonly permission: Access;
  /** Unique: generated clients name their functions after it. */
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly query?: Joi.ObjectSchema;
  readonly headers?: readonly RequestHeader[];
  readonly body?: SchemaName;
  /** Whether it also works without a body. */
  readonly isBodyOptional?: boolean;
  /** Whether the body is `multipart/form-data`. */
  readonly isUpload?: boolean;
  /** The body where it may also be JSON. */
  readonly jsonBody?: SchemaName;
  /** Whether `Idempotency-Key` makes a repetition harmless. */
  readonly isIdempotent?: boolean;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Beside those that any endpoint of its kind may answer. */
  readonly faults?: readonly ErrorCode[];
  readonly callbacks?: CallbackGroup;
}
