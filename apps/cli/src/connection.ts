/** How to reach a project. */
export interface Connection {
  readonly url: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly token: string;
}
