/**
 * Resolves with the result of `work`; what comes later than `timeoutMs` is ignored, since the work itself can't be called back.
 * @param late what the work is called in the error that is thrown then, or what makes another error
 */
export async function within<T>(timeoutMs: number, work: Promise<T>, late: string | (() => Error)): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(typeof late === "string" ? new Error(`${late} took more than ${timeoutMs} ms`) : late()),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
