import type { ErrorCode, Permission } from "@longhaul/contracts";
import type { Request, Response } from "express";
import type Joi from "joi";
import type { ApiContext } from "../context/context.ts";
import type { KeyHonored } from "../answers/run-idempotent.ts";
import type { namedSchemas, SchemaName } from "./named-schemas.ts";
import type { RequestHeader, ResponseHeader } from "./shared-headers.ts";
import type { Tag } from "./tags.ts";

/** Where the routes of a project begin. */
export const PROJECT = "/api/{tenantId}/{projectId}";

/** An answer of status 2xx or 304. */
export interface Answer {
  readonly description: string;
  /** Schema of a JSON answer. */
  readonly schema?: SchemaName;
  /** Media types of an answer that isn't JSON. */
  readonly media?: readonly string[];
  readonly headers?: readonly ResponseHeader[];
}

/** The permission that a request needs: `any` token that covers the project, or `public`, without a token. */
export type Access = Permission | "any" | "public";

/** The validated query and body of a request. */
export interface Given<Query = unknown, Body = unknown> {
  readonly query: Query;
  readonly body: Body;
}

type Handler<What, Done> = (req: Request, res: Response, given: What) => Done;

/** An endpoint's documentation, and its permission. */
interface Description {
  /** With `{parameters}`. */
  readonly path: string;
  /** The router checks it, and the contract shows it. */
  readonly permission: Access;
  /** Unique: generated clients name their functions after it, and the audit log its actions. */
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  /** What a client has to know beside the summary. */
  readonly description: string;
  /** The query, when the handler validates it itself, or takes it from the body instead. */
  readonly rawQuery?: Joi.ObjectSchema;
  readonly headers?: readonly RequestHeader[];
  /** The body, when the handler validates it itself: part by part, or while it arrives. */
  readonly rawBody?: SchemaName;
  /** Whether it also works without a body. */
  readonly isBodyOptional?: boolean;
  /** Whether the body is `multipart/form-data`. */
  readonly isUpload?: boolean;
  /** The body where it may also be JSON. */
  readonly jsonBody?: SchemaName;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Its handler writes the call's entry of the audit log together with what it changes (`ownNoteOf`). */
  readonly notesItself?: true;
  /** Its own faults, in addition to those of every endpoint of its kind. */
  readonly faults?: readonly ErrorCode[];
  /** The callbacks that its body may name. */
  readonly callbacks?: "operation" | "batch";
}

type Method = "get" | "post" | "patch" | "delete";

/**
 * One method of one path: its documentation, what it accepts, and its handler. Router, 405, permissions, audit log,
 * validation, contract, `llms.txt` and tests are derived from it. An endpoint doesn't declare what follows from its path, method or
 * schema.
 */
export interface Endpoint extends Description {
  readonly method: Method;
  /** Validated for the handler; an invalid query is a 400 with all faults. */
  readonly query?: Joi.ObjectSchema;
  readonly body?: SchemaName;
  /** Makes the handler, once per process. @param all for endpoints that list the others */
  readonly handle: (ctx: ApiContext, all: readonly Endpoint[]) => Handler<Given<never, never>, unknown>;
}

/** An endpoint with the types of its handler's query and body. The handler of a POST must return proof that it honored the key. */
interface Declaration<Query, Body extends SchemaName, Verb extends Method> extends Description {
  readonly method: Verb;
  readonly query?: Joi.ObjectSchema<Query>;
  readonly body?: Body;
  readonly handle: (
    ctx: ApiContext,
    all: readonly Endpoint[],
  ) => Handler<
    Given<NoInfer<Query>, BodyOf<NoInfer<Body>>>,
    NoInfer<Verb> extends "post" ? Promise<KeyHonored> : void | Promise<unknown>
  >;
}

type BodyOf<Name extends SchemaName> = [Name] extends [never]
  ? undefined
  : ReturnType<typeof namedSchemas>[Name] extends Joi.AnySchema<infer Body>
    ? Body
    : never;

/**
 * Defines an endpoint in its feature's `endpoints.ts`; `list-endpoints.ts` joins these. A POST takes an `Idempotency-Key`, and the types
 * enforce it: its handler resolves with the result of `runIdempotent`.
 */
export const defineEndpoint = <Verb extends Method, Query = undefined, Body extends SchemaName = never>(
  endpoint: Declaration<Query, Body, Verb>,
): Endpoint => endpoint;

/** Whether `Idempotency-Key` makes a repetition harmless. */
export const takesKey = ({ method }: Pick<Endpoint, "method">): boolean => method === "post";
