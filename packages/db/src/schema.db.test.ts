import { useTestDatabase } from "@longhaul/testing";
import { expect, it } from "vitest";
import { createDb, migrate } from "./index.ts";

const database = useTestDatabase();

it("is read by every Prisma model, and migrating an up-to-date database changes nothing", async () => {
  const db = createDb({ databaseUrl: database.url, applicationName: "test" });
  try {
    const { prisma } = db;
    const rows = await Promise.all([
      prisma.operation.findMany(),
      prisma.projectSettings.findMany(),
      prisma.callbackSecret.findMany(),
      prisma.operationCount.findMany(),
      prisma.operationCountDelta.findMany(),
      prisma.phase.findMany(),
      prisma.checkpoint.findMany(),
      prisma.event.findMany(),
      prisma.delivery.findMany(),
      prisma.deliveryAttempt.findMany(),
      prisma.deliveryLane.findMany(),
      prisma.webhook.findMany(),
      prisma.batch.findMany(),
      prisma.batchEdge.findMany(),
      prisma.dataset.findMany(),
      prisma.artifact.findMany(),
      prisma.idempotencyKey.findMany(),
      prisma.notification.findMany(),
    ]);
    expect(rows.flat()).toEqual([]);
    expect(await prisma.deliveryGate.count()).toBe(1);
    expect(await migrate(database.url)).toEqual([]);
  } finally {
    await db.close();
  }
});
