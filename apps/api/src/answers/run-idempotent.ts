import type { Request, Response } from "express";
import {
  beginIdempotent,
  findIdempotent,
  storeAnswer,
  type IdempotencyScope,
  type Scope,
  type Sql,
  type StoredAnswer,
  type Tx,
} from "@longhaul/db";
import { checkSize, OPEN } from "@longhaul/contracts";
import { jsonPointer, DomainError, fingerprint } from "@longhaul/domain";
import type { ApiContext } from "../context/context.ts";
import { validationFailed } from "../http/read-request.ts";
import { pathParameter } from "../http/request-scope.ts";

/** A bare key, or a quoted one as in draft-ietf-httpapi-idempotency-key-header. Both forms are the same key. */
const KEY = /^(?:"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"|([\x21\x23-\x7e][\x21-\x7e]{0,254}))$/;

const KEY_HONORED = Symbol("key honored");

/** Proof that a handler honored the request's `Idempotency-Key`. Only this file creates one, and every POST handler must return one. */
export interface KeyHonored {
  readonly [KEY_HONORED]: true;
}

/** For a request that changes nothing: repeating it is harmless with any key. */
export const CHANGES_NOTHING: KeyHonored = { [KEY_HONORED]: true };

/** Result of a POST's work. The work's writes are committed together with its answer. */
export interface IdempotentWork<T> {
  readonly answer: StoredAnswer;
  /** Passed to `afterCommit`. */
  readonly result: T;
  /** The body of the first answer, with secrets that are never stored and never sent again. */
  readonly bodyOnce?: string;
}

/** Either the work that was done now, or the stored answer of an earlier request. */
export type IdempotentOutcome<T> = KeyHonored &
  ((IdempotentWork<T> & { readonly isReplay: false }) | { readonly answer: StoredAnswer; readonly isReplay: true });

/**
 * Does the work of a POST, once for each `Idempotency-Key`, and sends its answer.
 * @param afterCommit called after the work is committed and before its answer is sent
 * @returns the work's result, or null when a stored answer was sent again
 */
export async function runIdempotent<T>(
  ctx: ApiContext,
  req: Request,
  res: Response,
  scope: Scope,
  work: (sql: Sql) => Promise<IdempotentWork<T>>,
  afterCommit?: (result: T) => Promise<unknown>,
): Promise<KeyHonored & { readonly result: T | null }> {
  const outcome = await onceForKey(ctx, req, scope, () => jsonRequest(req), work);
  if (outcome.isReplay) {
    sendAgain(res, outcome.answer);
    return { [KEY_HONORED]: true, result: null };
  }
  await afterCommit?.(outcome.result);
  const { answer, bodyOnce = answer.body } = outcome;
  send(res, { ...answer, body: bodyOnce });
  return { [KEY_HONORED]: true, result: outcome.result };
}

/**
 * Sends the stored answer of the same request with the same `Idempotency-Key`, if there is one. A handler calls it before it
 * checks a request against things that may have changed since, such as a dataset that was deleted.
 * @returns null where none was sent
 * @throws DomainError when the key was used with another request
 */
export async function answeredBefore(
  ctx: ApiContext,
  req: Request,
  res: Response,
  scope: Scope,
): Promise<KeyHonored | null> {
  const where = keyOf(req, scope, () => jsonRequest(req));
  if (where === null) return null;
  const stored = await findIdempotent(ctx.db, where);
  if (stored.state === "other_request") throw keyReused();
  if (stored.state === "new") return null;
  sendAgain(res, stored.answer);
  return { [KEY_HONORED]: true };
}

/** Work of several statements: one transaction, whether the request has a key (and so a transaction already) or not. */
export function inTransaction<T>(ctx: ApiContext, work: (tx: Tx) => Promise<T>): (sql: Sql) => Promise<T> {
  // Work runs on the pool, or else within the transaction of its key.
  return (sql) => (sql === ctx.db ? ctx.db.withTransaction(work) : work(sql as Tx));
}

/**
 * Does work once for each `Idempotency-Key`. With a key, work and answer are one transaction. Without a key, or with a method
 * other than POST, the work runs on the pool.
 * @param request the part of the request that must be the same when the key is used again
 */
export async function onceForKey<T>(
  ctx: ApiContext,
  req: Request,
  scope: Scope,
  request: () => unknown,
  work: (sql: Sql) => Promise<IdempotentWork<T>>,
): Promise<IdempotentOutcome<T>> {
  const where = keyOf(req, scope, request);
  if (where === null) return { ...(await work(ctx.db)), isReplay: false, [KEY_HONORED]: true };
  return ctx.db.withTransaction(async (tx) => {
    const state = await beginIdempotent(tx, where);
    switch (state.state) {
      case "in_flight":
        throw new DomainError(
          "idempotency_in_flight",
          "a request with this Idempotency-Key is still being processed; repeat it later",
          { details: { retryAfterSec: 1 } },
        );
      case "other_request":
        throw keyReused();
      case "replay":
        return { answer: state.answer, isReplay: true, [KEY_HONORED]: true };
      case "new": {
        const done = await work(tx);
        await storeAnswer(tx, where, done.answer);
        return { ...done, isReplay: false, [KEY_HONORED]: true };
      }
    }
  });
}

const keyReused = (): DomainError =>
  new DomainError("idempotency_key_reused", "this Idempotency-Key was used with another request; use a new key");

/** Caches the hash of each request, which is needed twice: hashing a large body takes time. */
const hashes = new WeakMap<Request, string>();

/** @throws DomainError for what is too large, or too deep, to be compared with another request */
function jsonRequest(req: Request): unknown {
  const request = { body: req.body as unknown, query: req.query };
  const { faults, rest } = checkSize(request, OPEN);
  if (rest === null || faults.length > 0)
    throw validationFailed(faults.map(({ path, detail }) => ({ pointer: jsonPointer(path.slice(1)), detail })));
  return request;
}

/** Where the key of a request holds; null without one, and with any other method than POST. */
function keyOf(req: Request, scope: Scope, request: () => unknown): IdempotencyScope | null {
  const place = keyPlaceOf(req, scope);
  return place === null ? null : { ...place, requestHash: hashOf(req, request) };
}

/** The same before the request is known. */
export function keyPlaceOf(req: Request, scope: Scope): Omit<IdempotencyScope, "requestHash"> | null {
  const header = req.method === "POST" ? req.headers["idempotency-key"] : undefined;
  if (header === undefined) return null;
  const [, quoted, bare] = (typeof header === "string" ? KEY.exec(header) : null) ?? [];
  const key = bare ?? quoted?.replaceAll(/\\(.)/g, "$1");
  if (key === undefined) {
    throw new DomainError("validation_failed", "Idempotency-Key must be 1 to 255 visible ASCII characters");
  }
  return { ...scope, route: `${req.method} ${routeOf(req)}`, key };
}

function hashOf(req: Request, request: () => unknown): string {
  const hash = hashes.get(req) ?? fingerprint(request());
  hashes.set(req, hash);
  return hash;
}

/** The path of a request as it was matched, whatever slash or capitals it was written with. */
function routeOf(req: Request): string {
  const { path } = req.route as { readonly path: string };
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(pathParameter(req, name)));
}

function sendAgain(res: Response, answer: StoredAnswer): void {
  res.setHeader("Idempotent-Replayed", "true");
  send(res, answer);
}

function send(res: Response, answer: StoredAnswer): void {
  for (const [name, value] of Object.entries(answer.headers)) res.setHeader(name, value);
  res.status(answer.statusCode).type("application/json").send(answer.body);
}
