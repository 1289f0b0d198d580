import { expect, it } from "vitest";
import { findUnknownSettings } from "./find-unknown-settings.ts";

it.each([
  ["WEBHOOK_ALLOW_PRIVAT", "WEBHOOK_ALLOW_PRIVATE"],
  ["WORKER_LEASE", "WORKER_LEASE_MS"],
  ["webhook_timeout", "WEBHOOK_TIMEOUT"],
  ["LONGHAUL_DATE", "LONGHAUL_DATA"],
  ["SMTP_URI", "SMTP_URL"],
  ["DATABSE_URL", "DATABASE_URL"],
  ["STORAGE_URLS", "STORAGE_URL"],
  ["DOWNLOAD_SECRETS", "DOWNLOAD_SECRET"],
])("%s is told from %s", (name, nearest) => {
  expect(findUnknownSettings({ [name]: "x" })).toEqual([{ name, nearest }]);
});

it.each([
  "HOME",
  "PATH",
  "HOSTNAME",
  "PORT",
  "WORKER_LEASE_MS",
  "WEBHOOK_SERVICE_HOST",
  "WEBHOOK_WORKER_PORT_9100_TCP_ADDR",
  "POSTGRES_PASSWORD",
  "npm_config_registry",
])("%s is nobody's mistake", (name) => {
  expect(findUnknownSettings({ [name]: "x" })).toEqual([]);
});
