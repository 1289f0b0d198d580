import { defineConfig } from "oxlint";
import type { OxlintOverride } from "oxlint";
import { HOMES, IMPORT_TABLE, SMALL_ENTRIES, TEST_ENTRIES } from "./packages/testing/src/import-table.ts";

/** Every package and app of ours by the last part of its name. */
const ours = Object.keys(IMPORT_TABLE).map((folder) => folder.replace(/^[a-z]+\//, ""));

/** What no file may import. Tests and benchmarks may import entries for tests. */
const everywhere = (isForTests: boolean) => [
  {
    regex: "^(\\.\\./)+(apps|packages)/|^(\\.\\./)+[a-z-]+/src/",
    message: "Import another package by its name, and nobody imports an app.",
  },
  {
    group: ["@longhaul/*/*", ...[...SMALL_ENTRIES, ...(isForTests ? TEST_ENTRIES : [])].map((entry) => `!${entry}`)],
    message: "A package's surface is its index, and the entries that the import table names.",
  },
];

/** The import bans of one folder, for the code that it ships or for its tests, which may also import the package testing. */
function importBans(folder: string, isForTests: boolean) {
  const allowed = [...(IMPORT_TABLE[folder] ?? []), ...(isForTests ? ["testing"] : [])];
  const banned = ours.filter((name) => !allowed.includes(name));
  return [
    ...everywhere(isForTests),
    ...HOMES.filter(({ folders }) => !folders.includes(folder)).map(({ libraries, folders }) => ({
      regex: `^(${libraries.map((name) => (name.endsWith("/") ? name : `${name}(/|$)`)).join("|")})`,
      message: `Only ${folders.join(", ")} may import it.`,
    })),
    {
      regex: `^@longhaul/(${banned.join("|")})(/|$)`,
      message: `${folder} may import of ours: ${allowed.join(", ") || "nothing"}.`,
    },
  ];
}

const foldersWithBans: OxlintOverride[] = Object.keys(IMPORT_TABLE).flatMap((folder) => [
  {
    files: [`${folder}/src/**/*.{ts,tsx}`],
    rules: { "no-restricted-imports": ["error", { patterns: importBans(folder, false) }] },
  },
  {
    files: [`${folder}/src/**/*.{test,fixture,contract}.ts`, `${folder}/src/**/{test,truth}/**/*.ts`],
    rules: { "no-restricted-imports": ["error", { patterns: importBans(folder, true) }] },
  },
]);

export default defineConfig({
  plugins: ["eslint", "typescript", "unicorn", "oxc", "import", "node", "promise", "vitest"],
  categories: { correctness: "error", suspicious: "error" },
  options: { typeAware: true, reportUnusedDisableDirectives: "error" },
  ignorePatterns: ["**/node_modules/**", "**/generated/**", "**/dist/**", ".longhaul/**", "packages/*/examples/*.js"],
  rules: {
    "eslint/eqeqeq": "error",
    "eslint/no-console": "error",
    "eslint/no-else-return": "error",
    "eslint/no-empty": "error",
    "eslint/no-var": "error",
    "eslint/prefer-const": "error",
    "eslint/max-lines": ["error", { max: 300 }],
    "import/no-cycle": "error",
    "import/no-default-export": "error",
    "import/no-duplicates": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-import-type-side-effects": "error",
    "typescript/no-misused-promises": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/no-unsafe-argument": "error",
    "typescript/no-unsafe-assignment": "error",
    "typescript/no-unsafe-call": "error",
    "typescript/no-unsafe-member-access": "error",
    "typescript/no-unsafe-return": "error",
    "typescript/only-throw-error": "error",
    "typescript/return-await": "error",
    "typescript/switch-exhaustiveness-check": [
      "error",
      { considerDefaultExhaustiveForUnions: true, allowDefaultCaseForExhaustiveSwitch: true },
    ],
    "unicorn/filename-case": ["error", { case: "kebabCase" }],
    "unicorn/prefer-node-protocol": "error",
    "no-restricted-imports": ["error", { patterns: everywhere(true) }],
    "vitest/expect-expect": ["error", { assertFunctionNames: ["expect*", "fc.assert", "assert*"] }],

    // With async functions beside it, a then() that returns nothing is no mistake.
    "promise/always-return": "off",
    // Joi and fast-check are used by their default export's members.
    "import/no-named-as-default-member": "off",
    // It doesn't see what a callback or an awaited function changes.
    "eslint/no-unmodified-loop-condition": "off",
    // Express 5 passes a rejected handler on to the error handler.
    "oxc/no-async-endpoint-handlers": "off",
    // The engine sorts typed arrays of millions in place.
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    // `_prisma_migrations` and the like are not ours to name.
    "eslint/no-underscore-dangle": "off",
    // A small function that closes over nothing may still read best where it is used.
    "unicorn/consistent-function-scoping": "off",
    // TypeScript's noImplicitReturns and return types say it with less noise.
    "typescript/consistent-return": "off",
    // Shapes at the edges come from Joi and SQL; the unsafe-* rules keep `any` from spreading.
    "typescript/no-unsafe-type-assertion": "off",
  },
  overrides: [
    ...foldersWithBans,
    {
      files: ["packages/*/src/**/*.ts"],
      rules: { "node/no-process-env": "error" },
    },
    {
      files: ["packages/db/src/**/*.ts"],
      rules: {
        "eslint/no-restricted-properties": [
          "error",
          {
            object: "JSON",
            property: "stringify",
            message:
              "Give the statement the object itself, or, where it is a list, storableJson of it: Postgres can't keep all text.",
          },
        ],
      },
    },
    {
      files: ["apps/launcher/src/**/*.ts"],
      rules: { "eslint/no-console": "off" },
    },
    {
      files: [
        "packages/testing/src/**/*.ts",
        "**/*.{test,fixture,contract}.ts",
        "**/src/**/{test,truth}/**/*.ts",
        "**/bench/**/*.ts",
      ],
      rules: {
        "eslint/max-lines": "off",
        "eslint/no-console": "off",
        "eslint/no-restricted-properties": "off",
        "node/no-process-env": "off",
        "typescript/no-unsafe-argument": "off",
        "typescript/no-unsafe-assignment": "off",
        "typescript/no-unsafe-call": "off",
        "typescript/no-unsafe-member-access": "off",
        "typescript/no-unsafe-return": "off",
      },
    },
    {
      // Programs of others, as they would write them. Their JavaScript has no types to be judged by, so it is left out.
      files: ["packages/*/examples/**"],
      rules: { "eslint/no-console": "off", "node/no-process-env": "off" },
    },
    {
      // Plain JavaScript for a Node older than ours.
      files: [".ci/*.mjs"],
      rules: {
        "eslint/no-console": "off",
        "typescript/no-unsafe-argument": "off",
        "typescript/no-unsafe-assignment": "off",
        "typescript/no-unsafe-call": "off",
        "typescript/no-unsafe-member-access": "off",
      },
    },
    {
      files: ["*.config.ts", "packages/testing/src/global-setup.ts"],
      rules: { "import/no-default-export": "off", "node/no-process-env": "off" },
    },
  ],
});
