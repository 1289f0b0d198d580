import type { Random } from "../fuzz/random.ts";
import type { Ends } from "./listen-to-ends.ts";
import type { TcpProxy } from "../start-tcp-proxy.ts";
import type { Stores } from "./create-stores.ts";
import type { Product } from "./product.ts";

/** What a fault works on. */
export interface CellContext {
  readonly stores: Stores;
  readonly product: Product;
  readonly ends: Ends;
  readonly random: Random;
  /** The way to the bucket, where blobs are in one. */
  readonly bucket: TcpProxy | null;
}

/** From when recovery counts: until all processes are ready and a new operation is done. */
export interface Aftermath {
  /** By `performance.now()`; left out: when the fault is over. */
  readonly sinceMs?: number;
  /** Of a kill: until what the process had under way ran elsewhere, or had ended. */
  readonly tookOverMs?: number;
}

/** One fault that the product must survive, again and again under load. */
export interface Cell {
  readonly name: string;
  readonly kind: "chaos" | "pressure";
  /** What is done. */
  readonly fault: string;
  /** What must hold beside the promises that hold in all cells. */
  readonly promise: string;
  /** Where it can happen; left out: on both backends. */
  readonly backend?: "redis";
  /** How often it is done in a full run; in a quick one, once, or not at all. */
  readonly rounds: number;
  readonly isQuick: boolean;
  /** Whether a store, or the way to it, is away: then processes are ready again soon after it is. */
  readonly isOfStore?: boolean;
  /** Where blobs are, if not in a folder of the machine's: on a small disk of its own, or in a bucket of S3 behind a proxy. */
  readonly storage?: "small disk" | "bucket";
  /** How long a client pauses between requests, where not as ever. */
  readonly pauseMs?: (sinceMs: number) => number;
  /** Does the fault and takes it back. */
  run(context: CellContext, isFull: boolean): Promise<Aftermath | void>;
  /** What else must hold, once all has ended. @returns what doesn't */
  check?(context: CellContext, operationIds: readonly string[]): Promise<readonly string[]>;
}
