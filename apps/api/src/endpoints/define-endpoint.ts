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
  /** Of a JSON answer. */
  readonly schema?: SchemaName;
  /** Media types of an answer that isn't JSON. */
  readonly media?: readonly string[];
  readonly headers?: readonly ResponseHeader[];
}

/** What a token must permit: `any` is whatever covers the project, `public` needs no token. */
export type Access = Permission | "any" | "public";

/** What a request brought, judged as its endpoint declares it. */
export interface Given<Query = unknown, Body = unknown> {
  readonly query: Query;
  readonly body: Body;
}

type Handler<What, Done> = (req: Request, res: Response, given: What) => Done;

/** What clients are told of an endpoint, and whom it lets in. */
interface Description {
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
  /** Of the query, where the handler takes what it can use of it, or from the body instead. */
  readonly rawQuery?: Joi.ObjectSchema;
  readonly headers?: readonly RequestHeader[];
  /** Of the body, where the handler judges it itself: a part at a time, or while it comes. */
  readonly rawBody?: SchemaName;
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
}

type Method = "get" | "post" | "patch" | "delete";

/**
 * One method of one path: what clients are told of it, what it lets in, and what answers it. Router, 405, permissions, audit
 * log, validation, document, `llms.txt` and tests follow from it. What follows from the path, the method or a schema isn't
 * said here.
 */
export interface Endpoint extends Description {
  readonly method: Method;
  /** The handler is given what it accepts; anything else is a 400 with all faults. */
  readonly query?: Joi.ObjectSchema;
  readonly body?: SchemaName;
  /** Makes what answers it, once for each process. @param all for endpoints that tell of the others */
  readonly handle: (ctx: ApiContext, all: readonly Endpoint[]) => Handler<Given<never, never>, unknown>;
}

/** An endpoint with the types of what its handler is given, and of what a POST has to show: that it honored the request's key. */
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
 * An endpoint, to stand in its feature's `endpoints.ts`, which `list-endpoints.ts` joins with the others. A POST takes an
 * `Idempotency-Key`, and its handler can't be written without: it resolves with what `runIdempotent` gives.
 */
export const defineEndpoint = <Verb extends Method, Query = undefined, Body extends SchemaName = never>(
  endpoint: Declaration<Query, Body, Verb>,
): Endpoint => endpoint;

/** Whether `Idempotency-Key` makes a repetition harmless. */
export const takesKey = ({ method }: Pick<Endpoint, "method">): boolean => method === "post";
