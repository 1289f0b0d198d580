import { defineConfig } from "prisma/config";

// `prisma generate` asks for a schema engine that it never calls; naming any executable keeps it from
// downloading one. Migrations and functions are applied by packages/db.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
