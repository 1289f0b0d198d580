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

/** As it is, or quoted as in draft-ietf-httpapi-idempotency-key-header; both are the same key. */
const KEY = /^(?:"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"|([\x21\x23-\x7e][\x21-\x7e]{0,254}))$/;

const HEEDED = Symbol("heeded");

/** Shows that a request's `Idempotency-Key` was heeded. Only what does that makes one, and no POST is defined without. */
export interface Heeded {
  readonly [HEEDED]: true;
}

/** For an answer that changes nothing: repeating it is harmless, with whatever key. */
export const CHANGES_NOTHING: Heeded = { [HEEDED]: true };

/** Work of a POST: what it wrote is committed with the answer that it gives. */
export interface IdempotentWork<T> {
  readonly answer: StoredAnswer;
  /** For what comes after commit. */
  readonly result: T;
  /** The body as it is sent this once: with what is never stored, nor told again. */
  readonly bodyOnce?: string;
}

/** What came of a request: work that was done now, or the answer of an earlier one. */
export type IdempotentOutcome<T> = Heeded &
  ((IdempotentWork<T> & { readonly isReplay: false }) | { readonly answer: StoredAnswer; readonly isReplay: true });

/**
 * Does the work of a POST, once for each `Idempotency-Key`, and sends its answer.
 * @param afterCommit what has to be done, once the work is committed, before its answer is sent
 * @returns with the work's result when it was done now, and null when an earlier answer was sent again
 */
export async function runIdempotent<T>(
  ctx: ApiContext,
  req: Request,
  res: Response,
  scope: Scope,
  work: (sql: Sql) => Promise<IdempotentWork<T>>,
  afterCommit?: (result: T) => Promise<unknown>,
): Promise<Heeded & { readonly result: T | null }> {
  const outcome = await onceForKey(ctx, req, scope, () => jsonRequest(req), work);
  if (outcome.isReplay) {
    sendAgain(res, outcome.answer);
    return { [HEEDED]: true, result: null };
  }
  await afterCommit?.(outcome.result);
  const { answer, bodyOnce = answer.body } = outcome;
  send(res, { ...answer, body: bodyOnce });
  return { [HEEDED]: true, result: outcome.result };
}

/**
 * Sends the answer of the same request with the same `Idempotency-Key`, if there is one. For what judges a request, before
 * its work, by things that may have changed since: a dataset that is gone by now, say.
 * @returns null where none was sent
 * @throws DomainError when the key was used with another request
 */
export async function answeredBefore(
  ctx: ApiContext,
  req: Request,
  res: Response,
  scope: Scope,
): Promise<Heeded | null> {
  const where = keyOf(req, scope, () => jsonRequest(req));
  if (where === null) return null;
  const stored = await findIdempotent(ctx.db, where);
  if (stored.state === "other_request") throw keyReused();
  if (stored.state === "new") return null;
  sendAgain(res, stored.answer);
  return { [HEEDED]: true };
}

/** Work of several statements: one transaction, whether the request has a key (and so a transaction already) or not. */
export function inTransaction<T>(ctx: ApiContext, work: (tx: Tx) => Promise<T>): (sql: Sql) => Promise<T> {
  // Work runs on the pool, or else within the transaction of its key.
  return (sql) => (sql === ctx.db ? ctx.db.withTransaction(work) : work(sql as Tx));
}

/**
 * Does work once for each `Idempotency-Key`. With a key, work and answer are one transaction; without, and with any other
 * method than POST, the work runs straight on the pool.
 * @param request what has to be the same when the key comes again
 */
export async function onceForKey<T>(
  ctx: ApiContext,
  req: Request,
  scope: Scope,
  request: () => unknown,
  work: (sql: Sql) => Promise<IdempotentWork<T>>,
): Promise<IdempotentOutcome<T>> {
  const where = keyOf(req, scope, request);
  if (where === null) return { ...(await work(ctx.db)), isReplay: false, [HEEDED]: true };
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
        return { answer: state.answer, isReplay: true, [HEEDED]: true };
      case "new": {
        const done = await work(tx);
        await storeAnswer(tx, where, done.answer);
        return { ...done, isReplay: false, [HEEDED]: true };
      }
    }
  });
}

const keyReused = (): DomainError =>
  new DomainError("idempotency_key_reused", "this Idempotency-Key was used with another request; use a new key");

/** Of requests, by which they are compared: a large body takes some time, and is asked for twice. */
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
  const header = req.method === "POST" ? req.headers["idempotency-key"] : undefined;
  if (header === undefined) return null;
  const [, quoted, bare] = (typeof header === "string" ? KEY.exec(header) : null) ?? [];
  const key = bare ?? quoted?.replaceAll(/\\(.)/g, "$1");
  if (key === undefined) {
    throw new DomainError("validation_failed", "Idempotency-Key must be 1 to 255 visible ASCII characters");
  }
  return { ...scope, route: `${req.method} ${routeOf(req)}`, key, requestHash: hashOf(req, request) };
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
