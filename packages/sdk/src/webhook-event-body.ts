/** Body of a webhook or callback. `id` stays the same over all attempts: use it to ignore repetitions. */
export interface WebhookEventBody {
  readonly id: string;
  /** Such as `operation.completed`. */
  readonly type: string;
  /** UTC, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly timestamp: string;
  /** Counts the events of one operation from 1 without gaps; an event filtered out leaves one. */
  readonly sequence: number;
  /** A subset of the operation's status. */
  readonly data: Readonly<Record<string, unknown>>;
}
