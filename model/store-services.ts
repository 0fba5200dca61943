/** The Service of each data store: its name in the system's namespace, which no service may take, and its port. */
export const storeServices = {
  database: { name: "database", port: 5432 },
  cache: { name: "cache", port: 6379 },
  vectorStore: { name: "vector-store", port: 6333 },
} as const;
