/** The time as Kubernetes writes it: RFC 3339, to the second. */
export const now = (): string => new Date().toISOString().replace(/\.\d+/, "");
