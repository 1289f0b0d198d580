/** Why a file can't be a template; the message is fit for whoever uploaded it. */
export class TemplateFault extends Error {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = "TemplateFault";
  }
}
