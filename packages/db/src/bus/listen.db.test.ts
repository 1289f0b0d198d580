import { patientLimits, useTestDatabase, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { createDb, listenForEvents, announceUpload } from "../index.ts";

const database = useTestDatabase();

it("tells of files that have begun to come to whoever wants to hear of them", async () => {
  const db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
  const heard: number[] = [];
  const deaf: unknown[] = [];
  const listeners = [
    await listenForEvents(db, { applicationName: "hears", onUpload: (sizeBytes) => heard.push(sizeBytes) }),
    await listenForEvents(db, { applicationName: "does not", onNotice: (notice) => deaf.push(notice) }),
  ];
  await announceUpload(db, 30_000_000);
  await announceUpload(db, 40_000_000);
  await waitFor(() => heard.length === 2, { what: "both" });
  expect(heard).toEqual([30_000_000, 40_000_000]);
  expect(deaf).toEqual([]);
  for (const listener of listeners) await listener.close();
  await db.close();
});
