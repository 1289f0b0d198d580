/** The fields of a dataset that the page shows. */
export interface Dataset {
  readonly datasetId: string;
  readonly version: number;
  readonly name: string;
  readonly status: "Importing" | "Ready" | "Failed" | "Cancelled";
  readonly fileName: string;
  /** Once it is Ready. */
  readonly kind?: FileKind;
  readonly format?: string;
  readonly sizeBytes?: number;
  readonly importProgress?: number;
  readonly counts?: Counts;
  readonly timeRange?: { readonly start: string; readonly end: string };
  readonly detected?: Detected;
  readonly columns?: readonly Column[];
  readonly quality?: {
    readonly score?: number;
    readonly rows?: Readonly<Record<RowState, { readonly total: number }>>;
  };
  readonly error?: { readonly code?: string; readonly message?: string };
  readonly cancellation?: { readonly cancelledBy: string; readonly reason?: string };
  readonly dateCreated: string;
}

/** An event log, or a file that operations read beside one. */
export type FileKind = "log" | "model" | "template";

export interface Counts {
  readonly events?: number;
  readonly cases?: number;
  readonly activities?: number;
  readonly errorRecords?: number;
}

export interface Detected {
  readonly mapping?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly doubts?: readonly Doubt[];
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly timezone?: string;
  readonly timestampFormat?: string;
  readonly template?: { readonly layouts: number; readonly widthInches: number; readonly heightInches: number };
  /** The elements of a model. */
  readonly model?: { readonly language: string } & Readonly<Partial<Record<ModelElement, number>>>;
}

export const MODEL_ELEMENTS = ["tasks", "gateways", "events", "places", "transitions"] as const;
type ModelElement = (typeof MODEL_ELEMENTS)[number];

export interface Doubt {
  readonly kind: string;
  readonly column?: string;
  readonly detail: string;
  readonly count?: number;
}

interface Column {
  readonly name: string;
  readonly role?: string;
  readonly type: string;
  readonly nulls: number;
}

export type RowState = "rejected" | "repaired" | "doubtful";

/** What an import of a file would find. */
export interface Preview {
  readonly fileName: string;
  readonly kind: FileKind;
  readonly format: string;
  readonly counts: Counts;
  readonly detected: Detected;
  readonly errors: readonly { readonly type?: string; readonly count?: number; readonly resolved?: boolean }[];
  readonly sample: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | null)[])[];
    readonly isWhole: boolean;
  };
}

/** Roles that a column can be given. */
export const ROLES = ["caseId", "activity", "timestamp", "startTimestamp", "resource", "lifecycle"] as const;
