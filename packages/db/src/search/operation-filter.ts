import type { OperationStatus, Priority } from "@longhaul/domain";

/** Filters of a list; all given ones must hold. */
export interface OperationFilter {
  readonly statuses?: readonly OperationStatus[];
  /** Only operations that wait for dependencies, beside those of `statuses`. */
  readonly pending?: boolean;
  readonly types?: readonly string[];
  readonly priorities?: readonly Priority[];
  /** Inclusive, on the time of creation. */
  readonly from?: Date;
  /** Exclusive, on the time of creation. */
  readonly before?: Date;
  /** Words that must begin words of the operation, its parameters, error or log. */
  readonly search?: string;
}

/** Where a page begins: after this operation in the order created_at, id descending. */
export interface ListCursor {
  readonly createdAt: string;
  readonly id: string;
}

/** A page of a list, from its offset or behind an operation. */
export interface ListPage {
  readonly size: number;
  readonly offset: number;
  readonly after?: ListCursor;
  readonly withPhases: boolean;
}
