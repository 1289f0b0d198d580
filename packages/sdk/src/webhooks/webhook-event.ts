import type { BatchEvent, DatasetEvent, OperationEvent, WebhookTestEvent } from "../generated/contract.ts";

/** Any event, whatever it is about. */
export interface WebhookEventBody {
  readonly id: string;
  /** Such as `operation.completed`. */
  readonly type: string;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly timestamp: string;
  readonly sequence: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Body of a webhook or callback; `type` says which. `id` stays the same over all attempts: use it to ignore repetitions.
 * `sequence` counts the events of one operation, batch or import from 1 without gaps; an event that was filtered out leaves one.
 */
export type WebhookEvent = OperationEvent | BatchEvent | DatasetEvent | WebhookTestEvent;
