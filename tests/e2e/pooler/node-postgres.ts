/** The part of node-postgres that is used here. */
export interface NodePostgres {
  readonly Client: new (options: { connectionString: string }) => {
    connect(): Promise<void>;
    query(given: { name: string; text: string; values: readonly unknown[] }): Promise<{
      rows: readonly Readonly<Record<string, unknown>>[];
    }>;
    on(event: "error", listener: () => void): void;
    end(): Promise<void>;
  };
}
