/** What a process needs of its surroundings to run at all, in the operator's language, time zone and trust. */
const PASSED_ON: ReadonlySet<string> = new Set(
  (
    "PATH HOME TMPDIR TEMP TMP SystemRoot TZ LANG LC_ALL NODE_ENV NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR " +
    "LD_LIBRARY_PATH LD_PRELOAD MALLOC_ARENA_MAX"
  ).split(" "),
);

/**
 * The environment of phase processes: they read customers' files and run the code of `OPERATION_MODULES`, and so get
 * nothing but this of the worker's own variables. Credentials for storage go with them only where storage is S3.
 * @param passedOn further names that the operator wants them to have (`PHASE_ENV`)
 */
export function phaseEnvironment(
  env: NodeJS.ProcessEnv,
  { storageUrl, passedOn }: { readonly storageUrl: string; readonly passedOn: readonly string[] },
): NodeJS.ProcessEnv {
  const isS3 = storageUrl.startsWith("s3:");
  const isNeeded = (name: string): boolean =>
    PASSED_ON.has(name) || passedOn.includes(name) || (isS3 && name.startsWith("AWS_"));
  return Object.fromEntries(Object.entries(env).filter(([name]) => isNeeded(name)));
}
